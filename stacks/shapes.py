"""From what pydantic says to what a person can act on: one fault for each value of the wrong shape."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from catalogue.unknown import nearest
from stacks.fault import Fault, KeyPath, listed
from stacks.google.settings import GOOGLE_RIGHT, GoogleSettings
from stacks.settings import AnySettings, Settings
from stacks.words import RIGHT

# A path in here begins with the cloud the values are for, and so with the model they have the shape of.
MODELS: Mapping[str, type[Settings] | type[GoogleSettings]] = {"aws": Settings, "google": GoogleSettings}
ALL_RIGHT = {**RIGHT, **GOOGLE_RIGHT}


def parse(values: Any) -> AnySettings | list[Fault]:
    """The settings, or the faults of their shape. As JSON, where a list is a list: the model's tuples accept it."""
    if not isinstance(values, dict):
        return [Fault((), f"is {_word(values)}", f"a section is right, with {listed(_required(Settings), 'and')}")]
    cloud = values.get("cloud", "aws")
    if not isinstance(cloud, str) or cloud not in MODELS:
        return [Fault(("cloud",), f"is {_literal(cloud)}", f"{listed(map(repr, MODELS))} is right")]
    try:
        return MODELS[cloud].model_validate_json(json.dumps(values))
    except ValidationError as error:
        return [replace(fault, path=fault.path[1:]) for fault in _faults(error, cloud)]


def _faults(error: ValidationError, cloud: str) -> list[Fault]:
    details: list[dict[str, Any]] = [
        {**detail, "loc": (cloud, *detail["loc"])} for detail in error.errors(include_url=False)
    ]
    meant = {}
    for detail in details:
        if detail["type"] == "extra_forbidden":
            path = detail["loc"]
            section = _section(path[:-1])
            meant[path] = nearest(str(path[-1]), section.model_fields) if section else ""
    # A key that is only misspelt is not missing as well.
    found_out = {(*path[:-1], key) for path, key in meant.items()}
    return [
        _fault(detail["type"], detail["loc"], detail["input"], detail.get("ctx", {}), meant)
        for detail in details
        if not (detail["type"] == "missing" and detail["loc"] in found_out)
        # Of a list with wrong entries pydantic counts the right ones only.
        if not (detail["type"] == "too_short" and detail["input"])
    ]


def _fault(kind: str, path: KeyPath, value: Any, context: dict[str, Any], meant: dict[KeyPath, str]) -> Fault:
    if kind == "extra_forbidden":
        section = _section(path[:-1])
        keys = listed(section.model_fields, "and") if section else ""
        right = f"did you mean {meant[path]!r}?" if meant[path] else f"the keys here are {keys}"
        return Fault(path, f"unknown key {path[-1]!r}", right)
    if kind == "missing":
        field = _field(path)
        says = (field.description or "").split(". ")[0].rstrip(".") if field else ""
        return Fault(path[:-1], f"lacks the key {path[-1]!r}", f"add it: {says[:1].lower()}{says[1:]}")
    if path and path[-1] == "[key]":
        return Fault(path[:-1], f"{value!r} is not a name", ALL_RIGHT[context["pattern"]])
    if kind == "literal_error":
        return Fault(path, f"is {_literal(value)}", _one_of(value, path))
    if kind == "string_pattern_mismatch":
        return Fault(path, f"is {value!r}", ALL_RIGHT.get(context["pattern"]) or _example(path))
    if kind == "string_type":
        return Fault(path, f"is {_word(value)}", _quoted(value, path))
    if kind in ("int_type", "int_from_float", "int_parsing", "float_type", "finite_number"):
        number = "a number" if kind.startswith(("float", "finite")) else "a whole number"
        return Fault(path, f"is {_word(value)}", f"{number}{_range(path)}, without quotes, is right")
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        return Fault(path, f"is {value}", f"a number{_range(path)} is right")
    if kind == "tuple_type":
        return Fault(path, f"is {_word(value)}", f"a list is right, such as [{value if value is not None else ''}]")
    if kind in ("too_short", "too_long"):
        return Fault(path, f"has {len(value) or 'no'} entries", f"{_size(path)} entries are right")
    if kind in ("string_too_short", "string_too_long"):
        return Fault(path, f"is {value!r}", f"{_size(path)} characters are right")
    section = _section(path)
    keys = f" with the keys {listed(section.model_fields, 'and')}" if section else ", a name for each entry"
    return Fault(path, f"is {_word(value)}", f"a section is right,{keys}" if section else f"a section is right{keys}")


