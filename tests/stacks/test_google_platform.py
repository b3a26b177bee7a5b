"""What the platform of a stack on Google Cloud must be, and why."""

from functools import cache
from typing import Any

import pytest

from graph.capture import capture
from graph.model import Graph, references
from stacks.google.settings import GoogleSettings
from stacks.platform import deploy
from stacks.settings import load_any
from tests.stack_files import ON_GOOGLE

POOL = "gcp:container/nodePool:NodePool"
KEY = "gcp:kms/cryptoKey:CryptoKey"


def settings() -> GoogleSettings:
    found = load_any(ON_GOOGLE[0])
    assert isinstance(found, GoogleSettings)
    return found


@cache
def platform() -> Graph:
    return capture(lambda: deploy(settings()))


def with_pool(**changes: Any) -> Graph:
    """The platform with one TPU pool, changed."""
    pool = settings().tpu_pools["train"].model_copy(update=changes)
    return capture(lambda: deploy(settings().model_copy(update={"tpu_pools": {"train": pool}})))


def test_every_resource_is_made_by_the_one_provider_in_the_one_project() -> None:
    graph = platform()
    provider = graph.one("pulumi:providers:gcp")
    assert provider.inputs["project"] == settings().project_id
    assert provider.inputs["region"] == settings().region
    for each in graph:
        assert not each.type.startswith("aws:")
        if each.type.startswith("gcp:"):
            assert provider.urn in each.provider, each.urn
            assert each.inputs.get("project", settings().project_id) == settings().project_id


def test_secrets_and_every_boot_disk_are_encrypted_with_the_one_key() -> None:
    graph = platform()
    key = graph.one(KEY)
    cluster = graph.one("gcp:container/cluster:Cluster")
    assert key.urn in set(references(cluster.inputs["databaseEncryption"]))
    for pool in graph.of_type(POOL):
        assert set(references(pool.inputs["nodeConfig"]["bootDiskKmsKey"])) == {key.urn}


def test_nodes_come_after_the_grants_of_their_key_and_of_their_account() -> None:
    graph = platform()
    waits = {urn for pool in graph.of_type(POOL) for urn in pool.dependencies}
    assert {each.urn for each in graph.of_type("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember")} <= waits
    assert graph.one("gcp:projects/iAMMember:IAMMember").urn in waits


def test_a_private_cluster_has_its_way_to_the_internet_before_it_has_nodes() -> None:
    graph = platform()
    cluster = graph.one("gcp:container/cluster:Cluster")
    assert graph.one("gcp:compute/routerNat:RouterNat").urn in cluster.dependencies


def test_every_pool_of_the_file_is_a_node_pool_of_its_zone() -> None:
    graph = platform()
    for name, pool in settings().tpu_pools.items():
        made = graph.named(POOL, name).inputs
        assert made["nodeLocations"] == (pool.zone,)
        assert made["nodeConfig"]["machineType"] == pool.machine_type
    assert graph.named(POOL, "system").inputs["nodeLocations"] == settings().node_pools["system"].zones


def test_a_reservation_of_the_file_is_the_one_the_nodes_are_taken_from() -> None:
    pool = with_pool(purchase="reservation", reservation_name="tpu-2026").named(POOL, "train")
    assert pool.inputs["nodeConfig"]["reservationAffinity"]["values"] == ("tpu-2026",)


def test_nodes_on_request_go_after_the_hours_of_the_file() -> None:
    pool = with_pool(purchase="queued", max_run_hours=48).named(POOL, "train")
    assert pool.inputs["nodeConfig"]["maxRunDuration"] == f"{48 * 3600}s"


@pytest.mark.parametrize(
    ("section", "key", "value", "type_", "input_"),
    [
        ("keys", "rotation_days", 30, KEY, "rotationPeriod"),
        ("keys", "destroy_days", 60, KEY, "destroyScheduledDuration"),
        ("cluster", "kubernetes_version", "1.35", "gcp:container/cluster:Cluster", "minMasterVersion"),
        ("cluster", "control_plane_cidr", "172.20.0.0/28", "gcp:container/cluster:Cluster", "privateClusterConfig"),
        (
            "cluster",
            "authorized_cidrs",
            ("10.0.0.0/16",),
            "gcp:container/cluster:Cluster",
            "masterAuthorizedNetworksConfig",
        ),
        ("cluster", "release_channel", "RAPID", "gcp:container/cluster:Cluster", "releaseChannel"),
        ("cluster", "without_deletion_protection", True, "gcp:container/cluster:Cluster", "deletionProtection"),
        ("network", "flow_log_sampling", 0.1, "gcp:compute/subnetwork:Subnetwork", "logConfig"),
        ("network", "nodes_cidr", "10.62.0.0/20", "gcp:compute/subnetwork:Subnetwork", "ipCidrRange"),
    ],
)
def test_what_the_file_says_reaches_what_is_made(section: str, key: str, value: Any, type_: str, input_: str) -> None:
    changed = getattr(settings(), section).model_copy(update={key: value})
    graph = capture(lambda: deploy(settings().model_copy(update={section: changed})))
    assert graph.one(type_).inputs[input_] != platform().one(type_).inputs[input_]


def test_a_workload_is_exported_as_iam_names_it() -> None:
    principals = platform().outputs["workload_principals"]
    assert principals["trainer"].endswith("/subject/ns/training/sa/trainer")
