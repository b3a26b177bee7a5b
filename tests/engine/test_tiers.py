"""Home file system, cache and colder tiers through the real engine: they come up, change in place, leave nothing."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.changes import DOWNTIME
from preview.changes import resource_changes, verdict
from sandbox import cloud, lifecycle
from sandbox.engine.environment import environment
from sandbox.home import checkout
from sandbox.lifecycle import account_variables
from sandbox.stack import Stack
from tests.engine.account import count
from tests.engine.conftest import QUIET
from tests.engine.state import state
from tests.engine.surroundings import REGION

pytestmark = pytest.mark.engine

PROGRAM = f"""\
import sys

sys.path.insert(0, {str(checkout())!r})
from tests.engine.tiers import declare

declare()
"""
STATEFUL = (
    "aws:efs/fileSystem:FileSystem",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:s3/bucket:Bucket",
)


@pytest.fixture
def tiers(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack in the sandbox's account, whose program is the tiers."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.tiers.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(PROGRAM)
    ready = lifecycle.get_ready("sandbox", QUIET)
    variables = account_variables(ready.cloud, ready.stack)
    stack = Stack("tiers", empty, environment(empty, variables), project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def ids(stack: Stack) -> dict[str, str]:
    return {each["type"]: each["id"] for each in stack.resources() if each["type"] in STATEFUL}


def test_tiers_come_up_stay_change_in_place_and_leave_nothing(tiers: Stack, empty: Path, tmp_path: Path) -> None:
    running = cloud.running(empty)
    assert running is not None
    tiers.pulumi("up", "--stack", "tiers", "--yes", "--skip-preview")
    before, was = ids(tiers), state(tiers)
    assert set(before) == set(STATEFUL)
    tiers.pulumi("up", "--stack", "tiers", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")

    changed = PROGRAM.replace("import sys\n", "import os\nimport sys\n\nos.environ['TIERS_CHANGED'] = '1'\n", 1)
    (tmp_path / "__main__.py").write_text(changed)
    tiers.pulumi("up", "--stack", "tiers", "--yes", "--skip-preview")
    assert ids(tiers) == before, "what holds data was replaced"
    foreseen = resource_changes(was, state(tiers))
    assert verdict(foreseen) == DOWNTIME, "nodes of another type take over"
    assert {each.what for each in foreseen if each.type in STATEFUL} == {"in_place", DOWNTIME}
    nodes = [each["inputs"]["nodeType"] for each in tiers.resources() if each["type"] == STATEFUL[1]]
    assert nodes == ["cache.r7g.xlarge"]

    tiers.pulumi("state", "unprotect", "--all", "--yes", "--stack", "tiers")
    tiers.pulumi("destroy", "--stack", "tiers", "--yes", "--skip-preview")
    assert tiers.resources() == []
    assert cloud.inventory(running.endpoint_url) == {}
    assert count({**account_variables(running, tiers), "AWS_REGION": REGION}) == {}
