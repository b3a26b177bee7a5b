"""`pulumi up --policy-pack policies` refuses what breaks a mandatory rule, and lets through what breaks none."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import cloud, lifecycle
from sandbox.engine.environment import environment
from sandbox.home import checkout
from sandbox.lifecycle import account_variables
from sandbox.report import Run
from sandbox.stack import Stack
from tests.engine.conftest import QUIET

pytestmark = pytest.mark.engine

PACK = str(checkout() / "policies")
OPEN_TO_ALL = """
import pulumi_aws as aws

tags = {"Owner": "a@example.com", "Environment": "sandbox", "DataClassification": "internal", "Purpose": "test"}
vpc = aws.ec2.Vpc("net", cidr_block="10.0.0.0/16", tags=tags)
aws.ec2.SecurityGroup(
    "open",
    vpc_id=vpc.id,
    description="ssh for everybody",
    ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]}],
    tags=tags,
)
"""


@pytest.fixture
def open_to_all(home: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack with the settings of the sandbox's, whose program opens port 22 to the internet."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.refused.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(OPEN_TO_ALL)
    ready = lifecycle.get_ready("sandbox", QUIET)
    surroundings = environment(home, account_variables(ready.cloud, ready.stack))
    stack = Stack("refused", home, surroundings, project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def test_a_port_that_is_open_to_all_is_refused_before_anything_is_made(open_to_all: Stack, home: Path) -> None:
    running = cloud.start(home)
    before = cloud.inventory(running.endpoint_url)
    run = Run(lambda text: None)
    code = open_to_all.operate(["up", "--yes", "--policy-pack", PACK], run, lambda text: None)
    assert code != 0
    assert any(violation.startswith("NET-") for violation in run.violations), run.violations
    assert cloud.inventory(running.endpoint_url) == before


def test_the_same_stack_goes_up_without_the_pack(open_to_all: Stack) -> None:
    open_to_all.pulumi("up", "--stack", "refused", "--yes", "--skip-preview")
    assert [item["urn"].rpartition("::")[2] for item in open_to_all.resources()][-2:] == ["net", "open"]
    open_to_all.pulumi("destroy", "--stack", "refused", "--yes", "--skip-preview")


def test_the_sandboxs_own_stack_breaks_no_rule(home: Path) -> None:
    assert lifecycle.up("sandbox", QUIET, policy_pack=PACK).changes["create"]
    lifecycle.down("sandbox", QUIET)
