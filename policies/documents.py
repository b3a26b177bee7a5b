"""Reading IAM and resource policies, however a program writes them: as JSON text, as an object, with outputs inside."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import Reference, Text, Unknown
from policies.values import ABSENT, Tri, all3, any3, hidden, items

OPEN, CLOSE = "\ue000", "\ue001"
"""Stand-ins for the outputs inside a text while it is parsed; private-use characters, which no policy has."""


class Malformed(Exception):
    """A value that no service would accept; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. Values are strings, or what hides them."""

    allows: bool
    principals: Mapping[str, tuple[Any, ...]]
    """By kind (`AWS`, `Service`, `Federated`); kind `*` for everybody."""
    actions: tuple[Any, ...]
    resources: tuple[Any, ...]
    conditions: Mapping[str, Mapping[str, tuple[Any, ...]]]
    """Values by operator, then by condition key in lower case."""
    excludes: frozenset[str]
    """Those of `NotPrincipal`, `NotAction`, `NotResource` it has."""

    def condition(self, key: str) -> tuple[Any, ...]:
        """The values of a condition key (lower case), whatever the operator."""
        return tuple(v for keys in self.conditions.values() for name, vs in keys.items() if name == key for v in vs)

    @property
    def condition_keys(self) -> frozenset[str]:
        return frozenset(key for keys in self.conditions.values() for key in keys)


def statements(value: Any, name: str) -> tuple[Statement, ...] | None:
    """The statements of a policy; None where they cannot be known yet. `name` is the input, for the sentence."""
    if value is ABSENT or value is None:
        return ()
    document = parsed(value, name)
    if document is None:
        return None
    if not document.get("Statement"):
        raise Malformed(f"has a {name} without statements")
    listed = items(document["Statement"])
    if listed is None or any(isinstance(one, Unknown | Reference) for one in listed):
        return None
    return tuple(_statement(one, name) for one in listed)


def parsed(value: Any, name: str) -> Mapping[str, Any] | None:
    """The JSON object a value is or says; None where it cannot be known yet."""
    document = _document(value, name)
    if document is not None and not isinstance(document, Mapping):
        raise Malformed(f"has a {name} that is no JSON object")
    return document


def _document(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return _parsed(value, name)
    if isinstance(value, Text):
        if any(mark in part for part in value.parts if isinstance(part, str) for mark in (OPEN, CLOSE)):
            return None
        joined = "".join(
            part if isinstance(part, str) else f"{OPEN}{index}{CLOSE}" for index, part in enumerate(value.parts)
        )
        try:
            return _put_back(_parsed(joined, name), value.parts)
        except Malformed:
            return None  # an output outside quotes may be the missing piece
    return None if hidden(value) else value


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"has a {name} that is not JSON ({error})") from None


def _put_back(value: Any, parts: tuple[Any, ...]) -> Any:
    if isinstance(value, str) and OPEN in value:
        pieces: list[Any] = []
        for chunk in value.split(OPEN):
            index, mark, rest = chunk.partition(CLOSE)
            pieces += [parts[int(index)], rest] if mark else [chunk]
        pieces = [piece for piece in pieces if piece != ""]
        return pieces[0] if len(pieces) == 1 else Text(tuple(pieces))
    if isinstance(value, dict):
        return {key: _put_back(item, parts) for key, item in value.items()}
    return [_put_back(item, parts) for item in value] if isinstance(value, list) else value


def _statement(value: Any, name: str) -> Statement:
    if not isinstance(value, Mapping):
        raise Malformed(f"has a {name} with a statement that is no object")
    effect = value.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise Malformed(f"has a {name} with a statement whose Effect is {effect!r} instead of Allow or Deny")
    return Statement(
        effect == "Allow",
        _principals(value.get("Principal", value.get("NotPrincipal")), name),
        _listed(value.get("Action", value.get("NotAction"))),
        _listed(value.get("Resource", value.get("NotResource"))),
        _conditions(value.get("Condition"), name),
        frozenset(key for key in ("NotPrincipal", "NotAction", "NotResource") if key in value),
    )


def _listed(value: Any) -> tuple[Any, ...]:
    found = items(value)
    return (value,) if found is None else found


def _principals(value: Any, name: str) -> Mapping[str, tuple[Any, ...]]:
    if value is None:
        return {}
    if value == "*":
        return {"*": ("*",)}
    if hidden(value):
        return {"AWS": (value,)}
    if not isinstance(value, Mapping):
        raise Malformed(f"has a {name} with a principal that is neither * nor an object")
    found = {str(kind): _listed(listed) for kind, listed in value.items()}
    if "*" in found.get("AWS", ()):
        found["*"] = ("*",)
    return found


def _conditions(value: Any, name: str) -> Mapping[str, Mapping[str, tuple[Any, ...]]]:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(keys, Mapping) for keys in value.values()):
        raise Malformed(f"has a {name} with a condition that is no object of operators")
    return {
        str(operator): {str(key).lower(): _listed(listed) for key, listed in keys.items()}
        for operator, keys in value.items()
    }


def matches(pattern: Any, action: str) -> Tri:
    """Whether an action as a policy writes it, with `*`, covers this one."""
    if hidden(pattern):
        return None
    if not isinstance(pattern, str):
        return False
    pattern, action = pattern.lower(), action.lower()
    head, star, _ = pattern.partition("*")
    # Only what stands before the first star is compared: that errs on the side of covering too much.
    return action.startswith(head) if star else pattern == action


def grants(statement: Statement, action: str) -> Tri:
    """Whether a statement allows this action; one that allows everything but a list counts as allowing it."""
    if not statement.allows:
        return False
    covered = any3(matches(pattern, action) for pattern in statement.actions)
    return True if "NotAction" in statement.excludes and covered is not True else covered


def everything(values: tuple[Any, ...]) -> Tri:
    """Whether a list of actions or resources has the lone star in it."""
    return any3(None if isinstance(v, Unknown) else v == "*" for v in values)


def nothing_but(values: tuple[Any, ...], allowed: frozenset[str]) -> Tri:
    """Whether every value is one of these strings."""
    return all3(None if hidden(v) else v in allowed for v in values)
