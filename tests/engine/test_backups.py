"""Backups through the real engine: they come up, stay, change in place, and leave nothing."""

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
from tests.engine.account import count
from tests.engine.conftest import QUIET
from tests.engine.surroundings import REGION

pytestmark = pytest.mark.engine

PLAN = "aws:backup/plan:Plan"
MADE = (
    *(PLAN, "aws:backup/restoreTestingPlan:RestoreTestingPlan", "aws:backup/selection:Selection"),
    *("aws:backup/vault:Vault", "aws:backup/vaultLockConfiguration:VaultLockConfiguration"),
    *("aws:backup/vaultNotifications:VaultNotifications", "aws:backup/vaultPolicy:VaultPolicy"),
)


def program(retention_days: int) -> str:
    return f"""\
import sys

sys.path.insert(0, {str(checkout())!r})
from tests.engine.vaults import declare

declare({retention_days})
"""


@pytest.fixture
def vaults(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack in the sandbox's account, whose program is the backups."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.vaults.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(program(300))
    ready = lifecycle.get_ready("sandbox", QUIET)
    variables = account_variables(ready.cloud, ready.stack)
    stack = Stack("vaults", empty, environment(empty, variables), project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def test_backups_come_up_stay_keep_longer_in_place_and_leave_nothing(
    vaults: Stack, empty: Path, tmp_path: Path
) -> None:
    running = cloud.running(empty)
    assert running is not None
    vaults.pulumi("up", "--stack", "vaults", "--yes", "--skip-preview")
    before = {each["urn"]: each.get("id") for each in vaults.resources()}
    assert set(MADE) <= {each["type"] for each in vaults.resources()}
    vaults.pulumi("up", "--stack", "vaults", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")

    (tmp_path / "__main__.py").write_text(program(400))
    vaults.pulumi("up", "--stack", "vaults", "--yes", "--skip-preview")
    assert {each["urn"]: each.get("id") for each in vaults.resources()} == before, "a vault or plan was replaced"
    (plan,) = [each for each in vaults.resources() if each["type"] == PLAN]
    (rule,) = plan["inputs"]["rules"]
    assert rule["lifecycle"]["deleteAfter"] == 400
    assert rule["copyActions"][0]["lifecycle"]["deleteAfter"] == 400

    vaults.pulumi("state", "unprotect", "--all", "--yes", "--stack", "vaults")
    vaults.pulumi("destroy", "--stack", "vaults", "--yes", "--skip-preview")
    assert vaults.resources() == []
    assert cloud.inventory(running.endpoint_url) == {}
    assert count({**account_variables(running, vaults), "AWS_REGION": REGION}) == {}
