"""Why a shared file system is declared as it is."""

from typing import Any

import pytest

from components.storage.shared_filesystem import SharedFilesystem
from graph.capture import capture
from graph.model import Graph, Reference
from tests.examples import FULL, MINIMAL

FILESYSTEM = "aws:fsx/lustreFileSystem:LustreFileSystem"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
LINK = "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation"
IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OUT = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def filesystem(**args: Any) -> Graph:
    return capture(lambda: SharedFilesystem("scratch", {**MINIMAL["SharedFilesystem"], **args}))  # type: ignore[typeddict-item]


def described(**args: Any) -> Graph:
    """A file system whose need is described, not given as a rate."""
    given = {key: value for key, value in MINIMAL["SharedFilesystem"].items() if not key.startswith("gigabytes")}
    return capture(lambda: SharedFilesystem("scratch", {**given, **args}))  # type: ignore[typeddict-item]


def test_it_is_as_large_and_fast_as_its_accelerators_need() -> None:
    inputs = filesystem(accelerators_to_feed=32).one(FILESYSTEM).inputs
    assert inputs["storageCapacity"] / 1024 * inputs["perUnitStorageThroughput"] >= 32 * 250
    assert inputs["storageCapacity"] % 2400 == 0


def test_it_holds_what_it_must_hold_whatever_the_speed() -> None:
    held = filesystem(dataset_bytes=10_000 * 1024**3, gigabytes_per_second_per_accelerator=0.01)
    assert held.one(FILESYSTEM).inputs["storageCapacity"] == 12_000


def test_it_is_fast_enough_for_the_batch_of_every_step_and_for_a_checkpoint_within_its_stall() -> None:
    step = {"batch_bytes_per_accelerator": 1e9, "step_seconds": 4}
    checkpoint = {"bytes": 6e11, "interval_seconds": 3600, "allowed_stall_seconds": 60}
    inputs = described(training=step, checkpoint=checkpoint).one(FILESYSTEM).inputs
    assert inputs["storageCapacity"] / 1024 * inputs["perUnitStorageThroughput"] >= 10_000
    assert inputs["storageCapacity"] >= 2 * 6e11 / 1024**3


def test_metadata_iops_are_bought_where_those_that_come_with_the_size_are_too_few() -> None:
    few = {"batch_bytes_per_accelerator": 1e6, "step_seconds": 1, "files_per_step": 1000}
    assert described(training=few).one(FILESYSTEM).inputs["metadataConfiguration"] == {
        "mode": "USER_PROVISIONED",
        "iops": 6000,
    }
    assert filesystem().one(FILESYSTEM).inputs["metadataConfiguration"] == {"mode": "AUTOMATIC"}


def test_over_efa_everything_is_let_through_between_clients_and_servers_and_nobody_else() -> None:
    graph = filesystem(efa=True)
    inputs = graph.one(FILESYSTEM).inputs
    assert inputs["efaEnabled"] is True
    assert inputs["storageCapacity"] == 4800
    rules = [rule.inputs for kind in (IN, OUT) for rule in graph.of_type(kind)]
    assert {rule["ipProtocol"] for rule in rules} == {"-1"}
    assert all("cidrIpv4" not in rule for rule in rules)
    assert len(rules) == 5


def test_disks_are_asked_for_without_the_cache_that_is_paid_for_beside_them() -> None:
    inputs = filesystem(deployment_type="PERSISTENT_1", storage_type="HDD").one(FILESYSTEM).inputs
    assert (inputs["storageType"], inputs["driveCacheType"]) == ("HDD", "NONE")
    assert "metadataConfiguration" not in inputs


def test_it_is_encrypted_with_the_given_key_and_survives_a_careless_destroy() -> None:
    inner = filesystem().one(FILESYSTEM)
    assert inner.inputs["kmsKeyId"] == MINIMAL["SharedFilesystem"]["kms_key_arn"]
    assert inner.protect


