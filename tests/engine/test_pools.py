"""A pool of each family of accelerators comes up through the real engine, stays as it is, and leaves nothing."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import cloud, lifecycle
from sandbox.engine.environment import environment
from sandbox.home import checkout
from sandbox.lifecycle import account_variables
from sandbox.stack import Stack
from tests.engine.account import client, count
from tests.engine.conftest import QUIET
from tests.engine.pools_of_every_family import TYPES, WITHOUT_IMAGE_OF_EKS

pytestmark = pytest.mark.engine

PROGRAM = f"""\
import sys

sys.path.insert(0, {str(checkout())!r})
from tests.engine.pools_of_every_family import declare

declare()
"""


@pytest.fixture
def pools(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack in the sandbox's account, whose program is the pools."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.pools.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(PROGRAM)
    ready = lifecycle.get_ready("sandbox", QUIET)
    stack = Stack("pools", empty, environment(empty, account_variables(ready.cloud, ready.stack)), project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def test_a_pool_of_every_family_comes_up_does_not_change_and_leaves_nothing(pools: Stack, empty: Path) -> None:
    running = cloud.running(empty)
    assert running is not None
    pools.pulumi("up", "--stack", "pools", "--yes", "--skip-preview")
    groups = [each for each in pools.resources() if each["type"] == "aws:eks/nodeGroup:NodeGroup"]
    families = {name.partition(".")[0] for types in TYPES.values() for name in types}
    assert {each["inputs"]["labels"]["groundwork/pool"] for each in groups} == families

    account = account_variables(running, pools)
    for region, types in TYPES.items():
        assert launched_types(region, account) == sorted(types)
    images = {each["inputs"].get("amiType", "") for each in groups}
    assert images == {"AL2023_x86_64_NVIDIA", "AL2023_x86_64_NEURON", "AL2023_x86_64_STANDARD", ""}
    assert sum("amiType" not in each["inputs"] for each in groups) == len(WITHOUT_IMAGE_OF_EKS)

    pools.pulumi("refresh", "--stack", "pools", "--yes", "--skip-preview", "--expect-no-changes")
    pools.pulumi("up", "--stack", "pools", "--yes", "--skip-preview", "--expect-no-changes")

    pools.pulumi("state", "unprotect", "--all", "--yes", "--stack", "pools")
    pools.pulumi("destroy", "--stack", "pools", "--yes", "--skip-preview")
    assert pools.resources() == []
    assert cloud.inventory(running.endpoint_url) == {}
    for region in TYPES:
        assert count({**account, "AWS_REGION": region}) == {}


def launched_types(region: str, account: dict[str, str]) -> list[str]:
    """The types of the launch templates in a region, seen through boto3."""
    ec2 = client("ec2", {**account, "AWS_REGION": region})
    versions = ec2.describe_launch_template_versions(Versions=["$Latest"])["LaunchTemplateVersions"]
    return sorted(each["LaunchTemplateData"]["InstanceType"] for each in versions)
