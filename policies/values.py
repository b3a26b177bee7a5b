"""Reading the values of a resource without ever mistaking what is unknown, absent or misshapen for what is right.

Every question has three answers: True, False, and None for "cannot be known yet". The same value may come as 90, 90.0
or "90", as true or "true", as a block or as a list of one block: providers, engines and state files differ in that, so
the answers do not.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from graph.model import Graph, Reference, Resource, Secret, Text, Unknown

Tri = bool | None


class _Absent(Enum):
    ABSENT = "absent"


ABSENT: Final = _Absent.ABSENT
"""What `at` gives for an input that is not there, or is null."""


@dataclass(frozen=True, slots=True)
class Misshapen:
    """A value where another shape belongs, such as text where a block belongs. It satisfies nothing."""

    value: Any


def at(holder: Resource | Mapping[str, Any] | Any, path: str) -> Any:
    """The value at a dotted path of a resource's inputs or of a block, or ABSENT, or what hides it (`Unknown`, ..)."""
    value: Any = holder.inputs if isinstance(holder, Resource) else holder
    for step in path.split("."):
        value = _step(value, step)
    return value


def _step(value: Any, step: str) -> Any:
    if isinstance(value, Mapping):
        found = value.get(step)
        return ABSENT if found is None else found
    if isinstance(value, Reference):
        return Reference(value.urn, f"{value.property}.{step}" if value.property else "")
    if value is ABSENT or value is None:
        return ABSENT
    if isinstance(value, Unknown | Secret | Misshapen):
        return value
    if _is_list(value):
        if not value:
            return ABSENT
        return _step(value[0], step) if len(value) == 1 else Misshapen(value)
    return Misshapen(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def hidden(value: Any) -> bool:
    """Whether a value is there but cannot be read yet."""
    return isinstance(value, Unknown | Reference | Text | Secret)


def all3(answers: Iterable[Tri]) -> Tri:
    """False if any is False, else None if any is None, else True. The order never matters."""
    seen = set(answers)
    return False if False in seen else None if None in seen else True


def any3(answers: Iterable[Tri]) -> Tri:
    """True if any is True, else None if any is None, else False."""
    seen = set(answers)
    return True if True in seen else None if None in seen else False


def not3(answer: Tri) -> Tri:
    """The opposite; what is unknown stays unknown."""
    return None if answer is None else not answer


def items(value: Any) -> tuple[Any, ...] | None:
    """The elements of a list; a lone value is a list of one, an absent one is empty. None where it cannot be known."""
    if value is ABSENT or value is None:
        return ()
    if isinstance(value, Unknown | Reference | Secret):
        return None
    return tuple(value) if _is_list(value) else (value,)


def every(value: Any, question: Callable[[Any], Tri]) -> Tri:
    """Whether the answer is yes for every element (of an empty list: yes)."""
    elements = items(value)
    return None if elements is None else all3(question(element) for element in elements)


def some(value: Any, question: Callable[[Any], Tri]) -> Tri:
    """Whether the answer is yes for at least one element (of an empty list: no)."""
    elements = items(value)
    return None if elements is None else any3(question(element) for element in elements)


def is_true(value: Any, absent: Tri = False) -> Tri:
    """Whether a flag is set; `absent` is what the provider does without it."""
    return _flag(value, True, absent)


def is_false(value: Any, absent: Tri = False) -> Tri:
    """Whether a flag is cleared; `absent` is the answer when it is not there. A misshapen flag is neither."""
    return _flag(value, False, absent)


def _flag(value: Any, wanted: bool, absent: Tri) -> Tri:
    if value is ABSENT or value is None:
        return absent
    if hidden(value):
        return None
    if isinstance(value, bool):
        return value is wanted
    if isinstance(value, str):
        return value.lower() == str(wanted).lower()
    return False


def number(value: Any) -> float | None:
    """A finite number however it is written; None where it is none (ask `hidden` first)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def within(value: Any, low: float, high: float, absent: Tri = False) -> Tri:
    """Whether a number lies between two limits, both included; `absent` is the answer when it is not there."""
    if value is ABSENT or value is None:
        return absent
    if hidden(value):
        return None
    read = number(value)
    return read is not None and low <= read <= high


def equals(value: Any, *allowed: str) -> Tri:
    """Whether a string is one of these."""
    if hidden(value):
        return None
    return isinstance(value, str) and value in allowed


def includes(value: Any, wanted: str) -> Tri:
    """Whether a list of strings has this one."""
    return some(value, lambda element: equals(element, wanted))


def given(value: Any) -> Tri:
    """Whether anything is there. An output of another resource is; what is entirely unknown may be null."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Reference | Text | Secret):
        return True
    if value is ABSENT or value is None or isinstance(value, Misshapen):
        return False
    return not (isinstance(value, str | Mapping) or _is_list(value)) or len(value) > 0


def comes_from(value: Any, graph: Graph, types: Sequence[str]) -> Tri:
    """Whether a value is an output of a resource of one of these types; None where its origin is not seen."""
    if isinstance(value, Reference):
        origin = graph.by_urn.get(value.urn)
        return None if origin is None else origin.type in types
    if isinstance(value, Unknown) and value.sources:
        return all3(comes_from(Reference(urn), graph, types) for urn in value.sources)
    return None if hidden(value) else False


KEY_TYPES = (
    "aws:kms/key:Key",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/alias:Alias",
)
AWS_MANAGED = "alias/aws/"


def customer_key(value: Any, graph: Graph) -> Tri:
    """Whether a value names a key of the customer: an ARN, id or alias that is not one of AWS's own keys."""
    if isinstance(value, Text):
        literal = "".join(part for part in value.parts if isinstance(part, str))
        return False if AWS_MANAGED in literal else any3(comes_from(part, graph, KEY_TYPES) for part in value.parts)
    if hidden(value):
        # An output that is no key's cannot be judged: it may be an ARN that was handed through.
        return comes_from(value, graph, KEY_TYPES) or None
    return isinstance(value, str) and value.strip() != "" and AWS_MANAGED not in value