def test_lustre_ports_are_open_to_clients_and_itself_and_to_nobody_else() -> None:
    graph = filesystem()
    group = Reference(graph.one("aws:ec2/securityGroup:SecurityGroup").urn, "id")
    ours = [rule for kind in (IN, OUT) for rule in graph.of_type(kind) if rule.inputs["securityGroupId"] == group]
    assert {(rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in ours} == {(988, 988), (1018, 1023)}
    assert {rule.inputs["referencedSecurityGroupId"] for rule in ours} == {group, "sg-0cluster"}
    assert all("cidrIpv4" not in rule.inputs for rule in ours)
    assert len(ours) == 8


def test_the_file_system_waits_for_its_rules_because_fsx_tries_the_ports_first() -> None:
    graph = filesystem()
    own = {rule.urn for rule in graph.of_type(IN) if rule.inputs["securityGroupId"] != "sg-0cluster"}
    assert own <= set(graph.one(FILESYSTEM).dependencies)


def test_clients_let_the_servers_call_back() -> None:
    graph = filesystem()
    group = Reference(graph.one("aws:ec2/securityGroup:SecurityGroup").urn, "id")
    theirs = [rule for rule in graph.of_type(IN) if rule.inputs["securityGroupId"] == "sg-0cluster"]
    assert {rule.inputs["fromPort"] for rule in theirs} == {988, 1018}
    assert {rule.inputs["referencedSecurityGroupId"] for rule in theirs} == {group}


def test_an_erasure_in_the_bucket_reaches_the_files_and_a_deleted_file_does_not_reach_the_bucket() -> None:
    link = filesystem(bucket_name="datasets").one(LINK).inputs
    assert link["dataRepositoryPath"] == "s3://datasets"
    assert link["fileSystemPath"] == "/data"
    assert "DELETED" in link["s3"]["autoImportPolicy"]["events"]
    assert "DELETED" not in link["s3"]["autoExportPolicy"]["events"]


def test_a_link_that_lags_is_heard_of_in_both_directions_and_no_link_has_no_alarm() -> None:
    graph = filesystem(bucket_name="datasets", allowed_lag_minutes=20, alarm_topic_arns=["arn:topic"])
    found = {each.inputs["dimensions"]["Publisher"]: each.inputs for each in graph.of_type(ALARM)}
    assert set(found) == {"AutoImport", "AutoExport"}
    for inputs in found.values():
        assert (inputs["namespace"], inputs["metricName"]) == ("AWS/FSx", "AgeOfOldestQueuedMessage")
        assert (inputs["threshold"], inputs["comparisonOperator"]) == (1200, "GreaterThanThreshold")
        assert inputs["alarmActions"] == ("arn:topic",)
        assert inputs["dimensions"]["FileSystemId"] == Reference(graph.one(FILESYSTEM).urn, "id")
    assert filesystem().of_type(ALARM) == ()


def test_unlinking_a_bucket_keeps_the_files() -> None:
    assert filesystem(bucket_name="datasets").one(LINK).inputs["deleteDataInFilesystem"] is False


def test_a_file_system_that_stands_alone_is_backed_up() -> None:
    inputs = filesystem().one(FILESYSTEM).inputs
    assert inputs["automaticBackupRetentionDays"] == 30
    assert inputs["copyTagsToBackups"] is True
    assert inputs["skipFinalBackup"] is False
    assert not filesystem().of_type(LINK)


def test_a_linked_file_system_asks_for_no_backups_because_aws_makes_none() -> None:
    inputs = filesystem(bucket_name="datasets").one(FILESYSTEM).inputs
    assert inputs["automaticBackupRetentionDays"] == 0
    assert inputs["skipFinalBackup"] is True


def test_a_scratch_file_system_is_given_nothing_it_does_not_take() -> None:
    inputs = filesystem(deployment_type="SCRATCH_2").one(FILESYSTEM).inputs
    assert not {"kmsKeyId", "perUnitStorageThroughput", "automaticBackupRetentionDays"} & set(inputs)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"deployment_type": "PERSISTENT_3"}, "did you mean 'PERSISTENT_"),
        ({"deployment_type": "SCRATCH_2", "tags": FULL["SharedFilesystem"]["tags"]}, "for personal data"),
        ({"accelerators_to_feed": 0}, "accelerators_to_feed is 0"),
        ({"gigabytes_per_second_per_accelerator": 0}, "gigabytes_per_second_per_accelerator is 0"),
        ({"gigabytes_per_second_per_accelerator": 250}, "above 0 and up to 100 GB/s is right"),
        ({"accelerators_per_node": 9}, "accelerators_per_node is 9; 1 to 8 is right"),
        ({"quota_gib": 0}, "quota_gib is 0"),
        ({"region": "eu-south-2"}, "deployment_type is 'PERSISTENT_2', which eu-south-2 does not have"),
        ({"training": {"batch_bytes_per_accelerator": 1, "step_seconds": 1}}, "is given beside 'training'"),
        ({"gigabytes_per_second_per_accelerator": 9}, "needs 576 Gbps for each node, and a client reaches 100 Gbps"),
        ({"bucket_name": "b", "backup_retention_days": 7}, "is 7 on a file system that is linked to a bucket"),
        ({"deployment_type": "SCRATCH_2", "backup_retention_days": 7}, "is 7 on a file system that is scratch"),
        ({"allowed_lag_minutes": 0}, "allowed_lag_minutes is 0; a whole number from 1 to 1440 is right"),
        ({"backup_retention_days": 91}, "backup_retention_days is 91"),
        ({"bucket_name": "b", "linked_directory": "/"}, "a directory below the root is right"),
        ({"client_security_group_ids": {"self": "sg-0"}}, "client_security_group_ids has 'self'"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_declared(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        filesystem(**args)
