"""Property values between the engine's wire format and plain Python."""

from typing import Any

from google.protobuf import struct_pb2

UNKNOWN_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"


class Computed:
    """A value the cloud has not told yet. One instance, compared by identity."""

    def __repr__(self) -> str:
        return "<computed>"


COMPUTED = Computed()


def read(value: struct_pb2.Value) -> Any:
    """A wire value as Python: 3.0 as 3, the unknown sentinel as `COMPUTED`, a secret as its content."""
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return COMPUTED if value.string_value == UNKNOWN_WIRE else value.string_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind == "list_value":
        return [read(item) for item in value.list_value.values]
    if kind == "struct_value":
        fields = value.struct_value.fields
        if SIGNATURE in fields and fields[SIGNATURE].string_value == SECRET:
            return read(fields["value"])
        return read_struct(value.struct_value)
    return None


def read_struct(struct: struct_pb2.Struct) -> dict[str, Any]:
    """A wire object as a dict, nulls left out."""
    values = {key: read(item) for key, item in struct.fields.items() if not key.startswith("__")}
    return {key: value for key, value in values.items() if value is not None}


def write(values: dict[str, Any]) -> struct_pb2.Struct:
    """A dict as a wire object."""
    struct = struct_pb2.Struct()
    struct.update(_plain(values))
    return struct


def _plain(value: Any) -> Any:
    if value is COMPUTED:
        return UNKNOWN_WIRE
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def is_computed(value: Any) -> bool:
    """True where a value, or anything inside it, is not known yet."""
    if value is COMPUTED:
        return True
    if isinstance(value, dict):
        return any(is_computed(item) for item in value.values())
    if isinstance(value, list):
        return any(is_computed(item) for item in value)
    return False
