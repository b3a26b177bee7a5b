"""Pools with chains of capacity go up through the real engine, stay as they are, and leave nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sandbox.home import HOME_VARIABLE, checkout

pytestmark = pytest.mark.engine

NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "benchmarks")
# The times without quotes: what the engine makes of such a value must be what is written.
POOLS = """\
    accelerator_pools:
      chain:
        instance_type: p5.48xlarge
        nodes: 2
        max_nodes: 8
        capacity:
          - {purchase: reservation, zones: [eun1-az1], reservation_id: cr-0123456789abcdef0, reserved_nodes: 4}
          - {purchase: on_demand, zones: [eun1-az1, eun1-az2]}
      block:
        instance_type: p5en.48xlarge
        nodes: 0
        max_nodes: 2
        wall_time_hours: 72
        capacity:
          - purchase: capacity_block
            zones: [eun1-az1]
            reservation_id: cr-00000000000000b10
            reserved_nodes: 2
            starts: 2076-12-01T11:30:00Z
            ends: 2076-12-08T11:30:00Z
      by-pods:
        instance_type: p5.48xlarge
        provisioner: karpenter
        nodes: 0
        max_nodes: 4
        capacity:
          - {purchase: spot, zones: [eun1-az2]}
          - {purchase: on_demand, zones: [eun1-az2]}
    workloads:
"""


def stack_file() -> str:
    """The sandbox's stack with these pools, in a network that has the addresses for their nodes."""
    text = (checkout() / "stacks" / "Pulumi.sandbox.yaml").read_text(encoding="utf-8")
    head, rest = text.split("    accelerator_pools:\n")
    head = head.replace("10.42.0.0/18", "10.42.0.0/16")
    head = head.replace('kubernetes_version: "1.35"', 'kubernetes_version: "1.35"\n      karpenter_version: "1.15.1"')
    head = head.replace("    registry:", CHECKPOINTS + "    registry:")
    return head + POOLS + rest.split("    workloads:\n")[1]


CHECKPOINTS = "      checkpoints: {data_class: derived, purpose: checkpoints, retention_days: 7}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project as a person has it who put such a stack file among their own."""
    copy = tmp_path / "project"
    shutil.copytree(checkout(), copy, ignore=NOT_COPIED)
    (copy / "stacks" / "Pulumi.chains.yaml").write_text(stack_file())
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


def sandbox(command: str, project: Path) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, "-m", "sandbox", command, "chains", "--json"],
        cwd=project,
        env={**os.environ, HOME_VARIABLE: str(project / "sandbox-home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


def test_chains_come_up_do_not_change_and_leave_nothing(engine: Path, project: Path) -> None:
    first = sandbox("up", project)
    try:
        assert first["changes"] == {"create": len(first["resources"])}
        groups = [each for each in first["resources"] if each["type"] == "aws:eks/nodeGroup:NodeGroup"]
        names = {each["urn"].rpartition("::")[2] for each in groups}
        assert {name for name in names if not name.startswith("system")} == {
            "chain-cr-0123456789abcdef0",
            "chain-on-demand-eun1-az1",
            "chain-on-demand-eun1-az2",
            "block-cr-00000000000000b10",
        }
        manifests = list(
            YAML(typ="safe").load_all(first["outputs"]["accelerator_pools"]["by-pods"]["karpenter_manifests"])
        )
        assert [each["kind"] for each in manifests] == ["EC2NodeClass", "NodePool"] * 2
        assert manifests[0]["spec"]["subnetSelectorTerms"][0]["id"].startswith("subnet-")
        assert "chain-cr-0123456789abcdef0" in first["outputs"]["cluster_autoscaler_priorities"]
        assert sandbox("up", project)["changes"] == {"same": len(first["resources"])}
    finally:
        gone = sandbox("down", project)
    assert gone["left_in_account"] == {}
