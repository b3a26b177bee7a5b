"""The graph of every stack file, as a file to read and to compare."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from graph.capture import capture
from graph.model import Graph
from stacks.platform import deploy
from stacks.settings import load_any
from tests.golden import Golden
from tests.readable import readable
from tests.stack_files import FILES, stack_of

STACK_FILES = {stack_of(path): path for path in FILES}
each_stack = pytest.mark.parametrize("stack", STACK_FILES)


def graph_of(stack: str, **options: Any) -> Graph:
    settings = load_any(STACK_FILES[stack])
    return capture(lambda: deploy(settings), stack=stack, **options)


@each_stack
def test_graph_of(stack: str, snapshot: SnapshotAssertion) -> None:
    assert readable(graph_of(stack)) == snapshot.use_extension(Golden)


@each_stack
def test_with_nothing_known_a_stack_declares_the_same_resources(stack: str) -> None:
    assert [r.urn for r in graph_of(stack, known=False)] == [r.urn for r in graph_of(stack)]


@each_stack
def test_every_resource_of_a_stack_has_its_region_and_its_line(stack: str) -> None:
    region = load_any(STACK_FILES[stack]).region
    for resource in graph_of(stack):
        assert resource.source is not None, resource.urn
        assert not resource.source.file.startswith("/"), resource.urn
        if resource.custom and resource.type.startswith("aws:"):
            assert resource.region == region, resource.urn
