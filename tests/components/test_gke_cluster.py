"""Why a GKE cluster, its CPU nodes, its network, its key and its workloads are declared as they are."""

from typing import Any

import pytest

from components.compute.gke_cluster import GkeCluster
from components.compute.gke_node_pool import GkeNodePool
from components.network.gcp_network import GcpNetwork
from components.security.gcp_key import GcpKey
from components.security.gcp_workload_identity import GcpWorkloadIdentity
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import text
from tests.examples import FULL, MINIMAL

MAKE: dict[str, Any] = {
    each.__name__: each for each in (GcpKey, GcpNetwork, GcpWorkloadIdentity, GkeCluster, GkeNodePool)
}
CLUSTER = "gcp:container/cluster:Cluster"


def graph_of(component: str, **args: Any) -> Graph:
    return capture(lambda: MAKE[component]("it", {**MINIMAL[component], **args}))


def cluster(**args: Any) -> dict[str, Any]:
    return dict(graph_of("GkeCluster", **args).one(CLUSTER).inputs)


def test_the_kubernetes_api_has_no_public_address() -> None:
    private = cluster()["privateClusterConfig"]
    assert private["enablePrivateEndpoint"] is True
    assert private["enablePrivateNodes"] is True
    assert cluster()["masterAuthorizedNetworksConfig"]["gcpPublicCidrsAccessEnabled"] is False
    assert cluster()["masterAuthorizedNetworksConfig"].get("cidrBlocks", ()) == ()


def test_nobody_comes_in_with_a_password_a_certificate_or_the_old_rights() -> None:
    assert cluster()["masterAuth"]["clientCertificateConfig"]["issueClientCertificate"] is False
    assert cluster()["enableLegacyAbac"] is False


def test_kubernetes_secrets_are_encrypted_with_the_given_key() -> None:
    encryption = cluster(secrets_key_id="projects/p/key")["databaseEncryption"]
    assert dict(encryption) == {"state": "ENCRYPTED", "keyName": "projects/p/key"}


def test_pods_have_accounts_of_their_own_and_network_policies_work() -> None:
    assert cluster()["workloadIdentityConfig"]["workloadPool"] == "ml-platform-prod.svc.id.goog"
    assert cluster()["datapathProvider"] == "ADVANCED_DATAPATH"


def test_every_log_of_the_control_plane_is_kept() -> None:
    assert {"APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"} <= set(cluster()["loggingConfig"]["enableComponents"])


def test_patches_come_from_a_channel_and_a_new_minor_version_only_from_us() -> None:
    assert cluster()["minMasterVersion"] == "1.34.1-gke.3084001"
    assert cluster()["releaseChannel"]["channel"] == "REGULAR"
    (exclusion,) = cluster()["maintenancePolicy"]["maintenanceExclusions"]
    assert exclusion["exclusionOptions"]["scope"] == "NO_MINOR_UPGRADES"


def test_the_cluster_survives_a_careless_destroy() -> None:
    assert graph_of("GkeCluster").one(CLUSTER).protect
    assert cluster()["deletionProtection"] is True
    assert cluster(without_deletion_protection=True)["deletionProtection"] is False


def test_nodes_run_under_an_account_that_may_write_logs_and_pull_the_named_images_and_no_more() -> None:
    graph = graph_of("GkeCluster", image_repositories=["europe-west4/training"])
    roles = {resource.inputs["role"] for resource in graph if "role" in resource.inputs}
    assert roles == {"roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"}
    assert cluster()["removeDefaultNodePool"] is True


def test_the_subnet_reaches_google_privately_and_keeps_flow_logs() -> None:
    subnet = graph_of("GcpNetwork").one("gcp:compute/subnetwork:Subnetwork").inputs
    assert subnet["privateIpGoogleAccess"] is True
    assert subnet["logConfig"]["flowSampling"] == 0.5
    assert {each["rangeName"] for each in subnet["secondaryIpRanges"]} == {"pods", "services"}


def test_no_firewall_rule_lets_anything_in() -> None:
    (rule,) = graph_of("GcpNetwork").of_type("gcp:compute/firewall:Firewall")
    assert rule.inputs["denies"][0]["protocol"] == "all"
    assert "allows" not in rule.inputs


def test_a_network_makes_no_subnets_by_itself_and_says_whose_it_is() -> None:
    network = graph_of("GcpNetwork").one("gcp:compute/network:Network").inputs
    assert network["autoCreateSubnetworks"] is False
    assert "owner=ml-platform_at_example_com" in network["description"]


