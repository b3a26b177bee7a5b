"""Symbolic outputs: what a resource answers when no cloud is there to answer.

Every string output of a resource becomes a marker, a word of letters and digits that survives JSON, URL quoting,
lower-casing and concatenation. Wherever a marker turns up in another resource's inputs, it is read back as the
output it stands for. Numbers, booleans and maps have no room for a marker: they stay unknown, as in a preview.
"""

import functools
import re
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.struct_pb2 import ListValue, Struct, Value
from pulumi import _types
from pulumi.runtime import rpc

from graph.model import Reference, Text

PREFIX = "q7gwref"
MARKER = re.compile(PREFIX + r"(\d+)p(\d+)z")

# Output types nest without end (a WAF statement holds statements). Four levels reach every output that is computed
# rather than given; deeper ones stay unknown.
DEPTH = 4


@dataclass(frozen=True)
class Shape:
    """The string outputs of one resource class."""

    tree: Mapping[str, Any]
    """Property name to an index into `paths`, a mapping of the same kind, or a list of one such thing."""
    paths: tuple[str, ...]
    """Path of each output; the first is always `id`."""


@functools.cache
def shape(resource_class: type) -> Shape:
    """The outputs a resource class declares; read once per class, because it costs milliseconds."""
    paths = ["id"]

    def node(type_: Any, path: str, depth: int) -> Any:
        type_ = _types.unwrap_type(type_)
        if type_ is str:
            paths.append(path)
            return len(paths) - 1
        if depth == 0:
            return None
        origin = typing.get_origin(type_)
        if isinstance(origin, type) and issubclass(origin, Sequence) and not issubclass(origin, tuple):
            item = node(typing.get_args(type_)[0], f"{path}[0]", depth)
            return None if item is None else [item]
        if isinstance(type_, type) and _types.is_output_type(type_):
            return members(_types.output_type_types(type_), f"{path}.", depth - 1) or None
        return None

    def members(types: Mapping[str, Any], prefix: str, depth: int) -> dict[str, Any]:
        nodes = {name: node(type_, prefix + name, depth) for name, type_ in types.items()}
        return {name: found for name, found in nodes.items() if found is not None}

    types = {name: type_ for name, type_ in _types.resource_types(resource_class).items() if name not in ("id", "urn")}
    return Shape(members(types, "", DEPTH), tuple(paths))


class Symbols:
    """The markers of one capture."""

    def __init__(self) -> None:
        self._owners: list[tuple[str, Shape]] = []

    def answer(self, urn: str, resource_class: type, inputs: Struct) -> tuple[str, Struct]:
        """The id and the outputs of a resource: what it was given, and a marker for every string it was not."""
        found = shape(resource_class)
        prefix = f"{PREFIX}{len(self._owners)}p"
        self._owners.append((urn, found))
        outputs = Struct()
        _fill_members(outputs, found.tree, inputs, prefix)
        return f"{prefix}0z", outputs

    def read(self, text: str) -> str | Reference | Text:
        """A string as the graph knows it: plain, an output, or a text with outputs inside."""
        if PREFIX not in text:
            return text
        parts: list[str | Reference] = []
        end = 0
        for match in MARKER.finditer(text):
            if match.start() > end:
                parts.append(text[end : match.start()])
            urn, found = self._owners[int(match[1])]
            parts.append(Reference(urn, found.paths[int(match[2])]))
            end = match.end()
        if end < len(text):
            parts.append(text[end:])
        if len(parts) == 1:
            return parts[0] if isinstance(parts[0], Reference) else text
        return Text(tuple(parts))


def blank_answer(inputs: Struct) -> Struct:
    """Outputs of which nothing is known, not even those that repeat an input."""
    outputs = Struct()
    for name in inputs.fields:
        outputs.fields[name].string_value = rpc.UNKNOWN
    return outputs


def _fill_members(target: Struct, tree: Mapping[str, Any], given: Struct | None, prefix: str) -> None:
    fields = target.fields
    if given is not None:
        for name, value in given.fields.items():
            if name not in tree:
                fields[name].CopyFrom(value)
    known = given.fields if given is not None else {}
    for name, node in tree.items():
        _fill(fields[name], node, known.get(name), prefix)


def _fill(target: Value, node: Any, given: Value | None, prefix: str) -> None:
    if given is not None and given.string_value == rpc.UNKNOWN:
        given = None
    kind = given.WhichOneof("kind") if given is not None else None
    if isinstance(node, Mapping):
        if given is None or (kind == "struct_value" and rpc._special_sig_key not in given.struct_value.fields):
            _fill_members(target.struct_value, node, given.struct_value if given is not None else None, prefix)
            return
    elif isinstance(node, list):
        if given is None:
            _fill(target.list_value.values.add(), node[0], None, prefix)
            return
        if kind == "list_value":
            _fill_items(target.list_value, node[0], given.list_value, prefix)
            return
    elif given is None:
        target.string_value = f"{prefix}{node}z"
        return
    target.CopyFrom(given)


def _fill_items(target: ListValue, node: Any, given: ListValue, prefix: str) -> None:
    """Items the program gave: only the first can hold computed outputs, because a marker's path names its place."""
    target.values.extend([Value() for _ in given.values])
    for index, value in enumerate(given.values):
        if index == 0:
            _fill(target.values[0], node, value, prefix)
        else:
            target.values[index].CopyFrom(value)
