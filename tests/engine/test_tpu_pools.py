"""A pool of each generation of TPU comes up through the real engine, stays as it is, and leaves nothing."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.tpus import tpu_machines
from sandbox import cloud, lifecycle
from sandbox.engine.environment import environment
from sandbox.home import checkout
from sandbox.lifecycle import account_variables
from sandbox.stack import Stack
from tests.engine.conftest import QUIET
from tests.stack_files import ON_GOOGLE

pytestmark = pytest.mark.engine

POOL = "gcp:container/nodePool:NodePool"
# The one region that has them all: machine type, topology, zone, purchase, slices at least and at most.
POOLS = {
    "v5e-one": ("ct5lp-hightpu-1t", "1x1", "us-central1-a", "on_demand", 1, 3),
    "v5e": ("ct5lp-hightpu-4t", "4x8", "us-central1-a", "spot", 0, 1),
    "v5e-eight": ("ct5lp-hightpu-8t", "2x4", "us-central1-a", "on_demand", 2, 2),
    "v5p": ("ct5p-hightpu-4t", "2x2x4", "us-central1-a", "reservation", 1, 1),
    "v6e-one": ("ct6e-standard-1t", "1x1", "us-central1-b", "flex_start", 0, 4),
    "v6e": ("ct6e-standard-4t", "16x16", "us-central1-b", "queued", 0, 1),
    "v6e-eight": ("ct6e-standard-8t", "2x4", "us-central1-b", "on_demand", 1, 1),
    "ironwood": ("tpu7x-standard-4t", "4x4x4", "us-central1-c", "queued", 0, 1),
}
NODES = {"v5e": 8, "v5p": 4, "v6e": 64, "ironwood": 16}
PROGRAM = f"""\
import runpy
import sys

sys.path.insert(0, {str(checkout())!r})
runpy.run_path({str(checkout() / "__main__.py")!r})
"""


def stack_file() -> str:
    """The TPU stack in that region, with these pools."""
    text = ON_GOOGLE[0].read_text(encoding="utf-8").replace("europe-west4", "us-central1")
    head, rest = text.replace("residency: [eu]", "residency: [us]").split("    tpu_pools:\n")
    pools = [_section(name, *pool) for name, pool in POOLS.items()]
    return "".join([head, "    tpu_pools:\n", *pools, "    workloads:\n", rest.split("    workloads:\n")[1]])


def _section(name: str, machine: str, topology: str, zone: str, purchase: str, slices: int, most: int) -> str:
    keys = {
        "machine_type": machine,
        "topology": topology,
        "zone": zone,
        "purchase": purchase,
        "slices": slices,
        "max_slices": most,
        **({"reservation_name": "tpu-2026"} if purchase == "reservation" else {}),
    }
    return f"      {name}:\n" + "".join(f"        {key}: {value}\n" for key, value in keys.items())


@pytest.fixture
def pools(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack of its own whose file has the pools."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    (tmp_path / "stacks" / "Pulumi.pools.yaml").write_text(stack_file(), encoding="utf-8")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(PROGRAM)
    ready = lifecycle.get_ready("tpu", QUIET)
    stack = Stack("pools", empty, environment(empty, account_variables(ready.cloud, ready.stack)), project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def test_a_pool_of_every_machine_with_tpus_comes_up_does_not_change_and_leaves_nothing(
    pools: Stack, empty: Path
) -> None:
    running = cloud.running(empty)
    assert running is not None
    pools.pulumi("up", "--stack", "pools", "--yes", "--skip-preview")
    made = {each["urn"].rpartition("::")[2]: each["inputs"] for each in pools.resources() if each["type"] == POOL}
    assert {made[name]["nodeConfig"]["machineType"] for name in POOLS} == set(tpu_machines())
    for name, nodes in NODES.items():
        scaling = made[name].get("autoscaling", {})
        assert scaling.get("maxNodeCount", made[name].get("nodeCount")) == nodes, name

    pools.pulumi("refresh", "--stack", "pools", "--yes", "--skip-preview", "--expect-no-changes")
    pools.pulumi("up", "--stack", "pools", "--yes", "--skip-preview", "--expect-no-changes")

    pools.pulumi("state", "unprotect", "--all", "--yes", "--stack", "pools")
    pools.pulumi("destroy", "--stack", "pools", "--yes", "--skip-preview")
    assert cloud.inventory(running.endpoint_url) == {}
