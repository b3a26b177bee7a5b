"""Why a document database is as it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documentdb import differences, document_versions, instance_family
from components.compute.setting_error import SettingError
from components.database.document_database import DocumentDatabase
from components.database.document_plan import check_windows
from graph.capture import capture
from graph.model import Graph, references
from tests.examples import FULL, MINIMAL

CLUSTER = "aws:docdb/cluster:Cluster"
INSTANCE = "aws:docdb/clusterInstance:ClusterInstance"
GROUP = "aws:cloudwatch/logGroup:LogGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
PARAMETERS = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"


def database(**args: Any) -> Graph:
    return capture(lambda: DocumentDatabase("prompts", {**MINIMAL["DocumentDatabase"], **args}))  # type: ignore[typeddict-item]


def parameters(graph: Graph) -> dict[str, str]:
    return {each["name"]: each["value"] for each in graph.one(PARAMETERS).inputs["parameters"]}


def test_it_is_encrypted_with_the_key_of_its_data_class() -> None:
    cluster = database().one(CLUSTER).inputs
    assert cluster["storageEncrypted"] is True
    assert cluster["kmsKeyId"] == MINIMAL["DocumentDatabase"]["kms_key_arn"]


def test_it_takes_no_connection_without_tls_1_2_and_audits() -> None:
    graph = database()
    assert parameters(graph) == {"audit_logs": "enabled", "tls": "tls1.2+"}
    (urn,) = references(graph.one(CLUSTER).inputs["dbClusterParameterGroupName"])
    assert urn == graph.one(PARAMETERS).urn


def test_its_password_is_in_no_program() -> None:
    cluster = database().one(CLUSTER).inputs
    assert cluster["manageMasterUserPassword"] is True
    assert "masterPassword" not in cluster


def test_a_careless_destroy_leaves_it_and_a_careful_one_leaves_a_snapshot() -> None:
    cluster = database().one(CLUSTER)
    assert cluster.protect
    assert cluster.inputs["deletionProtection"] is True
    assert (cluster.inputs["skipFinalSnapshot"], cluster.inputs["finalSnapshotIdentifier"]) == (
        False,
        "prod-prompts-final",
    )
    assert database(without_deletion_protection=True).one(CLUSTER).inputs["deletionProtection"] is False


def test_only_the_named_clients_reach_it_and_only_its_port() -> None:
    rules = database(client_security_group_ids={"cluster": "sg-0cluster", "jobs": "sg-0jobs"}).of_type(INGRESS)
    assert {rule.inputs["referencedSecurityGroupId"] for rule in rules} == {"sg-0cluster", "sg-0jobs"}
    assert {(rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules} == {(27017, 27017)}
    assert not any("cidrIpv4" in rule.inputs for rule in rules)


def test_its_log_group_is_of_its_name_with_a_key_and_an_end() -> None:
    group = database().one(GROUP)
    assert group.inputs["name"] == "/aws/docdb/prod-prompts/audit"
    assert (group.inputs["retentionInDays"], "kmsKeyId" in group.inputs) == (365, True)


def test_slow_statements_are_logged_only_where_that_is_asked_for() -> None:
    graph = capture(lambda: DocumentDatabase("features", FULL["DocumentDatabase"]))  # type: ignore[arg-type]
    assert parameters(graph)["profiler_threshold_ms"] == "100"
    assert list(graph.one(CLUSTER).inputs["enabledCloudwatchLogsExports"]) == ["audit", "profiler"]
    assert list(database().one(CLUSTER).inputs["enabledCloudwatchLogsExports"]) == ["audit"]


def test_instances_take_over_in_the_order_of_their_names_in_the_list() -> None:
    tiers = {each.name: each.inputs["promotionTier"] for each in database(instances=["b", "a"]).of_type(INSTANCE)}
    assert tiers == {"prompts-b": 0, "prompts-a": 1}


@pytest.mark.parametrize("version", [version for version, each in document_versions().items() if not each.ended])
def test_parameters_are_of_the_versions_family(version: str) -> None:
    assert database(engine_version=version).one(PARAMETERS).inputs["family"] == f"docdb{version[:3]}"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"cluster_identifier": "Prod_Prompts"}, "2 to 51 small letters, digits and single hyphens are right"),
        ({"subnet_ids": {"eun1-az1": "subnet-0a"}}, "subnet_ids has 1 zone; give subnets in 2 zones or more"),
        ({"client_security_group_ids": {}}, "client_security_group_ids is empty; name at least one client"),
        ({"engine_version": "3.6.0"}, "standard support ended on 2026-03-30; 4.0.0, 5.0.0 or 8.0.0 is right"),
        ({"engine_version": "5.0"}, "engine_version is '5.0'; 4.0.0, 5.0.0 or 8.0.0 is right"),
        ({"instance_class": "r6g.large"}, "an instance class is right, such as 'db.r6g.large'"),
        ({"instance_class": "db.r7g.large"}, "unknown DocumentDB instance family 'r7g'"),
        ({"instance_class": "db.r6g.24xlarge"}, "did you mean 'db.r6g."),
        (
            {"instance_class": "db.r8g.large", "engine_version": "4.0.0"},
            "is 'db.r8g.large', which version 4.0.0 does not run on; 'db.r6g.large' is right, or version 5.0.0",
        ),
        ({"instances": []}, "instances has 0 names; 1 to 16 instances are right"),
        ({"instances": ["a", "a"]}, "instances has a twice; give every instance a name of its own"),
        ({"instances": ["A"]}, "instances has 'A'; 1 to 10 small letters"),
        ({"backup_retention_days": 0}, "backup_retention_days is 0; a whole number from 1 to 35 is right"),
        ({"backup_window": "25:00-26:00"}, "backup_window is '25:00-26:00'; a daily window in UTC is right"),
        ({"backup_window": "01:00-01:20"}, "backup_window is '01:00-01:20'; 30 minutes or more are right"),
        ({"backup_window": "03:30-05:00"}, "inside the maintenance window sun:03:00-sun:04:00"),
        ({"maintenance_window": "daily"}, "a weekly window in UTC is right, such as 'sun:03:00-sun:04:00'"),
        ({"slow_query_ms": 100}, "slow_query_ms is given for personal data; statements are logged with their values"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^DocumentDatabase 'prompts': ") as refusal:
        database(**args)
    assert sentence in str(refusal.value)


MINUTES = st.integers(0, 1439)
LENGTHS = st.integers(30, 300)


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


@given(MINUTES, LENGTHS, MINUTES, LENGTHS)
def test_windows_that_share_a_minute_are_refused_and_no_others(start: int, length: int, other: int, lasts: int) -> None:
    shared = {(start + each) % 1440 for each in range(length)} & {(other + each) % 1440 for each in range(lasts)}
    backup = f"{_clock(start)}-{_clock(start + length)}"
    maintenance = f"sun:{_clock(other)}-sun:{_clock(other + lasts)}"
    if shared:
        with pytest.raises(SettingError, match="inside the maintenance window"):
            check_windows(backup, maintenance)
    else:
        check_windows(backup, maintenance)


def test_every_difference_from_mongodb_has_both_sides_and_a_page() -> None:
    assert len(differences()) >= 10
    for each in differences():
        assert each.subject
        assert each.mongodb != each.documentdb
        assert each.source.startswith("https://")


def test_families_are_those_a_class_can_name() -> None:
    assert "large" in instance_family("r6g").sizes
