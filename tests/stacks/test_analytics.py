"""The catalog and batch jobs of a stack file: what is made of them, and what is refused when the file is read."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from graph.capture import capture
from graph.model import Graph, references
from policies.context import PolicyContext
from policies.evaluate import evaluate
from policies.registry import BY_ID
from policies.rule import Verdict
from stacks.platform import deploy
from stacks.settings import SettingsError, load
from tests.components.reading import statements, text
from tests.settings.broken import GOOD
from tests.stacks.test_databases import failures

CONTEXT = PolicyContext("prod", "111122223333", ("eu",), frozenset({"eu-north-1"}))
DEPLOYER = "arn:aws:iam::111122223333:role/deployer"
EVENTS = {
    "store": "datasets",
    "prefix": "tables/events",
    "columns": [
        {"name": "person", "type": "string", "data_class": "personal"},
        {"name": "country", "type": "char(2)", "data_class": "internal"},
    ],
}
SECTIONS: dict[str, Any] = {
    "batch_analytics": {
        "cleaning": {
            "data_class": "personal",
            "purpose": "cleaning",
            "logs": "datasets",
            "read": ["datasets"],
            "write": ["checkpoints"],
            "databases": ["lake"],
            "maximum_vcpus": 64,
            "maximum_memory_gb": 512,
            "maximum_disk_gb": 2000,
        }
    },
    "data_catalogs": {
        "tables": {
            "data_class": "internal",
            "administrator_arns": [DEPLOYER],
            "databases": {"lake": {"tables": {"events": EVENTS}}},
            "readers": {
                "jobs": {
                    "batch": "cleaning",
                    "data_classes": ["personal", "internal"],
                    "tables": ["lake.events"],
                    "row_filters": {"lake.events": "country = 'SE'"},
                },
                "analysts": {"role_arn": DEPLOYER, "data_classes": ["internal"], "tables": ["lake.events"]},
            },
        }
    },
}


def written(folder: Path, path: str = "", value: Any = None) -> Path:
    """The stack file of production with a catalog and its jobs; at the dotted path stands the value instead."""
    yaml = YAML()
    document = yaml.load(GOOD.read_text(encoding="utf-8"))
    platform = document["config"]["groundwork:platform"]
    platform.update(copy.deepcopy(SECTIONS))
    *keys, last = path.split(".") if path else [""]
    at = platform
    for key in keys:
        at = at[key]
    if path and value is None:
        del at[last]
    elif path:
        at[last] = value
    file = folder / GOOD.name
    yaml.dump(document, file)
    return file


def graph_of(folder: Path, path: str = "", value: Any = None) -> Graph:
    settings = load(written(folder, path, value))
    return capture(lambda: deploy(settings), stack="prod")


def class_of_key(graph: Graph, reference: Any) -> str:
    (key,) = references(reference)
    return str(graph.by_urn[key].inputs["tags"]["DataClassification"])


def test_jobs_have_their_stores_with_the_keys_of_their_classes_and_no_rule_has_anything_against_them(
    tmp_path: Path,
) -> None:
    graph = graph_of(tmp_path)
    application = graph.one("aws:emrserverless/application:Application").inputs
    monitoring = application["monitoringConfiguration"]["s3MonitoringConfiguration"]
    assert class_of_key(graph, monitoring["encryptionKeyArn"]) == "personal"
    role = next(each for each in graph.of_type("aws:iam/rolePolicy:RolePolicy") if each.name == "cleaning")
    keys = {sid: each["Resource"] for sid, each in statements(role).items() if sid in ("UseKeys", "DecryptCatalog")}
    assert keys == {"UseKeys": ["<derived.arn>", "<personal.arn>"], "DecryptCatalog": "<internal.arn>"}
    subnets = references(application["networkConfiguration"]["subnetIds"])
    assert {graph.by_urn[urn].name.split("-")[1] for urn in subnets} == {"private"}
    assert failures(graph) == []


def test_jobs_read_tables_in_the_role_that_is_theirs_and_only_their_rows(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    grants = {each.name: each.inputs for each in graph.of_type("aws:lakeformation/permissions:Permissions")}
    (role,) = references(grants["tables-lake-events-jobs"]["principal"])
    assert graph.by_urn[role].name == "cleaning"
    filters = graph.of_type("aws:lakeformation/dataCellsFilter:DataCellsFilter")
    cells = {each.name: each.inputs["tableData"] for each in filters}
    assert cells["tables-lake-events-jobs"]["rowFilter"] == {"filterExpression": "country = 'SE'"}
    assert cells["tables-lake-events-analysts"]["columnNames"] == ("country",)


ON_EC2: dict[str, Any] = {
    "mode": "ec2",
    "data_class": "personal",
    "purpose": "joins",
    "logs": "datasets",
    "read": ["datasets"],
    "write": ["checkpoints"],
    "maximum_vcpus": 64,
    "fleet": {"primary_instance_types": ["m7g.xlarge"], "instance_types": ["m7g.xlarge"], "core_vcpus": 8},
    "certificates_uri": "s3://certificates/nodes.zip",
}
ON_EKS: dict[str, Any] = {
    **{key: ON_EC2[key] for key in ("data_class", "purpose", "logs", "read")},
    "mode": "eks",
    "namespace": "jobs",
}


def test_a_cluster_writes_each_store_with_its_key_and_no_rule_has_anything_against_it(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "batch_analytics.joins", ON_EC2)
    configuration = text(graph.one("aws:emr/securityConfiguration:SecurityConfiguration").inputs["configuration"])
    objects = json.loads(configuration)["EncryptionConfiguration"]["AtRestEncryptionConfiguration"]
    assert objects["S3EncryptionConfiguration"]["AwsKmsKey"] == "<personal.arn>"
    (override,) = objects["S3EncryptionConfiguration"]["Overrides"]
    assert (override["BucketName"], override["AwsKmsKey"]) == ("<checkpoints.bucket>", "<derived.arn>")
    keys = {key.name: str(key.inputs["policy"]) for key in graph.of_type("aws:kms/key:Key")}
    assert [name for name, policy in keys.items() if "ClusterNodesUse" in policy] == ["personal"]
    assert failures(graph) == []


def test_jobs_on_eks_are_in_the_cluster_of_the_platform_and_no_rule_has_anything_against_them(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "batch_analytics.pods", ON_EKS)
    provider = graph.one("aws:emrcontainers/virtualCluster:VirtualCluster").inputs["containerProvider"]
    assert text(provider["id"]) == text(graph.one("aws:eks/cluster:Cluster").inputs["name"])
    assert failures(graph) == []


def test_the_rule_of_tables_passes_on_every_grant(tmp_path: Path) -> None:
    found = evaluate(graph_of(tmp_path), rules=[BY_ID["MIN-012"]], today=date(2026, 11, 24), context=CONTEXT)
    said = [each.outcome.verdict for each in found if each.resource.type.startswith("aws:lakeformation/")]
    assert said.count(Verdict.PASS) == 4, "two grants, the settings and the store"
    assert set(said) == {Verdict.PASS}


def test_keys_admit_glue_only_where_they_encrypt_the_catalog(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)
    admitting = {
        each.name
        for each in graph.of_type("aws:kms/key:Key")
        if "glue.eu-north-1.amazonaws.com" in str(each.inputs["policy"])
    }
    assert admitting == {"internal"}


JOBS = "batch_analytics.cleaning"
CATALOG = "data_catalogs.tables"
REFUSED = [
    (f"{JOBS}.read", ["dataset"], f"{JOBS}.read[0]: there is no store 'dataset'; did you mean 'datasets'?"),
    (
        f"{JOBS}.logs",
        "models",
        f"{JOBS}.logs: names 'models' of the class 'weights', and logs of personal",
    ),
    (f"{JOBS}.data_class", "derived", f"{JOBS}.data_class: is 'derived', and its jobs read personal data"),
    (f"{JOBS}.databases", ["lakes"], f"{JOBS}.databases[0]: there is no database 'lakes'; did you mean 'lake'?"),
    (f"{JOBS}.release_label", "emr-7.12.1", f"{JOBS}.release_label: is 'emr-7.12.1', no release of EMR in"),
    (
        f"{JOBS}.initial_capacity",
        {"tez_task": {"workers": 1, "vcpus": 2, "memory_gb": 8}},
        f"{JOBS}.initial_capacity.tez_task: is no kind of worker of spark",
    ),
    (f"{JOBS}.maximum_disk_gb", None, f"{JOBS}: lacks the key 'maximum_disk_gb', and mode 'serverless' needs it"),
    (f"{JOBS}.namespace", "jobs", f"{JOBS}.namespace: is given, and mode 'serverless' has no such thing"),
    (
        "batch_analytics.joins",
        {**ON_EC2, "idle_minutes": 5, "databases": ["lake"]},
        "batch_analytics.joins.databases: is given, and mode 'ec2' has no such thing; Lake Formation filters",
    ),
    (
        "batch_analytics.joins",
        {**ON_EC2, "maximum_vcpus": 12},
        "batch_analytics.joins.fleet: lets a cluster start with 18 vCPUs where EMR finds only m7g.xlarge, above",
    ),
    (
        "batch_analytics.pods",
        {**ON_EKS, "maximum_vcpus": 12},
        "batch_analytics.pods.maximum_vcpus: is given, and mode 'eks' has no such thing; give the namespace",
    ),
    ("network.zones", ["eun1-az1"], "network.zones: has 1 zone, and a full one would stop every job of 'cleaning'"),
    (f"{CATALOG}.databases.lake.tables.events.store", "sets", "tables.events.store: there is no store 'sets'"),
    (
        f"{CATALOG}.databases.lake.tables.events.store",
        "models",
        "events.columns[0].data_class: is 'personal' in a store of the class 'weights'",
    ),
    (f"{CATALOG}.readers.jobs.batch", "cleanin", f"{CATALOG}.readers.jobs.batch: there are no jobs 'cleanin'"),
    (f"{CATALOG}.readers.jobs.role_arn", DEPLOYER, f"{CATALOG}.readers.jobs: has both role_arn and batch"),
    (f"{CATALOG}.readers.jobs.batch", None, f"{CATALOG}.readers.jobs: has neither role_arn nor batch"),
    (
        f"{CATALOG}.readers.jobs.row_filters",
        {},
        f"{CATALOG}.readers.jobs.tables: grants person of 'lake.events', which are personal, without a filter of rows",
    ),
    ("data_catalogs.more", SECTIONS["data_catalogs"]["tables"], "data_catalogs.more: is a second catalog"),
]


@pytest.mark.parametrize(("path", "value", "sentence"), REFUSED, ids=[f"{p}-{v}"[:70] for p, v, _ in REFUSED])
def test_what_cannot_be_or_must_not_is_refused_with_its_line(
    tmp_path: Path, path: str, value: Any, sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, path, value))
    assert sentence in str(caught.value)


def test_personal_jobs_outside_the_residency_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, "residency", ["uk"]))
    assert f"{JOBS}.data_class: is 'personal', but eu-north-1 is in 'eu', outside the residency" in str(caught.value)
