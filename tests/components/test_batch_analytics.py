"""Why an application for batch jobs is as it is, and what it refuses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.emr import emr_releases, worker_sizes
from components.compute.setting_error import SettingError
from components.data.batch_analytics import RELEASE_LABEL, BatchAnalytics
from components.data.serverless_plan import check_capacity
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements, text
from tests.examples import FULL, MINIMAL

KEY_ARN = MINIMAL["BatchAnalytics"]["kms_key_arn"]
LARGE = {"vcpus": 1e9, "memory_gb": 1e9, "disk_gb": 1e9}


def batch(**args: Any) -> Graph:
    return capture(lambda: BatchAnalytics("features", {**FULL["BatchAnalytics"], **args}))  # type: ignore[typeddict-item]


def application() -> Any:
    return batch().one("aws:emrserverless/application:Application").inputs


def test_it_stops_when_idle_and_never_grows_beyond_its_maximum() -> None:
    assert application()["autoStopConfiguration"] == {"enabled": True, "idleTimeoutMinutes": 5}
    assert application()["maximumCapacity"] == {"cpu": "64 vCPU", "memory": "512 GB", "disk": "2000 GB"}


def test_without_initial_workers_nothing_costs_while_no_job_runs() -> None:
    graph = capture(lambda: BatchAnalytics("features", MINIMAL["BatchAnalytics"]))  # type: ignore[arg-type]
    assert not graph.one("aws:emrserverless/application:Application").inputs.get("initialCapacities")


def test_workers_are_in_private_subnets_and_nobody_reaches_them() -> None:
    graph = batch()
    assert application()["networkConfiguration"]["subnetIds"] == ("subnet-1", "subnet-2")
    assert not graph.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    rule = graph.one("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs
    assert (rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (443, 443, "tcp")


def test_logs_go_to_the_store_with_the_key_and_aws_keeps_no_copy() -> None:
    monitoring = application()["monitoringConfiguration"]
    assert monitoring["managedPersistenceMonitoringConfiguration"] == {"enabled": False}
    logs = monitoring["s3MonitoringConfiguration"]
    assert (text(logs["logUri"]), logs["encryptionKeyArn"]) == ("s3://job-logs/features/", KEY_ARN)


def test_a_job_reads_and_writes_its_stores_and_no_other() -> None:
    found = statements(batch().one("aws:iam/rolePolicy:RolePolicy"))
    assert found["ReadObjects"]["Resource"] == ["arn:aws:s3:::raw/*"]
    assert found["WriteObjects"]["Resource"] == ["arn:aws:s3:::features/*"]
    assert found["WriteLogs"]["Resource"] == "arn:aws:s3:::job-logs/features/*"
    assert found["UseKeys"]["Resource"] == [KEY_ARN]
    assert found["UseKeys"]["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-north-1.amazonaws.com"}}
    assert found["DecryptCatalog"]["Condition"] == {"StringEquals": {"kms:ViaService": "glue.eu-north-1.amazonaws.com"}}
    wide = [sid for sid, each in found.items() if each["Resource"] == "*"]
    assert wide == ["AskLakeFormation"]


def test_a_job_without_databases_asks_nothing_of_the_catalog() -> None:
    graph = capture(lambda: BatchAnalytics("features", MINIMAL["BatchAnalytics"]))  # type: ignore[arg-type]
    found = statements(graph.one("aws:iam/rolePolicy:RolePolicy"))
    assert not {"ReadCatalog", "AskLakeFormation", "WriteObjects"} & set(found)


def test_the_release_is_one_of_the_catalogue() -> None:
    assert RELEASE_LABEL in emr_releases()


DRIVER = {"workers": 1, "vcpus": 2, "memory_gb": 8}
REFUSED = [
    (
        {"release_label": "emr-7.12.1"},
        "release_label is 'emr-7.12.1'; unknown EMR release 'emr-7.12.1', did you mean 'emr-7.12.0'?",
    ),
    ({"engine": "sparc"}, "engine is 'sparc'; did you mean 'spark'? One of hadoop, hive, spark is right"),
    ({"architecture": "arm"}, "architecture is 'arm'; did you mean 'arm64'? One of arm64, x86_64 is right"),
    (
        {"subnet_ids": {"eun1-az1": "subnet-1"}},
        "subnet_ids has 1 zone; give subnets of two: a full zone stops every job",
    ),
    (
        {"subnet_ids": {"eu-north-1a": "subnet-1"}},
        "subnet_ids names the zone 'eu-north-1a'; use its zone id, such as 'eun1-az1': names differ by account",
    ),
    (
        {"read_bucket_arns": [], "write_bucket_arns": []},
        "read_bucket_arns and write_bucket_arns are both empty; name a store in one of them",
    ),
    ({"key_arns": []}, "key_arns is empty; name the keys of its stores: without them it reads nothing"),
    ({"catalog_key_arn": None}, "catalog_key_arn is missing; give the catalog's key: its entries are encrypted"),
    ({"idle_minutes": 0}, "idle_minutes is 0; a whole number from 1 to 10080 is right"),
    (
        {"initial_capacity": {"tez_task": DRIVER}},
        "initial_capacity.tez_task is no kind of worker of spark; driver or executor is right",
    ),
    (
        {"initial_capacity": {"driver": {**DRIVER, "vcpus": 3}}},
        "initial_capacity.driver.vcpus is 3; 1, 2, 4, 8, 16 are right",
    ),
    (
        {"initial_capacity": {"driver": {**DRIVER, "memory_gb": 32}}},
        "initial_capacity.driver.memory_gb is 32 for 2 vCPUs; 4 to 16 in steps of 1 are right",
    ),
    (
        {"initial_capacity": {"driver": {**DRIVER, "disk_gb": 500}}},
        "initial_capacity.driver.disk_gb is 500; a whole number from 20 to 200 is right",
    ),
    (
        {"initial_capacity": {"executor": {**DRIVER, "workers": 33}}},
        (
            "initial_capacity asks for 66 vcpus together, and maximum_vcpus is 64; "
            "fewer or smaller workers, or a larger maximum, are right"
        ),
    ),
]


@pytest.mark.parametrize(("args", "sentence"), REFUSED, ids=[sentence[:50] for _, sentence in REFUSED])
def test_what_emr_would_refuse_is_refused_in_a_sentence(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the sentence is looked at
        batch(**args)
    assert str(refused.value) == f"BatchAnalytics 'features': {sentence}"


@given(st.sampled_from(sorted(worker_sizes())), st.integers(1, 130))
def test_a_worker_passes_exactly_if_the_table_has_its_memory(vcpus: int, memory_gb: int) -> None:
    size = worker_sizes()[vcpus]
    listed = memory_gb in range(size.least_memory_gb, size.most_memory_gb + 1, size.memory_step_gb)
    try:
        check_capacity("spark", LARGE, {"driver": {"workers": 1, "vcpus": vcpus, "memory_gb": memory_gb}})
        passed = True
    except SettingError:
        passed = False
    assert passed == listed