def test_a_key_rotates_stays_restorable_and_survives_a_careless_destroy() -> None:
    key = graph_of("GcpKey", rotation_days=30).one("gcp:kms/cryptoKey:CryptoKey")
    assert key.protect
    assert key.inputs["rotationPeriod"] == "2592000s"
    assert key.inputs["destroyScheduledDuration"] == "2592000s"
    assert key.inputs["versionTemplate"]["protectionLevel"] == "HSM"


def test_only_the_agents_that_encrypt_may_use_a_key() -> None:
    grants = graph_of("GcpKey", protects=["cluster_secrets", "boot_disks"]).of_type(
        "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
    )
    assert {grant.inputs["member"] for grant in grants} == {
        "serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com",
        "serviceAccount:service-123456789012@compute-system.iam.gserviceaccount.com",
    }
    assert {grant.inputs["role"] for grant in grants} == {"roles/cloudkms.cryptoKeyEncrypterDecrypter"}


def test_a_workload_reads_and_writes_the_named_buckets_only_and_needs_no_key_file() -> None:
    graph = capture(lambda: GcpWorkloadIdentity("it", FULL["GcpWorkloadIdentity"]))  # type: ignore[arg-type]
    grants = {
        each.inputs["bucket"]: each.inputs for each in graph.of_type("gcp:storage/bucketIAMMember:BucketIAMMember")
    }
    assert grants["ml-platform-datasets"]["role"] == "roles/storage.objectViewer"
    assert grants["ml-platform-checkpoints"]["role"] == "roles/storage.objectUser"
    assert all(text(each["member"]).endswith("/subject/ns/training/sa/trainer") for each in grants.values())


def test_cpu_nodes_scale_over_all_zones_together() -> None:
    inputs = graph_of("GkeNodePool", **FULL["GkeNodePool"]).one("gcp:container/nodePool:NodePool").inputs
    assert (inputs["autoscaling"]["totalMinNodeCount"], inputs["autoscaling"]["totalMaxNodeCount"]) == (4, 9)
    assert inputs["initialNodeCount"] == 2


@pytest.mark.parametrize(
    ("component", "args", "says"),
    [
        ("GkeCluster", {"kubernetes_version": "latest"}, "a version of GKE is right, such as '1.34.1-gke.3084001'"),
        ("GkeCluster", {"release_channel": "REGULA"}, "did you mean 'REGULAR'?"),
        ("GkeCluster", {"control_plane_cidr": "172.16.0.0/24"}, "is '172.16.0.0/24', a /24; a /28 is right"),
        ("GkeCluster", {"authorized_cidrs": ["8.8.8.0/24"]}, "is '8.8.8.0/24', which is not private"),
        ("GkeCluster", {"image_repositories": ["training"]}, "such as 'europe-west4/training'"),
        ("GcpNetwork", {"pods_cidr": "10.60.8.0/21"}, "pods_cidr is '10.60.8.0/21', which overlaps nodes_cidr"),
        ("GcpNetwork", {"pods_cidr": "10.64.0.0/24"}, "is '10.64.0.0/24', a /24; a /9 to a /21 is right"),
        ("GcpNetwork", {"nodes_cidr": "10.60.0.1/20"}, "not how that range is written; '10.60.0.0/20' is right"),
        ("GcpNetwork", {"nodes_cidr": "here"}, "an IPv4 range is right"),
        ("GcpNetwork", {"flow_log_sampling": 0}, "flow_log_sampling is 0; a share above 0"),
        ("GcpKey", {"protects": []}, "protects is empty; name what the key encrypts: boot_disks, cluster_secrets"),
        ("GcpKey", {"protects": ["disks"]}, "protects is 'disks'"),
        ("GcpKey", {"project_number": "ml"}, "the number of the project in quotes is right"),
        ("GkeNodePool", {"machine_type": "ct6e-standard-4t"}, "which has TPU chips; make it a TpuPool"),
        ("GkeNodePool", {"zones": []}, "zones is empty; name a zone of europe-west4 or more"),
        ("GkeNodePool", {"zones": ["europe-west4-a"] * 2}, "names a zone twice"),
        ("GcpWorkloadIdentity", {"service_account": "default"}, "is 'default', which every pod without one has"),
        ("GcpWorkloadIdentity", {"read_buckets": {}}, "are both empty; name a bucket in one of them"),
        ("GcpWorkloadIdentity", {"write_buckets": {"datasets": "b"}}, "names datasets, as write_buckets does"),
    ],
)
def test_what_google_would_refuse_is_refused_in_a_sentence(component: str, args: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=rf"^{component} 'it': ") as caught:
        graph_of(component, **args)
    assert says in str(caught.value)
