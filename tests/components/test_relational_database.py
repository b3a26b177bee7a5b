"""Why a relational database is declared as it is."""

from typing import Any

import pytest

from components.database.relational_database import RelationalDatabase
from graph.capture import capture
from graph.model import Graph, Reference
from tests.examples import MINIMAL

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
PARAMETERS = "aws:rds/parameterGroup:ParameterGroup"
CLUSTER_PARAMETERS = "aws:rds/clusterParameterGroup:ClusterParameterGroup"
OPTIONS = "aws:rds/optionGroup:OptionGroup"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
KEY = MINIMAL["RelationalDatabase"]["kms_key_arn"]

MYSQL = {"engine": "mysql", "engine_version": "8.4"}
ORACLE = {
    "engine": "oracle-se2",
    "engine_version": "19",
    "instance_class": "db.r6i.large",
    "license_model": "license-included",
}
AURORA = {"engine": "aurora-postgresql", "storage_gib": None}
AURORA_MYSQL = {"engine": "aurora-mysql", "engine_version": "8.0", "storage_gib": None}
ENGINES = [{}, MYSQL, ORACLE, AURORA, AURORA_MYSQL]
each_engine = pytest.mark.parametrize("args", ENGINES, ids=lambda args: args.get("engine", "postgres"))


def database(**args: Any) -> Graph:
    given = {key: value for key, value in {**MINIMAL["RelationalDatabase"], **args}.items() if value is not None}
    return capture(lambda: RelationalDatabase("chats", given))  # type: ignore[arg-type]


def inputs(**args: Any) -> dict[str, Any]:
    """Inputs of the instance or the cluster."""
    graph = database(**args)
    return dict((graph.of_type(INSTANCE) or graph.of_type(CLUSTER))[0].inputs)


@each_engine
def test_everything_it_writes_is_encrypted_with_the_key_of_its_class(args: dict[str, Any]) -> None:
    made = inputs(**args)
    assert made["storageEncrypted"] is True
    assert made["kmsKeyId"] == made["masterUserSecretKmsKeyId"] == made["performanceInsightsKmsKeyId"] == KEY
    assert all(group.inputs["kmsKeyId"] == KEY for group in database(**args).of_type(LOGS))


@each_engine
def test_no_password_is_in_the_program_or_its_state(args: dict[str, Any]) -> None:
    made = inputs(**args)
    assert made["manageMasterUserPassword"] is True
    assert not {"password", "masterPassword", "passwordWo", "masterPasswordWo"} & made.keys()


@each_engine
def test_it_survives_a_careless_destroy_and_leaves_a_snapshot_even_after_a_careful_one(args: dict[str, Any]) -> None:
    made = inputs(**args)
    assert made["deletionProtection"] is True
    assert made["skipFinalSnapshot"] is False
    assert made["finalSnapshotIdentifier"] == "prod-chats-final"
    assert made["deleteAutomatedBackups"] is False
    graph = database(**args)
    assert all(each.protect for kind in (INSTANCE, CLUSTER) for each in graph.of_type(kind))
    assert inputs(**args, without_deletion_protection=True)["deletionProtection"] is False


@each_engine
def test_it_can_be_brought_back_to_any_moment_of_two_weeks_with_its_tags(args: dict[str, Any]) -> None:
    made = inputs(**args)
    assert made["backupRetentionPeriod"] == 14
    assert made["copyTagsToSnapshot"] is True


