"""What every component promises, checked for every component with its smallest and its fullest inputs."""

import importlib
import pkgutil
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import components
from components import COMPONENTS
from components.base import Component
from graph.capture import capture
from graph.model import Graph
from graph.urns import qualified_type
from policies.context import PolicyContext
from policies.evaluate import evaluate
from policies.rule import Verdict
from tests.contract.build import (
    CLASSES,
    EXAMPLES,
    build,
    build_served,
    each_component,
    each_size,
    itself,
    resource_schema,
    token,
)
from tests.examples import FULL, MINIMAL

CONTEXT = PolicyContext(
    "prod", "111122223333", ("eu", "us"), frozenset({"eu-central-1", "eu-north-1", "europe-west4", "us-central1"})
)
# Rules about how components meet: a component alone cannot keep them, `stacks/platform.py` does.
RULES_OF_THE_PLATFORM = {
    "LOG-003",  # a store's data events are recorded by the platform's AuditTrail
    "ERA-004",  # the role that erases in a store is a workload of the platform
}


def test_the_list_is_complete() -> None:
    for module in pkgutil.walk_packages(components.__path__, "components."):
        importlib.import_module(module.name)
    assert set(Component.__subclasses__()) == set(COMPONENTS)


def test_every_component_has_examples_and_every_example_a_component() -> None:
    names = {component.__name__ for component in COMPONENTS}
    assert names == set(MINIMAL) == set(FULL)


@each_component
def test_the_full_example_gives_every_input_and_the_minimal_one_only_what_it_must(component: type[Component]) -> None:
    schema = resource_schema(component)
    snake = {"".join(f"_{c.lower()}" if c.isupper() else c for c in name) for name in schema["inputProperties"]}
    assert snake - set(FULL[component.__name__]) <= _exclusive(component)
    required = len(schema.get("requiredInputs", []))
    of_its_kind = _named_by_the_example(component, "NEEDED_IN_ITS_MODE")
    assert required <= len(MINIMAL[component.__name__].keys() - of_its_kind) <= required + 2


def _exclusive(component: type[Component]) -> set[str]:
    """Inputs that exclude one of the others, so that no single example can give them all."""
    return _named_by_the_example(component, "EXCLUSIVE")


def _named_by_the_example(component: type[Component], constant: str) -> set[str]:
    return set(getattr(importlib.import_module(_example(component)), constant, ()))


def _example(component: type[Component]) -> str:
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in component.__name__).lstrip("_")
    return f"tests.examples.{snake}"


@each_component
@each_size
def test_children_are_under_it_and_named_after_it(component: type[Component], size: str) -> None:
    graph = build(component, size)
    root = itself(graph, component)
    children = [resource for resource in graph if resource is not root]
    assert children
    for child in children:
        assert child.parent == root.urn, f"{child.urn} is not a child of it"
        assert child.name == "it" or child.name.startswith("it-"), f"{child.name} is not named after it"
        assert qualified_type(child.urn) == f"{token(component)}${child.type}"


@each_component
@each_size
def test_two_in_one_program_do_not_collide(component: type[Component], size: str) -> None:
    make, args = CLASSES[component.__name__], EXAMPLES[size][component.__name__]

    def program() -> None:
        for name in ("one", "two"):
            make(name, args)

    assert len(capture(program)) == 2 * len(build(component, size))


@each_component
@each_size
def test_with_nothing_known_it_declares_the_same_resources(component: type[Component], size: str) -> None:
    blank = [resource.urn for resource in build(component, size, known=False)]
    assert blank == [resource.urn for resource in build(component, size)]


@each_component
@each_size
def test_it_registers_exactly_the_outputs_its_schema_declares(component: type[Component], size: str) -> None:
    registered = set(itself(build(component, size), component).outputs)
    assert registered == set(resource_schema(component)["properties"])


@each_component
def test_every_input_and_output_is_documented(component: type[Component]) -> None:
    schema = resource_schema(component)
    assert schema.get("description")
    properties = {**schema["inputProperties"], **schema["properties"]}
    assert [name for name, declared in properties.items() if not declared.get("description")] == []
    optional = schema["inputProperties"].keys() - set(schema.get("requiredInputs", []))
    silent = [name for name in sorted(optional) if "Default" not in schema["inputProperties"][name]["description"]]
    assert silent == [], "optional inputs say their default"


@each_component
@each_size
def test_served_as_a_package_it_builds_the_same_graph(component: type[Component], size: str) -> None:
    assert _without_lines(build_served(component, size)) == _without_lines(build(component, size))


def _without_lines(graph: Graph) -> list[Any]:
    return [replace(resource, source=None) for resource in graph]


@each_component
@each_size
def test_every_resource_names_its_line_in_the_project(component: type[Component], size: str) -> None:
    root, *children = sorted(build(component, size), key=lambda resource: resource.custom)
    assert root.source is not None
    assert root.source.file == "tests/contract/build.py"
    assert all(child.source and child.source.file.startswith("components/") for child in children)


@each_component
@each_size
@pytest.mark.parametrize("known", [True, False])
def test_it_violates_no_policy(component: type[Component], size: str, known: bool) -> None:
    findings = evaluate(build(component, size, known), today=date(2026, 1, 1), context=CONTEXT)
    bad = (Verdict.FAIL, Verdict.ERROR)
    assert [
        f"{finding.rule.id}: {finding.outcome.sentence}"
        for finding in findings
        if finding.outcome.verdict in bad and finding.rule.id not in RULES_OF_THE_PLATFORM
    ] == []
