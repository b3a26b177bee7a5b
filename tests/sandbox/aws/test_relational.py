"""What the sandbox does with relational databases beyond their life: changes, refusals, and what moto had wrong."""

from typing import Any

import pytest

from sandbox.errors import Refused
from tests.sandbox.aws import platform, relational
from tests.sandbox.aws.account import Account
from tests.sandbox.aws.documents import of

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"


@pytest.fixture
def databases(account: Account) -> Account:
    platform.network(account)
    platform.security(account)
    relational.relational(account)
    return account


def test_a_database_is_resized_upgraded_and_its_groups_changed_in_place(databases: Account) -> None:
    instance, cluster = of(databases, "Instance"), of(databases, "Cluster")
    secret = instance.state["masterUserSecrets"]
    databases.change(
        instance, instanceClass="db.r7g.xlarge", allocatedStorage=150, engineVersion="18", allowMajorVersionUpgrade=True
    )
    databases.change(cluster, backupRetentionPeriod=30)
    rds = databases.client("rds")
    [found] = rds.describe_db_instances(DBInstanceIdentifier=instance.id)["DBInstances"]
    assert (found["DBInstanceClass"], found["AllocatedStorage"]) == ("db.r7g.xlarge", 150)
    assert instance.state["engineVersionActual"] == "18"
    assert instance.state["masterUserSecrets"] == secret, "a change is no rotation"
    [found] = rds.describe_db_clusters(DBClusterIdentifier=cluster.id)["DBClusters"]
    assert found["BackupRetentionPeriod"] == 30


def test_a_subnet_group_is_still_there_after_a_change(databases: Account) -> None:
    group = of(databases, "SubnetGroup")
    databases.change(group, subnetIds=list(reversed(group.inputs["subnetIds"])))
    assert databases.read(group)[0] == group.id


def test_a_parameter_is_changed_in_its_group(databases: Account) -> None:
    group = of(databases, "ParameterGroup")
    parameters = [{"name": "rds.force_ssl", "value": "0", "applyMethod": "pending-reboot"}]
    databases.change(group, parameters=parameters)
    assert databases.read(group)[2]["parameters"] == parameters


def test_a_protected_database_stays(databases: Account) -> None:
    instance = of(databases, "Instance")
    databases.change(instance, deletionProtection=True)
    with pytest.raises(Refused, match="InvalidParameterCombination"):
        databases.delete(instance)
    databases.change(instance, deletionProtection=False)
    databases.delete(instance)


def test_a_final_snapshot_is_left(databases: Account) -> None:
    instance = of(databases, "Instance")
    instance.inputs |= {"skipFinalSnapshot": False, "finalSnapshotIdentifier": "chats-final"}
    databases.delete(instance)
    snapshots = databases.client("rds").describe_db_snapshots(DBSnapshotIdentifier="chats-final")["DBSnapshots"]
    assert len(snapshots) == 1


def test_a_database_in_a_subnet_group_nobody_made_is_refused(account: Account) -> None:
    with pytest.raises(Refused, match="DBSubnetGroupNotFoundFault"):
        account.make(CLUSTER, engine="aurora-postgresql", engineVersion="17", dbSubnetGroupName="none")


@pytest.mark.parametrize(
    ("token", "inputs", "sentence"),
    [
        (INSTANCE, {"engine": "postgres", "engineVersion": "99.9"}, "Cannot find version 99.9 for postgres"),
        (
            INSTANCE,
            {"engine": "oracle-se2", "instanceClass": "db.r7g.large"},
            "does not run oracle-se2 on",
        ),
        (INSTANCE, {"engine": "postgres", "allocatedStorage": 1}, "1 GiB is no size of postgres"),
        (INSTANCE, {"engine": "oracle-ee", "licenseModel": "license-included"}, "oracle-ee has no license-included"),
        (CLUSTER, {"engine": "aurora-mysql", "engineVersion": "9.0"}, "Cannot find version 9.0 for aurora-mysql"),
        (
            CLUSTER,
            {"databaseInsightsMode": "advanced", "performanceInsightsRetentionPeriod": 7},
            "the advanced mode keeps 465 days or more, not 7",
        ),
    ],
)
def test_what_rds_does_not_have_is_refused_without_asking(
    account: Account, token: str, inputs: dict[str, Any], sentence: str
) -> None:
    [refused] = account.check(token, **inputs)[1]
    assert sentence in refused
