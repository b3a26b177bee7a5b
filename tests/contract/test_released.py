"""What was released keeps its identity."""

from pathlib import Path

import pytest

from components import COMPONENTS
from components.base import Component
from tests.contract.build import each_component
from tests.release import known, release, released


@each_component
def test_every_released_resource_is_still_known_by_its_urn(component: type[Component]) -> None:
    assert sorted(released(component) - known(component)) == []


def test_a_release_only_adds(tmp_path: Path) -> None:
    old = "urn:pulumi:test::groundwork::groundwork:index:Network$aws:ec2/vpc:Vpc::it-before"
    (tmp_path / "Network.txt").write_text(f"{old}\n")
    added = release(tmp_path)
    network = next(component for component in COMPONENTS if component.__name__ == "Network")
    assert old in released(network, tmp_path)
    assert added == sum(len(released(component, tmp_path)) for component in COMPONENTS) - 1
    assert release(tmp_path) == 0
    assert release(tmp_path / "a first release has no folder yet") == added
    assert old not in known(network)


@pytest.mark.parametrize("component", COMPONENTS[:1])
def test_a_component_never_released_has_nothing_to_keep(component: type[Component], tmp_path: Path) -> None:
    assert released(component, tmp_path) == frozenset()
