"""The stack files in the repository."""

from pathlib import Path

import pytest

from stacks.settings import AnySettings, load, load_any

STACKS = Path(__file__).parents[2] / "stacks"
FILES = sorted(STACKS.glob("Pulumi.*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_stack_file_of_the_repository_loads(path: Path) -> None:
    assert isinstance(load_any(path), AnySettings)


def test_there_is_a_stack_for_the_sandbox_for_development_and_for_production() -> None:
    assert {"Pulumi.sandbox.yaml", "Pulumi.dev.yaml", "Pulumi.prod.yaml"} <= {path.name for path in FILES}


def test_production_is_in_the_union_and_private() -> None:
    prod = load(STACKS / "Pulumi.prod.yaml")
    assert prod.residency == ("eu",)
    assert len(prod.network.zones) == 3
    assert prod.cluster is not None
    assert prod.cluster.public_endpoint_cidrs == ()
    assert any(store.data_class == "personal" for store in prod.stores.values())


def test_development_has_one_gpu_node_in_one_zone() -> None:
    dev = load(STACKS / "Pulumi.dev.yaml")
    zones = {zone for pool in dev.node_pools.values() for zone in pool.zones}
    zones |= {zone for pool in dev.accelerator_pools.values() for zone in pool.zones}
    assert zones == {"eun1-az1"}
    assert sum(pool.max_nodes for pool in dev.accelerator_pools.values()) == 1