def _literal(value: Any) -> str:
    return repr(value) if isinstance(value, str) else _word(value)


def _word(value: Any) -> str:
    """A value in a sentence, with the kind it is of."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {value!r}"
    return "a list" if isinstance(value, list | tuple) else "a section"


def _quoted(value: Any, path: KeyPath) -> str:
    pattern = next((getattr(each, "pattern", None) for each in _limits(path) if getattr(each, "pattern", None)), None)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    # Of some numbers YAML has dropped a zero (1.30, 011122223333): what was meant cannot be told.
    shortened = isinstance(value, float) and re.search(pattern or "", f"{value}0")
    if number and not shortened and re.search(pattern or "", str(value)):
        return f'put it in quotes: "{value}"'
    return ALL_RIGHT.get(pattern or "", "text is right")


def _example(path: KeyPath) -> str:
    field = _field(path)
    return f"it is to be: {(field.description or '').split('. ')[0].rstrip('.')}" if field else "see the schema"


def _one_of(value: Any, path: KeyPath) -> str:
    words = [word for word in get_args(_inner(_annotation(path))) if isinstance(word, str)]
    close = nearest(value, words) if isinstance(value, str) else ""
    right = listed(repr(word) for word in words)
    return f"did you mean {close!r}? ({right} is right)" if close and len(words) > 1 else f"{right} is right"


def _range(path: KeyPath) -> str:
    low = next((bound for each in _limits(path) for bound in (getattr(each, "ge", None),) if bound is not None), None)
    above = next((bound for each in _limits(path) for bound in (getattr(each, "gt", None),) if bound is not None), None)
    high = next((bound for each in _limits(path) for bound in (getattr(each, "le", None),) if bound is not None), None)
    if low is not None:
        return f" from {_bound(low)} to {_bound(high)}"
    return f" above {_bound(above)} and up to {_bound(high)}" if above is not None else ""


def _bound(value: Any) -> str:
    """A limit as it would be written: 1e+15, not fifteen zeros."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _size(path: KeyPath) -> str:
    low = next((each.min_length for each in _limits(path) if getattr(each, "min_length", None) is not None), 0)
    high = next((each.max_length for each in _limits(path) if getattr(each, "max_length", None) is not None), None)
    return f"{low} to {high}" if high is not None else f"{low} or more"


def _required(section: type[BaseModel]) -> list[str]:
    return [name for name, field in section.model_fields.items() if field.is_required()]


def _limits(path: KeyPath) -> list[Any]:
    """The limits of the value at a path: of its field, or of the type of the list's entries."""
    field = _field(path)
    if field is not None and path and isinstance(path[-1], str):
        annotated = [*field.metadata]
        # The limits of a value that may be left out stand on one side of `| None`.
        for inner in (field.annotation, *get_args(field.annotation)):
            if get_origin(inner) is Annotated:
                annotated += get_args(inner)[1:]
        return [each for limit in annotated for each in _unfolded(limit)]
    annotation = _annotation(path)
    if get_origin(annotation) is Annotated:
        return [each for limit in get_args(annotation)[1:] for each in _unfolded(limit)]
    return []


def _unfolded(limit: Any) -> list[Any]:
    return [*limit.metadata] if isinstance(limit, FieldInfo) else [limit]


def _field(path: KeyPath) -> FieldInfo | None:
    """The field a path leads to; that of the list where it leads into one."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    section = _section(path[:-1]) if len(path) > 1 else None
    return section.model_fields.get(str(path[-1])) if section else None


def _section(path: KeyPath) -> type[BaseModel] | None:
    """The section a path leads to, if it is one."""
    found = _inner(_annotation(path))
    return found if isinstance(found, type) and issubclass(found, BaseModel) else None


def _annotation(path: KeyPath) -> Any:
    """The type of the value at a path."""
    found: Any = MODELS[str(path[0])]
    for key in path[1:]:
        inner = _inner(found)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            field = inner.model_fields.get(str(key))
            found = field.annotation if field else None
        elif get_origin(inner) is dict:
            found = get_args(inner)[1]
        elif get_origin(inner) is tuple:
            found = get_args(inner)[0]
        else:
            return None
    return found


def _inner(annotation: Any) -> Any:
    """A type without its limits and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) is UnionType or str(get_origin(annotation)) == "typing.Union":
        return _inner(next(each for each in get_args(annotation) if each is not NoneType))
    return annotation
