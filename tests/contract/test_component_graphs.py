"""The graph of every component, as a file to read and to compare."""

from typing import Any

from syrupy.assertion import SnapshotAssertion

from components.base import Component
from tests.contract.build import SCHEMA, build, each_component, each_size
from tests.golden import Golden
from tests.readable import readable


@each_component
@each_size
def test_graph_of(component: type[Component], size: str, snapshot: SnapshotAssertion) -> None:
    assert readable(build(component, size)) == snapshot.use_extension(Golden)


@each_component
def test_schema_of(component: type[Component], snapshot: SnapshotAssertion) -> None:
    """What other languages see. A change here is a change for their programs."""
    token = f"groundwork:index:{component.__name__}"
    shown: dict[str, Any] = {token: SCHEMA["resources"][token]}
    assert shown == snapshot.use_extension(Golden)
