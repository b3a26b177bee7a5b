"""Every kind of database through the real engine: they come up, stay, change in place, and leave nothing."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from preview.changes import resource_changes
from sandbox import cloud, lifecycle
from sandbox.engine.environment import environment
from sandbox.home import checkout
from sandbox.lifecycle import account_variables
from sandbox.stack import Stack
from tests.engine.account import client, count
from tests.engine.conftest import QUIET
from tests.engine.databases import RELATIONAL, Words
from tests.engine.state import state
from tests.engine.surroundings import REGION

pytestmark = pytest.mark.engine

FIRST = Words()
CHANGED = Words(
    relational_class="xlarge",
    backup_retention_days=30,
    document_class="db.r6g.xlarge",
    columns=("item", "value", "label"),
    vectors=5_000_000,
    without_deletion_protection=True,
)
INSTANCE, MEMBER = "aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"
CLUSTER, DOCUMENTS = "aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster"
DOMAIN, TABLE = "aws:opensearch/domain:Domain", "aws:keyspaces/table:Table"
STATEFUL = (INSTANCE, MEMBER, CLUSTER, DOCUMENTS, "aws:docdb/clusterInstance:ClusterInstance", DOMAIN, TABLE)


def program(words: Words) -> str:
    return f"""\
import sys

sys.path.insert(0, {str(checkout())!r})
from tests.engine.databases import Words, declare

declare({words!r})
"""


@pytest.fixture
def databases(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack in the sandbox's account, whose program is the databases."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.databases.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(program(FIRST))
    ready = lifecycle.get_ready("sandbox", QUIET)
    variables = environment(empty, account_variables(ready.cloud, ready.stack))
    stack = Stack("databases", empty, variables, project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def up(stack: Stack, *options: str) -> None:
    stack.pulumi("up", "--stack", "databases", "--yes", "--skip-preview", *options)


def ids(stack: Stack) -> dict[str, str]:
    return {each["urn"]: each["id"] for each in stack.resources() if each["type"] in STATEFUL}


def inputs(stack: Stack, type_: str) -> list[dict[str, Any]]:
    return [each["inputs"] for each in stack.resources() if each["type"] == type_]


def test_databases_come_up_stay_change_in_place_and_leave_nothing(
    databases: Stack, empty: Path, tmp_path: Path
) -> None:
    running = cloud.running(empty)
    assert running is not None
    variables = {**account_variables(running, databases), "AWS_REGION": REGION}
    up(databases)
    before, was = ids(databases), state(databases)
    assert sum(f"{INSTANCE}::" in urn for urn in before) == 3
    assert sum(f"{MEMBER}::" in urn for urn in before) == 2, "Aurora has a writer and a reader"
    up(databases, "--refresh", "--expect-no-changes")

    (tmp_path / "__main__.py").write_text(program(CHANGED))
    up(databases)
    assert ids(databases) == before, "what holds data was replaced"
    foreseen = resource_changes(was, state(databases))
    assert foreseen
    assert [each.urn for each in foreseen if each.loses] == [], "the preview foresaw what the engine did not do"
    rds = client("rds", variables)
    told = {each["DBInstanceIdentifier"]: each for each in rds.describe_db_instances()["DBInstances"]}
    assert {name: told[f"sandbox-{name}"]["DBInstanceClass"] for name in RELATIONAL if name != "features"} == {
        "talks": "db.r7g.xlarge",
        "orders": "db.r7g.xlarge",
        "ledger": "db.r5.xlarge",
    }
    assert told["sandbox-talks"]["BackupRetentionPeriod"] == 30
    assert [each["instanceClass"] for each in inputs(databases, MEMBER)] == ["db.r7g.xlarge"] * 2
    assert [len(each["schemaDefinition"]["columns"]) for each in inputs(databases, TABLE)] == [3]
    assert [each["clusterConfig"]["instanceCount"] > 2 for each in inputs(databases, DOMAIN)] == [True]

    # One step takes the account's protection away, as here the change did, and another the state's.
    databases.pulumi("state", "unprotect", "--all", "--yes", "--stack", "databases")
    databases.pulumi("destroy", "--stack", "databases", "--yes", "--skip-preview")
    assert databases.resources() == []
    assert cloud.inventory(running.endpoint_url) == {}
    assert count(variables) == {}
