"""Versions that do not go together are refused when a stack is read; what the platform pins goes together."""

from pathlib import Path

import pytest

from catalogue.clusters import kubernetes_versions
from catalogue.compatibility import COMPONENTS, judge
from catalogue.families import pool_types
from catalogue.unknown import UnknownFact
from components.compute.fabric_plan import plan_fabric
from stacks.checks.compatibility import compatibility_faults, pool_versions
from stacks.sections.compute import Software
from stacks.settings import load
from tests.settings.broken import GOOD
from tests.stack_files import ON_AWS

ROOT = GOOD.parent.parent
FILES = sorted([*ON_AWS, *ROOT.glob("examples/published/*/Pulumi.*.yaml")])
USABLE = [name for name, each in kubernetes_versions().items() if each.addons]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_versions_of_a_shipped_stack_file_go_together(path: Path) -> None:
    assert list(compatibility_faults(load(path))) == []


@pytest.mark.parametrize("version", USABLE)
def test_what_the_platform_pins_goes_together_on_every_type_a_pool_can_have(version: str) -> None:
    for type_name in pool_types():
        try:
            versions = pool_versions(type_name, version)
        except UnknownFact:
            continue
        software = plan_fabric(type_name, 1).versions
        assert judge({**versions, **software}).broken == (), type_name


def test_every_version_a_stack_file_may_state_is_one_the_rules_know() -> None:
    assert set(Software.model_fields) < set(COMPONENTS)


def test_nothing_is_said_of_the_driver_in_an_image_of_ones_own() -> None:
    assert "driver" in pool_versions("p6-b200.48xlarge", "1.35")
    assert "driver" not in pool_versions("p6-b200.48xlarge", "1.35", own_image=True)
    assert pool_versions("p6-b200.48xlarge", "1.35", own_image=True)["family"] == "p6-b200"
