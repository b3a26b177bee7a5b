"""Every stack file goes up, stays as it is, and goes down again, through the real engine."""

from pathlib import Path

import pytest

from sandbox import cloud, lifecycle
from tests.engine.account import count
from tests.engine.conftest import QUIET, ready
from tests.stack_files import ON_AWS, ON_GOOGLE, stack_of

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("name", [stack_of(path) for path in ON_AWS])
def test_a_stack_comes_up_does_not_change_by_itself_and_leaves_nothing(name: str, empty: Path) -> None:
    first = lifecycle.up(name, QUIET)
    assert first.changes["create"] == len(first.resources)
    account = ready(name).variables
    assert count(account)["vpc"] == 1
    assert cloud.inventory(first.endpoint_url)

    second = lifecycle.up(name, QUIET)
    assert second.changes == {"same": len(first.resources)}

    refreshed = ready(name).operate("", "refresh", "--yes", "--skip-preview", "--expect-no-changes")
    assert set(refreshed.changes) <= {"same", "refresh"}

    gone = ready(name)
    gone.stack.pulumi("state", "unprotect", "--all", "--yes", "--stack", name)
    gone.operate("", "destroy", "--yes", "--skip-preview")
    assert count(account) == {}
    assert cloud.inventory(first.endpoint_url) == {}
    assert gone.stack.resources() == []


@pytest.mark.parametrize("name", [stack_of(path) for path in ON_GOOGLE])
def test_a_stack_on_google_lives_on_record_does_not_change_by_itself_and_leaves_nothing(name: str, empty: Path) -> None:
    first = lifecycle.up(name, QUIET)
    assert first.changes["create"] == len(first.resources)
    kinds = [resource["type"] for resource in first.resources]
    assert kinds.count("gcp:container/nodePool:NodePool") == 3
    assert cloud.inventory(first.endpoint_url)["gcp:container/nodePool:NodePool"] == 3

    assert lifecycle.up(name, QUIET).changes == {"same": len(first.resources)}
    refreshed = ready(name).operate("", "refresh", "--yes", "--skip-preview", "--expect-no-changes")
    assert set(refreshed.changes) <= {"same", "refresh"}

    # Nothing else lives in this cloud: it is counted, and ends with the stack.
    assert lifecycle.down(name, QUIET).left_in_account == {}
