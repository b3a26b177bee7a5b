"""Why a cluster is declared as it is."""

from typing import Any

import pytest

from components.compute.cluster import Cluster
from graph.capture import capture
from graph.model import Graph, Reference
from tests.examples import FULL, MINIMAL

CLUSTER = "aws:eks/cluster:Cluster"


def cluster(**args: Any) -> Graph:
    return capture(lambda: Cluster("platform", {**MINIMAL["Cluster"], **args}))  # type: ignore[typeddict-item]


def test_the_kubernetes_api_cannot_be_reached_from_the_internet() -> None:
    network = cluster().one(CLUSTER).inputs["vpcConfig"]
    assert network["endpointPrivateAccess"] is True
    assert network["endpointPublicAccess"] is False


def test_a_public_endpoint_is_open_to_the_named_networks_only() -> None:
    network = cluster(public_endpoint_cidrs=["203.0.113.0/24"]).one(CLUSTER).inputs["vpcConfig"]
    assert network["endpointPublicAccess"] is True
    assert list(network["publicAccessCidrs"]) == ["203.0.113.0/24"]


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "::/0", "0.0.0.0/1", "everyone", "203.0.113.7/24"])
def test_a_public_endpoint_for_everyone_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match=r"Cluster 'platform': public_endpoint_cidrs .*203\.0\.113\.0/24"):
        cluster(public_endpoint_cidrs=[cidr])


def test_secrets_are_encrypted_with_the_given_key() -> None:
    encryption = cluster(secrets_key_arn="arn:aws:kms:eu-north-1:111122223333:key/secrets").one(CLUSTER).inputs
    assert encryption["encryptionConfig"]["resources"] == ("secrets",)
    assert encryption["encryptionConfig"]["provider"]["keyArn"].endswith("key/secrets")


def test_all_five_kinds_of_log_are_kept_encrypted_and_not_for_ever() -> None:
    graph = cluster(log_retention_days=90)
    assert len(graph.one(CLUSTER).inputs["enabledClusterLogTypes"]) == 5
    logs = graph.one("aws:cloudwatch/logGroup:LogGroup").inputs
    assert logs["name"] == "/aws/eks/platform/cluster"
    assert logs["retentionInDays"] == 90
    assert logs["kmsKeyId"]


def test_the_log_group_is_there_before_eks_would_make_it_itself() -> None:
    graph = cluster()
    assert graph.one("aws:cloudwatch/logGroup:LogGroup").urn in graph.one(CLUSTER).dependencies


def test_nobody_administers_the_cluster_but_the_named_roles() -> None:
    graph = cluster(admin_role_arns=FULL["Cluster"]["admin_role_arns"])
    access = graph.one(CLUSTER).inputs["accessConfig"]
    assert access == {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    admitted = {entry.inputs["principalArn"] for entry in graph.of_type("aws:eks/accessEntry:AccessEntry")}
    assert admitted == set(FULL["Cluster"]["admin_role_arns"])
    assert len(graph.of_type("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")) == 2


@pytest.mark.parametrize(
    "arn", ["arn:aws:iam::111122223333:user/me", "arn:aws:iam::111122223333:role/*", "platform-admin"]
)
def test_an_administrator_that_is_not_one_role_is_refused(arn: str) -> None:
    with pytest.raises(ValueError, match=r"admin_role_arns names .*the ARN of an IAM role is right"):
        cluster(admin_role_arns=[arn])


def test_a_role_named_twice_is_refused() -> None:
    arn = "arn:aws:iam::111122223333:role/platform-admin"
    with pytest.raises(ValueError, match="names the role 'platform-admin' twice"):
        cluster(admin_role_arns=[arn, arn])


def test_the_control_plane_acts_for_this_account_only() -> None:
    role = cluster().named("aws:iam/role:Role", "platform-control-plane")
    assert '"aws:SourceAccount": "111122223333"' in str(role.inputs["assumeRolePolicy"])


def test_the_add_ons_a_node_needs_come_with_the_cluster_and_are_pinned() -> None:
    addons = {addon.inputs["addonName"]: addon for addon in cluster().of_type("aws:eks/addon:Addon")}
    assert set(addons) == {"eks-pod-identity-agent", "vpc-cni", "kube-proxy"}
    assert all(addon.inputs["addonVersion"].startswith("v") for addon in addons.values())
    assert cluster().one(CLUSTER).inputs["bootstrapSelfManagedAddons"] is False


def test_the_network_add_on_has_its_own_role_and_not_the_nodes() -> None:
    graph = cluster()
    (identity,) = graph.named("aws:eks/addon:Addon", "platform-vpc-cni").inputs["podIdentityAssociations"]
    assert identity["serviceAccount"] == "aws-node"
    assert identity["roleArn"] == Reference(graph.named("aws:iam/role:Role", "platform-vpc-cni").urn, "arn")


def test_the_cluster_survives_a_careless_destroy() -> None:
    inner = cluster().one(CLUSTER)
    assert inner.protect
    assert inner.inputs["deletionProtection"] is True


def test_a_throwaway_cluster_can_be_deleted_once_the_engine_lets_it_go() -> None:
    inner = cluster(without_deletion_protection=True).one(CLUSTER)
    assert inner.protect
    assert inner.inputs["deletionProtection"] is False


def test_support_nobody_asked_for_is_not_paid_for() -> None:
    assert cluster().one(CLUSTER).inputs["upgradePolicy"] == {"supportType": "STANDARD"}


def test_one_subnet_is_refused() -> None:
    with pytest.raises(ValueError, match="subnet_ids has 1; EKS needs subnets in at least two zones"):
        cluster(subnet_ids=["subnet-0a"])


@pytest.mark.parametrize("cidr", ["8.8.8.0/24", "10.0.0.0/8", "10.0.0.0/25", "10.0.0.1/16", "services"])
def test_a_range_of_services_eks_does_not_take_is_refused(cidr: str) -> None:
    with pytest.raises(ValueError, match=r"service_cidr is .* a /12 to a /24 of private address space"):
        cluster(service_cidr=cidr)


@pytest.mark.parametrize("version", ["1.29", "9.99"])
def test_an_unknown_kubernetes_version_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match=r"kubernetes_version is .*; unknown"):
        cluster(kubernetes_version=version)


def test_a_log_retention_cloudwatch_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match=r"log_retention_days is 100; .*the nearest is 90"):
        cluster(log_retention_days=100)
