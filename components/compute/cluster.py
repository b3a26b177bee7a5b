"""Cluster: a private EKS control plane whose secrets are encrypted and whose every log is kept.

Deploys: control-plane role, log group, EKS cluster, access entries, the add-ons a node needs to become ready.
For: one Kubernetes control plane per environment. Not for: nodes (NodePool, AcceleratorPool), and not for the add-ons
that run as ordinary pods (ClusterAddons): those wait for nodes, and nodes wait for this.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NotRequired, TypedDict, cast

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.clusters import addon_version
from components.base import Component
from components.compute.cluster_access import admit, checked_admins
from components.compute.cluster_network import SERVICE_CIDR, checked_public_cidrs, checked_service_cidr, vpc_config
from components.compute.managed_addons import AddonTarget, ManagedAddon, install
from components.place import Place
from components.policy_document import allow, document, service_trust

ALL_LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
LOG_RETENTION_DAYS = 365
# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
FEWEST_SUBNETS = 2
# A node without these never becomes ready, so nodes wait for them. All three run on the host's own network.
ADDONS_BEFORE_NODES = (
    ManagedAddon("eks-pod-identity-agent"),
    ManagedAddon("vpc-cni", service_account="aws-node", managed_policy="AmazonEKS_CNI_Policy"),
    ManagedAddon("kube-proxy"),
)


class ClusterArgs(TypedDict):
    """Inputs of Cluster."""

    cluster_name: str
    """Name of the cluster in AWS, unique in account and region; the name of its log group is made from it."""
    kubernetes_version: str
    """Minor version, such as `1.34`; one the catalogue knows."""
    account_id: str
    """Account the cluster is in (12 digits)."""
    region: str
    """Region the cluster is in."""
    subnet_ids: Sequence[Input[str]]
    """Private subnets for the control plane's interfaces, in at least two zones."""
    secrets_key_arn: Input[str]
    """Key that encrypts Kubernetes secrets."""
    logs_key_arn: Input[str]
    """Key that encrypts the control plane's logs; its policy must let CloudWatch Logs of the region use it."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    admin_role_arns: NotRequired[Sequence[str]]
    """IAM roles that administer the cluster. Default: none, not even whoever creates it."""
    public_endpoint_cidrs: NotRequired[Sequence[str]]
    """Networks that may reach the Kubernetes API over the internet, /8 or narrower. Default: none, it is private."""
    service_cidr: NotRequired[str]
    """Range of the cluster's services, a /12 to a /24 of private address space apart from the network.
    Default: 172.20.0.0/16."""
    log_retention_days: NotRequired[int]
    """Days the control plane's logs are kept: a period CloudWatch Logs has, such as 90 or 365. Default: 365."""
    without_deletion_protection: NotRequired[bool]
    """Whether AWS may delete the cluster at once when asked to: for throwaway environments. Default: false."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the control plane's role and the add-ons'. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class Cluster(Component):
    """A private EKS cluster with encrypted secrets, all control-plane logs and access entries."""

    cluster_name: Output[str]
    """Name of the cluster, known once nodes can join it: the add-ons nodes need are there."""
    cluster_arn: Output[str]
    """ARN of the cluster."""
    endpoint: Output[str]
    """URL of the Kubernetes API."""
    certificate_authority_data: Output[str]
    """Certificate of the Kubernetes API, base64."""
    security_group_id: Output[str]
    """Security group EKS makes for control plane and nodes; all traffic inside it is allowed."""
    oidc_issuer_url: Output[str]
    """Issuer of the cluster's service-account tokens."""
    log_group_name: Output[str]
    """Log group of the control plane."""

    def __init__(self, name: str, args: ClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        version = args["kubernetes_version"]
        addons = {
            addon: self.known("kubernetes_version", version, partial(addon_version, addon.name))
            for addon in ADDONS_BEFORE_NODES
        }
        retention_days = self.log_retention_days(
            "log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS)
        )
        public_cidrs = checked_public_cidrs(self, args.get("public_endpoint_cidrs", ()))
        service_cidr = checked_service_cidr(self, args.get("service_cidr", SERVICE_CIDR))
        admins = checked_admins(self, args.get("admin_role_arns", ()))
        if len(args["subnet_ids"]) < FEWEST_SUBNETS:
            raise self.refuse("subnet_ids", f"has {len(args['subnet_ids'])}", "EKS needs subnets in at least two zones")

        role, grants = self._role(args, place, tags)
        # Made before the cluster: EKS would otherwise make it itself, without key and kept for ever.
        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=f"/aws/eks/{args['cluster_name']}/cluster",
            kms_key_id=args["logs_key_arn"],
            retention_in_days=retention_days,
            tags=tags,
            opts=self.child(),
        )
        cluster = aws.eks.Cluster(
            name,
            name=args["cluster_name"],
            version=version,
            role_arn=role.arn,
            vpc_config=vpc_config(args["subnet_ids"], public_cidrs),
            kubernetes_network_config={"service_ipv4_cidr": service_cidr},
            encryption_config={"resources": ["secrets"], "provider": {"key_arn": args["secrets_key_arn"]}},
            enabled_cluster_log_types=list(ALL_LOGS),
            access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
            # The add-ons below are pinned; EKS's own, neither pinned nor managed, would only be in their way.
            bootstrap_self_managed_addons=False,
            upgrade_policy={"support_type": "STANDARD"},
            deletion_protection=not args.get("without_deletion_protection", False),
            tags=tags,
            opts=self.child(protect=True, depends_on=[logs, *grants]),
        )
        admit(self, cluster, admins, place, tags)
        target = AddonTarget(cluster.name, place, tags, args.get("permissions_boundary_arn"))
        installed = [install(self, addon, pinned, target) for addon, pinned in addons.items()]

        # By way of the add-ons, so that whoever uses the name to add nodes waits for what nodes need.
        with_addons = Output.all(cluster.name, *(addon.id for addon in installed))
        self.cluster_name = with_addons.apply(lambda known: cast(str, known[0]))
        self.cluster_arn = cluster.arn
        self.endpoint = cluster.endpoint
        self.certificate_authority_data = cluster.certificate_authority.data
        self.security_group_id = cluster.vpc_config.cluster_security_group_id
        self.oidc_issuer_url = cluster.identities[0].oidcs[0].issuer
        self.log_group_name = logs.name
        self.register_outputs(
            {
                "clusterName": self.cluster_name,
                "clusterArn": self.cluster_arn,
                "endpoint": self.endpoint,
                "certificateAuthorityData": self.certificate_authority_data,
                "securityGroupId": self.security_group_id,
                "oidcIssuerUrl": self.oidc_issuer_url,
                "logGroupName": self.log_group_name,
            }
        )

    def _role(self, args: ClusterArgs, place: Place, tags: dict[str, str]) -> "tuple[aws.iam.Role, list[Any]]":
        """The control plane's role, and what it must have been granted before EKS uses it."""
        name = f"{self._name}-control-plane"
        role = aws.iam.Role(
            name,
            description="What the EKS control plane may do in AWS",
            assume_role_policy=service_trust("eks.amazonaws.com", account_id=place.account_id),
            permissions_boundary=args.get("permissions_boundary_arn"),
            tags=tags,
            opts=self.child(),
        )
        policy = aws.iam.RolePolicyAttachment(
            name,
            role=role.name,
            policy_arn=f"arn:{place.partition}:iam::aws:policy/AmazonEKSClusterPolicy",
            opts=self.child(),
        )
        secrets = aws.iam.RolePolicy(
            f"{name}-secrets",
            role=role.name,
            policy=document(
                allow(["kms:Encrypt", "kms:Decrypt", "kms:DescribeKey", "kms:ListGrants"], [args["secrets_key_arn"]])
            ),
            opts=self.child(),
        )
        return role, [policy, secrets]
