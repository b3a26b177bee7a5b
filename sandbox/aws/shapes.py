"""Inputs to request members and replies back to inputs, along botocore's own shapes."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def request(shape: Any, inputs: Mapping[str, Any], rename: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The members of a structure shape that the inputs name, converted to the shape's types."""
    rename = rename or {}
    by_name = {normal(rename.get(key, key)): value for key, value in inputs.items()}
    members = {}
    for member, member_shape in shape.members.items():
        value = by_name.get(normal(member))
        if value is not None:
            members[member] = convert(member_shape, value, rename)
    return members


def convert(shape: Any, value: Any, rename: Mapping[str, str]) -> Any:
    """A value in the type a shape asks for: Pulumi flattens one-element lists and writes some numbers as strings."""
    match shape.type_name:
        case "structure":
            if isinstance(value, list):
                value = value[0] if value else {}
            return request(shape, value, rename)
        case "list":
            if isinstance(value, dict) and set(getattr(shape.member, "members", ())) == {"Key", "Value"}:
                return [{"Key": key, "Value": item} for key, item in value.items()]
            items = value if isinstance(value, list) else [value]
            return [convert(shape.member, item, rename) for item in items]
        case "map":
            return {key: convert(shape.value, item, rename) for key, item in value.items()}
        case "boolean":
            return value if isinstance(value, bool) else str(value).lower() == "true"
        case "integer" | "long":
            return int(value)
        case "float" | "double":
            return float(value)
        case "string":
            return value if isinstance(value, str) else json.dumps(value)
        case _:
            return value


def _members(item: Mapping[str, Any]) -> dict[str, Any]:
    return {normal(key): value for key, value in item.items()}


def live(wanted: Any, found: Any, rename: Mapping[str, str]) -> Any:
    """What the cloud says, in the form the program wrote it: `wanted` itself where both mean the same.

    Only what the program wrote is compared, so defaults that the cloud adds are not drift.
    """
    if isinstance(wanted, dict) and isinstance(found, list) and all({"Key", "Value"} == set(item) for item in found):
        found = {item["Key"]: item["Value"] for item in found}
    elif isinstance(wanted, dict) and isinstance(found, list) and len(found) == 1:
        found = found[0]
    if isinstance(wanted, dict) and isinstance(found, Mapping):
        by_name = _members(found)
        result = {}
        for key, value in wanted.items():
            other = by_name.get(normal(rename.get(key, key)))
            result[key] = value if other is None and not value else live(value, other, rename)
        return wanted if result == wanted else {k: v for k, v in result.items() if v is not None}
    if isinstance(found, list) and len(found) == 1 and not isinstance(wanted, list):
        return live(wanted, found[0], rename)
    if isinstance(wanted, list) and isinstance(found, list):
        if all(not isinstance(item, dict | list) for item in wanted):
            return wanted if sorted(map(str, wanted)) == sorted(map(str, found)) else list(found)
        if len(wanted) == len(found):
            return [live(mine, theirs, rename) for mine, theirs in zip(wanted, found, strict=True)]
        return [item if isinstance(item, str) else dict(item) for item in found]
    if same(wanted, found):
        return wanted
    # A document that a program wrote as text comes back as text, however the reply has it.
    return json.dumps(found) if isinstance(wanted, str) and isinstance(found, dict | list) else found


def same(wanted: Any, found: Any) -> bool:
    """Equal in meaning: 90 and "90", true and "true", JSON however it is laid out."""
    if wanted == found:
        return True
    if isinstance(wanted, bool) or isinstance(found, bool):
        return str(wanted).lower() == str(found).lower()
    if isinstance(wanted, str) and wanted[:1] in "{[":
        try:
            return bool(json.loads(wanted) == (json.loads(found) if isinstance(found, str) else found))
        except (TypeError, ValueError):
            return False
    return str(wanted) == str(found)
