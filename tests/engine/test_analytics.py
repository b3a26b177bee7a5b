"""A data catalog and its jobs come up through the real engine, stay, change in place, and leave nothing."""

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
from tests.engine.conftest import QUIET

pytestmark = pytest.mark.engine

APPLICATION = "aws:emrserverless/application:Application"


def program(idle_minutes: int) -> str:
    return f"""\
import sys

sys.path.insert(0, {str(checkout())!r})
from tests.engine.tables_and_jobs import declare

declare({idle_minutes})
"""


@pytest.fixture
def analytics(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack in the sandbox's account, whose program is the catalog and its jobs."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.analytics.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(program(15))
    ready = lifecycle.get_ready("sandbox", QUIET)
    variables = environment(empty, account_variables(ready.cloud, ready.stack))
    stack = Stack("analytics", empty, variables, project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def test_a_catalog_and_its_jobs_come_up_stay_change_in_place_and_leave_nothing(
    analytics: Stack, empty: Path, tmp_path: Path
) -> None:
    running = cloud.running(empty)
    assert running is not None
    analytics.pulumi("up", "--stack", "analytics", "--yes", "--skip-preview")
    before = {each["urn"]: each.get("id") for each in analytics.resources()}
    assert sum("dataCellsFilter" in urn for urn in before) == 3
    analytics.pulumi("refresh", "--stack", "analytics", "--yes", "--skip-preview", "--expect-no-changes")
    analytics.pulumi("up", "--stack", "analytics", "--yes", "--skip-preview", "--expect-no-changes")

    (tmp_path / "__main__.py").write_text(program(30))
    analytics.pulumi("up", "--stack", "analytics", "--yes", "--skip-preview")
    assert {each["urn"]: each.get("id") for each in analytics.resources()} == before
    (application,) = [each for each in analytics.resources() if each["type"] == APPLICATION]
    assert application["inputs"]["autoStopConfiguration"]["idleTimeoutMinutes"] == 30
    (cluster,) = [each for each in analytics.resources() if each["type"] == "aws:emr/cluster:Cluster"]
    assert cluster["inputs"]["autoTerminationPolicy"] == {"idleTimeout": 1800}
    assert "not-a-real-one" not in str(cluster), "the password of Kerberos is in the state as it was given"

    analytics.pulumi("destroy", "--stack", "analytics", "--yes", "--skip-preview")
    assert analytics.resources() == []
    assert cloud.inventory(running.endpoint_url) == {}
