"""Values as the Pulumi engine writes them, read into the values of the graph."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from google.protobuf.struct_pb2 import Struct, Value
from pulumi.runtime import rpc

from graph.model import Reference, Secret, Unknown

# The engine's own constants: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
SIGNATURE = rpc._special_sig_key
SECRET = rpc._special_secret_sig
RESOURCE = rpc._special_resource_sig
OUTPUT = rpc._special_output_value_sig
# What stands for an unknown value of each kind: any, bool, number, string, array, asset, archive, object.
UNKNOWN = rpc.UNKNOWN
UNKNOWNS = frozenset(
    (
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    )
)

Read = Callable[[str], Any]

EMPTY: Mapping[str, Any] = MappingProxyType({})
UNTRACED = Unknown()


def as_read(text: str) -> Any:
    """A string that holds no outputs."""
    return text


def from_proto(value: Value) -> Any:
    """A protobuf value as plain Python."""
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        return value.string_value
    if kind == "struct_value":
        return {name: from_proto(item) for name, item in value.struct_value.fields.items()}
    if kind == "list_value":
        return [from_proto(item) for item in value.list_value.values]
    if kind == "number_value":
        return value.number_value
    if kind == "bool_value":
        return value.bool_value
    return None


def frozen(value: Any, unknown: Unknown | Reference = UNTRACED, read: Read = as_read) -> Any:
    """A plain value as the graph keeps it: immutable, whole numbers as int, the engine's signatures as model types.

    `unknown` stands for every unknown inside it; `read` finds the outputs inside a string.
    """
    if isinstance(value, str):
        return unknown if value in UNKNOWNS else read(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        signature = value.get(SIGNATURE)
        if signature is None:
            return _frozen_members(value, unknown, read)
        if signature == SECRET:
            return Secret()
        if signature == RESOURCE:
            return Reference(value["urn"])
        if signature == OUTPUT:
            if value.get("secret"):
                return Secret()
            if "value" not in value:
                sources = tuple(sorted(value.get("dependencies") or ()))
                return Unknown(sources) if sources else unknown
            return frozen(value["value"], unknown, read)
        # An asset or an archive: what it is made from is the value, its signature is not.
        return _frozen_members({key: item for key, item in value.items() if key != SIGNATURE}, unknown, read)
    if isinstance(value, list | tuple):
        return tuple(frozen(item, unknown, read) for item in value)
    return value


def frozen_properties(
    properties: Mapping[str, Any] | Struct | None,
    unknowns: Mapping[str, Unknown | Reference] = EMPTY,
    read: Read = as_read,
) -> Mapping[str, Any]:
    """A resource's inputs or outputs; `unknowns` says per property what its unknowns are."""
    if isinstance(properties, Struct):
        properties = {name: from_proto(value) for name, value in properties.fields.items()}
    return MappingProxyType(
        {
            name: frozen(value, unknowns.get(name, UNTRACED), read)
            for name, value in sorted((properties or {}).items())
            if value is not None and not name.startswith("__")
        }
    )


def _frozen_members(value: Mapping[str, Any], unknown: Unknown | Reference, read: Read) -> Mapping[str, Any]:
    return MappingProxyType(
        {
            name: frozen(item, unknown, read)
            for name, item in value.items()
            if item is not None and not name.startswith("__")
        }
    )


def region_of(type_: str, inputs: Mapping[str, Any], provider_region: Any) -> Any:
    """The region an AWS resource says, else its provider's; unknown where it is another resource's output."""
    if not type_.startswith(("aws:", "pulumi:providers:aws")):
        return None
    region = inputs.get("region", provider_region)
    return region if region is None or isinstance(region, str | Unknown) else Unknown()