@each_engine
def test_only_clients_reach_it_and_only_on_the_port_that_speaks_tls(args: dict[str, Any]) -> None:
    graph = database(**args)
    [rule] = graph.of_type(IN)
    port = {"mysql": 3306, "aurora-mysql": 3306, "oracle-se2": 2484}.get(args.get("engine", ""), 5432)
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (port, port)
    assert rule.inputs["referencedSecurityGroupId"] == "sg-0cluster"
    assert not graph.of_type("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert not any(each.inputs.get("publiclyAccessible") for each in graph)


@pytest.mark.parametrize(
    ("args", "kind", "forced"),
    [
        ({}, PARAMETERS, ("rds.force_ssl", "1")),
        (MYSQL, PARAMETERS, ("require_secure_transport", "1")),
        (AURORA, CLUSTER_PARAMETERS, ("rds.force_ssl", "1")),
        (AURORA_MYSQL, CLUSTER_PARAMETERS, ("require_secure_transport", "ON")),
    ],
)
def test_a_client_without_tls_is_turned_away(args: dict[str, Any], kind: str, forced: tuple[str, str]) -> None:
    graph = database(**args)
    group = graph.one(kind)
    assert forced in [(each["name"], each["value"]) for each in group.inputs["parameters"]]
    used = inputs(**args).get("parameterGroupName") or inputs(**args)["dbClusterParameterGroupName"]
    assert used == Reference(group.urn, "name")


def test_oracle_speaks_tls_on_a_port_of_its_own() -> None:
    graph = database(**ORACLE)
    [option] = graph.one(OPTIONS).inputs["options"]
    assert (option["optionName"], option["port"]) == ("SSL", 2484)
    assert {"name": "SQLNET.SSL_VERSION", "value": "1.2"} in option["optionSettings"]
    assert graph.one(INSTANCE).inputs["optionGroupName"] == Reference(graph.one(OPTIONS).urn, "name")
    assert "port" not in graph.one(INSTANCE).inputs, "the port of the instance is the one without TLS"


@each_engine
def test_logs_are_exported_to_groups_that_were_there_before_and_forget(args: dict[str, Any]) -> None:
    graph = database(**args)
    main = (graph.of_type(INSTANCE) or graph.of_type(CLUSTER))[0]
    kind = "cluster" if graph.of_type(CLUSTER) else "instance"
    names = {f"/aws/rds/{kind}/prod-chats/{log}" for log in main.inputs["enabledCloudwatchLogsExports"]}
    assert {group.inputs["name"] for group in graph.of_type(LOGS)} == names
    assert all(group.inputs["retentionInDays"] == 90 for group in graph.of_type(LOGS))
    assert {group.urn for group in graph.of_type(LOGS)} <= set(main.dependencies)


def test_another_zone_takes_over_by_a_standby_or_a_reader() -> None:
    assert inputs()["multiAz"] is True
    assert inputs(multi_az=False)["multiAz"] is False
    members = database(**AURORA).of_type(MEMBER)
    assert [member.name for member in members] == ["chats-primary", "chats-standby"]
    assert len(database(**AURORA, multi_az=False).of_type(MEMBER)) == 1


def test_its_storage_grows_before_it_is_full() -> None:
    made = inputs()
    assert (made["allocatedStorage"], made["maxAllocatedStorage"], made["storageType"]) == (100, 200, "gp3")


def test_a_major_version_is_never_changed_by_a_version_alone() -> None:
    assert "allowMajorVersionUpgrade" not in inputs(engine_version="18")
    assert inputs(engine_version="18", upgrades_from="17")["allowMajorVersionUpgrade"] is True


def test_the_parameter_group_of_the_next_major_version_is_there_before_the_old_one_goes() -> None:
    assert "name" not in database(engine_version="18", upgrades_from="17").one(PARAMETERS).inputs


def test_nobody_pays_for_extended_support_without_asking() -> None:
    assert inputs()["engineLifecycleSupport"].endswith("-disabled")
    asked = inputs(engine="mysql", engine_version="8.0", extended_support=True)
    assert not asked["engineLifecycleSupport"].endswith("-disabled")
    assert "engineLifecycleSupport" not in inputs(**ORACLE)


def test_minor_versions_are_kept_current_unless_one_is_named() -> None:
    assert inputs()["autoMinorVersionUpgrade"] is True
    assert inputs(engine_version="17.7")["autoMinorVersionUpgrade"] is False


def test_insights_are_kept_as_long_as_their_mode_wants() -> None:
    assert (inputs()["databaseInsightsMode"], inputs()["performanceInsightsRetentionPeriod"]) == ("standard", 7)
    assert inputs(database_insights="advanced")["performanceInsightsRetentionPeriod"] == 465


def test_identities_connect_without_a_password_where_the_engine_can() -> None:
    assert inputs()["iamDatabaseAuthenticationEnabled"] is True
    assert "iamDatabaseAuthenticationEnabled" not in inputs(**ORACLE)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"subnet_ids": {"eun1-az1": "subnet-0a"}}, "subnet_ids has 1 zone; give the subnets of two or more"),
        ({"client_security_group_ids": {}}, "client_security_group_ids is empty; name at least one client"),
        ({"master_username": "admin"}, "master_username is 'admin', which is reserved"),
        ({"master_username": "1st"}, "master_username is '1st'; 1 to 16 letters"),
        ({"database_name": "my-db"}, "database_name is 'my-db'; 1 to 16 letters"),
        ({**ORACLE, "database_name": "ORCL12345"}, "database_name is 'ORCL12345'; Oracle takes 1 to 8"),
        ({"backup_retention_days": 0}, "backup_retention_days is 0; a whole number from 1 to 35"),
        ({"backup_window": "sun:02:00-sun:03:00"}, "backup_window is 'sun:02:00-sun:03:00'; a time in UTC"),
        ({"maintenance_window": "02:00-03:00"}, "maintenance_window is '02:00-03:00'; a time in UTC such as 'sun"),
        ({"database_insights": "basic"}, "database_insights is 'basic'; use advanced, standard"),
        ({**AURORA, "readers": []}, "readers are none, and Aurora fails over to nothing else"),
    ],
)
def test_refuses(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"RelationalDatabase 'chats': {sentence}"):
        database(**args)
