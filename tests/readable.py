"""A graph as a person reads it in a diff: sorted, without machine paths and line numbers, references by name."""

import json
from collections.abc import Mapping
from typing import Any

from graph.model import STACK_TYPE, Graph, Reference, Resource, Secret, Text, Unknown
from graph.urns import Alias, name_of, qualified_type


def readable(graph: Graph) -> dict[str, Any]:
    """Every resource by its chain of parents and its name, with what its program says of it."""
    resources = {f"{qualified_type(resource.urn)} {resource.name}": _resource(resource, graph) for resource in graph}
    return {"resources": resources, **({"outputs": _value(graph.outputs)} if graph.outputs else {})}


def _resource(resource: Resource, graph: Graph) -> dict[str, Any]:
    provider = graph.by_urn.get(resource.provider)
    through_inputs = {urn for urns in resource.property_dependencies.values() for urn in urns}
    said = {
        "inputs": _value(resource.inputs),
        "outputs": _value(resource.outputs),
        "parent": "" if qualified_type(resource.parent) == STACK_TYPE else _short(resource.parent),
        "provider": _short(resource.provider) if resource.provider else "",
        "region": "" if provider and provider.region == resource.region else _value(resource.region),
        "protect": resource.protect,
        "retainOnDelete": resource.retain_on_delete,
        "aliases": sorted({_alias(alias) for alias in resource.aliases}),
        "ignoreChanges": list(resource.ignore_changes),
        "waitsFor": sorted({_short(urn) for urn in resource.dependencies if urn not in through_inputs}),
    }
    return {name: value for name, value in said.items() if value}


def _short(urn: str) -> str:
    return f"{qualified_type(urn).rpartition(':')[2]} {name_of(urn)}"


def _alias(alias: Any) -> str:
    if not isinstance(alias, Alias):
        return str(alias)
    said = {"name": alias.name, "type": alias.type, "parent": alias.parent_urn, "no parent": alias.no_parent}
    return ", ".join(f"{name}: {value}" for name, value in said.items() if value)


def _value(value: Any) -> Any:
    if isinstance(value, Reference):
        return f"${{{_short(value.urn)}{'.' if value.property else ''}{value.property}}}"
    if isinstance(value, Unknown):
        return f"<unknown, from {', '.join(map(_short, value.sources)) or 'nowhere known'}>"
    if isinstance(value, Secret):
        return "<secret>"
    if isinstance(value, Text):
        return _text("".join(str(_value(part)) for part in value.parts))
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return value


def _text(text: str) -> Any:
    """A JSON document inside a string, such as a policy, is shown as the document."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return {"a JSON text of": json.loads(text)}
    except json.JSONDecodeError:
        return text
