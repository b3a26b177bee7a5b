"""How tests read a captured graph: JSON documents as values, with outputs of other resources as `<name.property>`."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from graph.model import Reference, Resource, Text, Unknown


def text(value: Any) -> str:
    """A string input, with every output in it as `<name.property>`."""
    if isinstance(value, str):
        return value
    if isinstance(value, Reference):
        return f"<{value.urn.rpartition('::')[2]}.{value.property}>"
    if isinstance(value, Text):
        return "".join(text(part) for part in value.parts)
    assert not isinstance(value, Unknown), "a string nobody can know yet"
    raise TypeError(f"{value!r} is no string")


def statements(resource: Resource, input_name: str = "policy") -> dict[str, dict[str, Any]]:
    """The statements of a policy, by Sid (or "" for one without)."""
    return {each.get("Sid", ""): each for each in json.loads(text(resource.inputs[input_name]))["Statement"]}


# How IAM judges a request that lacks the key: Null asks just that, a negated operator holds, every other one does not.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
OPERATORS: dict[str, Callable[[str | None, str], bool]] = {
    "Bool": lambda given, wanted: given == wanted,
    "Null": lambda given, wanted: (given is None) == (wanted == "true"),
    "NumericLessThan": lambda given, wanted: given is not None and float(given) < float(wanted),
    "StringEquals": lambda given, wanted: given == wanted,
    "StringNotEquals": lambda given, wanted: given != wanted,
}


def applies(condition: dict[str, dict[str, str]], request: dict[str, str]) -> bool:
    """Whether a statement's condition holds for a request with these keys."""
    return all(
        OPERATORS[operator](request.get(key), wanted)
        for operator, conditions in condition.items()
        for key, wanted in conditions.items()
    )


def listed(value: Any) -> list[Any]:
    """IAM writes one of something without brackets."""
    return value if isinstance(value, list) else [value]


def allowed_actions(found: dict[str, dict[str, Any]]) -> set[str]:
    """Every action some statement allows."""
    return {action for each in found.values() if each["Effect"] == "Allow" for action in listed(each["Action"])}


def plain(value: Any) -> Any:
    """Inputs without outputs of others in them, as values that can be written as JSON."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value
