"""The graph captured in process is the one the engine makes of the same program."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.model import Graph, Reference, Resource, Unknown
from graph.state import from_export, from_preview
from sandbox import lifecycle
from tests.contract.test_stack_graphs import graph_of
from tests.engine.conftest import QUIET, ready
from tests.engine.test_by_hand import shell
from tests.stack_files import FILES, stack_of

pytestmark = pytest.mark.engine


def declared(resource: Resource) -> dict[str, Any]:
    """What program and engine must agree on, word for word."""
    return {
        "parent": resource.parent,
        "type": resource.type,
        "name": resource.name,
        "custom": resource.custom,
        "provider": resource.provider,
        "region": resource.region,
        "protect": resource.protect,
        "retain": resource.retain_on_delete,
        "ignores": resource.ignore_changes,
        "waits for": resource.dependencies,
        "computed from": dict(resource.property_dependencies),
    }


def agree(captured: Graph, engines: Graph) -> None:
    assert (captured.project, captured.stack) == (engines.project, engines.stack)
    assert [resource.urn for resource in captured] == [resource.urn for resource in engines]
    for resource in captured:
        engine = engines.by_urn[resource.urn]
        assert declared(resource) == declared(engine), resource.urn
        assert disagreeing(resource.inputs, engine.inputs) == {}, resource.urn


def disagreeing(captured: Mapping[str, Any], engines: Mapping[str, Any]) -> dict[str, Any]:
    """Plain inputs that the engine has not, or has otherwise; it knows fewer of them before a first deployment."""
    return {
        name: value
        for name, value in captured.items()
        if isinstance(value, str | int | bool)
        and not isinstance(engines.get(name), Unknown | Reference)
        and engines.get(name) != value
    }


@pytest.mark.parametrize("name", [stack_of(path) for path in FILES])
def test_a_preview_of_the_engine_is_the_captured_graph(name: str, empty: Path) -> None:
    previewed = shell(f"pulumi preview --stack {name} --json")
    assert previewed.returncode == 0, previewed.stdout[-2000:] + previewed.stderr
    agree(graph_of(name), from_preview(previewed.stdout))


def test_a_deployed_stacks_export_is_the_captured_graph(empty: Path) -> None:
    lifecycle.up("sandbox", QUIET)
    exported = shell("pulumi stack export --stack sandbox")
    there = ready("sandbox")
    there.stack.pulumi("state", "unprotect", "--all", "--yes", "--stack", "sandbox")
    there.operate("", "destroy", "--yes", "--skip-preview")
    captured, deployed = graph_of("sandbox"), from_export(exported.stdout)
    agree(captured, deployed)
    assert set(captured.outputs) == set(deployed.outputs)
