"""How the contract tests build a component from its example inputs, directly and through the package host."""

import functools
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from pulumi.provider.experimental.component import ComponentProvider

from components import COMPONENTS
from components.base import Component
from graph.capture import capture
from graph.model import Graph, Resource
from tests.examples import FULL, MINIMAL

PROVIDER = ComponentProvider(list(COMPONENTS), "groundwork")
SCHEMA: dict[str, Any] = json.loads(PROVIDER.schema or "")
CLASSES: dict[str, Any] = {component.__name__: component for component in COMPONENTS}
EXAMPLES = {"minimal": MINIMAL, "full": FULL}

each_component = pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.__name__)
each_size = pytest.mark.parametrize("size", EXAMPLES)


def token(component: type[Component]) -> str:
    return f"groundwork:index:{component.__name__}"


def resource_schema(component: type[Component]) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA["resources"][token(component)]
    return found


def build(component: type[Component], size: str, known: bool = True) -> Graph:
    """The graph of one component named `it`."""
    return _built(component.__name__, size, known)


@functools.cache
def _built(component: str, size: str, known: bool) -> Graph:
    """A graph cannot change: one is enough for all tests."""
    make, args = CLASSES[component], EXAMPLES[size][component]
    return capture(lambda: make("it", args), config={"aws:region": "eu-north-1"}, known=known)


def build_served(component: type[Component], size: str) -> Graph:
    """The same component, constructed by the host that serves it to YAML and to other languages."""
    wire = as_wire(EXAMPLES[size][component.__name__], resource_schema(component)["inputProperties"])
    config = {"aws:region": "eu-north-1"}
    return capture(lambda: PROVIDER.construct("it", token(component), wire) and None, config=config)


def as_wire(values: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs as they cross the wire: declared names in camelCase, keys of maps untouched, every number a float."""
    return {_camel(name): _wire_value(value, properties[_camel(name)]) for name, value in values.items()}


def _wire_value(value: Any, schema: Mapping[str, Any]) -> Any:
    if "$ref" in schema:
        return as_wire(value, SCHEMA["types"][schema["$ref"].removeprefix("#/types/")]["properties"])
    if isinstance(value, Mapping):
        return {key: _wire_value(item, schema.get("additionalProperties", {})) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_wire_value(item, schema.get("items", {})) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def itself(graph: Graph, component: type[Component]) -> Resource:
    return graph.one(token(component))
