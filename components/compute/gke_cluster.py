"""GkeCluster: a private GKE control plane whose secrets are encrypted, and the account its nodes run under.

Deploys: a service account for nodes that may write logs and metrics and no more; a regional cluster without a default
node pool.
For: one Kubernetes control plane per environment on Google Cloud. Not for: nodes (GkeNodePool, TpuPool), Autopilot.
"""

import re
from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.google import checked_account_id, checked_labels, checked_project, checked_region
from components.network.gcp_ranges import range_fault, range_faults

VERSION = re.compile(r"1\.\d{2}(\.\d+-gke\.\d+)?")
CHANNELS = ("EXTENDED", "RAPID", "REGULAR", "STABLE")
CHANNEL = "REGULAR"
CONTROL_PLANE_CIDR = "172.16.0.0/28"
# Logs of the control plane that GKE can give; key and kind are Cloud Logging's.
ALL_LOGS = ("SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER")
# The least a node needs: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#permissions
NODE_ROLE = "roles/container.defaultNodeServiceAccount"
# Saturday and Sunday night, UTC: a training run is disturbed in no other.
WINDOW: Any = {
    "start_time": "2026-01-03T00:00:00Z",
    "end_time": "2026-01-03T06:00:00Z",
    "recurrence": "FREQ=WEEKLY;BYDAY=SA,SU",
}


class GkeClusterArgs(TypedDict):
    """Inputs of GkeCluster."""

    project_id: str
    """Project the cluster is in, such as ml-platform-prod."""
    region: str
    """Region the control plane is in, a replica in each of its zones."""
    kubernetes_version: str
    """Version of the control plane, whole (1.34.1-gke.3084001) or its minor version (1.34: GKE picks the patch)."""
    network_id: Input[str]
    """VPC network of the cluster."""
    subnetwork_id: Input[str]
    """Subnet of the nodes."""
    pods_range_name: Input[str]
    """Secondary range of the subnet for pods."""
    services_range_name: Input[str]
    """Secondary range of the subnet for services."""
    secrets_key_id: Input[str]
    """Cloud KMS key in the region that encrypts Kubernetes secrets; GKE's service agent must be allowed to use it."""
    tags: dict[str, str]
    """Labels of everything made; Owner, Environment, DataClassification and Purpose are required."""
    authorized_cidrs: NotRequired[Sequence[str]]
    """Private ranges, beside the subnet itself, from which the Kubernetes API can be reached. Default: none."""
    control_plane_cidr: NotRequired[str]
    """Private /28 of the control plane, apart from the network's ranges. Default: 172.16.0.0/28."""
    image_repositories: NotRequired[Sequence[str]]
    """Repositories of Artifact Registry nodes pull from, as region/repository. Default: none of the project's own."""
    release_channel: NotRequired[str]
    """Channel GKE takes patches from: RAPID, REGULAR, STABLE or EXTENDED. Default: REGULAR; no new minor version before
    the old one's support ends."""
    without_deletion_protection: NotRequired[bool]
    """Whether the provider may delete the cluster at once when asked to: for throwaway environments. Default: false."""


class GkeCluster(Component):
    """A private regional GKE cluster with encrypted secrets, workload identity and control-plane logs."""

    cluster_name: Output[str]
    """Name of the cluster."""
    endpoint: Output[str]
    """Private address of the Kubernetes API."""
    certificate_authority_data: Output[str]
    """Certificate of the Kubernetes API, base64."""
    workload_pool: Output[str]
    """Workload identity pool of the cluster's service accounts."""
    node_service_account: Output[str]
    """Address of the account that nodes run under, known once it may write logs and metrics."""

    def __init__(self, name: str, args: GkeClusterArgs, opts: ResourceOptions | None = None) -> None:
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        super().__init__(name, opts)
        labels = checked_labels(self, args["tags"])
        project = checked_project(self, args["project_id"])
        region = checked_region(self, args["region"])
        right = "a version of GKE is right, such as '1.34.1-gke.3084001' or '1.34'"
        version = self.matching("kubernetes_version", args["kubernetes_version"], VERSION, right)
        channel = self.one_of("release_channel", args.get("release_channel", CHANNEL), CHANNELS)
        authorized = self._checked_authorized(args.get("authorized_cidrs", ()))
        control_plane = self._checked_control_plane(args.get("control_plane_cidr", CONTROL_PLANE_CIDR))
        repositories = [self._checked_repository(each) for each in args.get("image_repositories", ())]
        account_id = checked_account_id(self, "Environment", f"{labels['environment']}-{name}-nodes")

        node_account = self._node_account(project, account_id, repositories)
        cluster = gcp.container.Cluster(
            name,
            project=project,
            location=region,
            min_master_version=version,
            release_channel={"channel": channel},
            maintenance_policy={
                "recurring_window": WINDOW,
                "maintenance_exclusions": [
                    {
                        "exclusion_name": "no-new-minor-version",
                        "start_time": WINDOW["start_time"],
                        "exclusion_options": {
                            "scope": "NO_MINOR_UPGRADES",
                            "end_time_behavior": "UNTIL_END_OF_SUPPORT",
                        },
                    }
                ],
            },
            network=args["network_id"],
            subnetwork=args["subnetwork_id"],
            networking_mode="VPC_NATIVE",
            ip_allocation_policy={
                "cluster_secondary_range_name": args["pods_range_name"],
                "services_secondary_range_name": args["services_range_name"],
            },
            datapath_provider="ADVANCED_DATAPATH",
            enable_intranode_visibility=True,
            private_cluster_config={
                "enable_private_nodes": True,
                "enable_private_endpoint": True,
                "master_ipv4_cidr_block": control_plane,
            },
            master_authorized_networks_config={
                "cidr_blocks": [{"cidr_block": cidr, "display_name": cidr} for cidr in authorized],
                "gcp_public_cidrs_access_enabled": False,
            },
            master_auth={"client_certificate_config": {"issue_client_certificate": False}},
            enable_legacy_abac=False,
            workload_identity_config={"workload_pool": f"{project}.svc.id.goog"},
            database_encryption={"state": "ENCRYPTED", "key_name": args["secrets_key_id"]},
            enable_shielded_nodes=True,
            logging_config={"enable_components": list(ALL_LOGS)},
            monitoring_config={
                "enable_components": ["SYSTEM_COMPONENTS"],
                "managed_prometheus": {"enabled": True},
            },
            security_posture_config={"mode": "BASIC"},
            addons_config={"gcs_fuse_csi_driver_config": {"enabled": True}},
            # GKE makes no cluster without a node pool; this one is gone before anything runs on it.
            remove_default_node_pool=True,
            initial_node_count=1,
            node_config={
                "service_account": node_account,
                "shielded_instance_config": {"enable_secure_boot": True, "enable_integrity_monitoring": True},
                "workload_metadata_config": {"mode": "GKE_METADATA"},
            },
            resource_labels=labels,
            deletion_protection=not args.get("without_deletion_protection", False),
            # What is read back as the cluster's nodes is the first pool's, which is not this one's any more.
            opts=self.child(protect=True, ignore_changes=["nodeConfig", "initialNodeCount"]),
        )

        self.cluster_name, self.endpoint = cluster.name, cluster.endpoint
        self.certificate_authority_data = cluster.master_auth.cluster_ca_certificate
        self.workload_pool = Output.from_input(f"{project}.svc.id.goog")
        self.node_service_account = node_account
        self.register_outputs(
            {
                "clusterName": self.cluster_name,
                "endpoint": self.endpoint,
                "certificateAuthorityData": self.certificate_authority_data,
                "workloadPool": self.workload_pool,
                "nodeServiceAccount": self.node_service_account,
            }
        )

    def _node_account(self, project: str, account_id: str, repositories: list[tuple[str, str]]) -> Output[str]:
        """Address of the account of the nodes, by way of its grants: whoever uses it waits for them."""
        import pulumi_gcp as gcp

        account = gcp.serviceaccount.Account(
            f"{self._name}-nodes",
            project=project,
            account_id=account_id,
            display_name=f"Nodes of the cluster {self._name}",
            opts=self.child(),
        )
        grants: list[Any] = [
            gcp.projects.IAMMember(
                f"{self._name}-nodes", project=project, role=NODE_ROLE, member=account.member, opts=self.child()
            )
        ]
        grants += [
            gcp.artifactregistry.RepositoryIamMember(
                f"{self._name}-images-{location}-{repository}",
                project=project,
                location=location,
                repository=repository,
                role="roles/artifactregistry.reader",
                member=account.member,
                opts=self.child(),
            )
            for location, repository in repositories
        ]
        return Output.all(account.email, *(grant.id for grant in grants)).apply(lambda known: str(known[0]))

    def _checked_authorized(self, cidrs: Sequence[str]) -> list[str]:
        for cidr in cidrs:
            fault = range_fault(cidr, 8, 32)
            if fault:
                raise self.refuse("authorized_cidrs", *fault)
        return list(cidrs)

    def _checked_control_plane(self, cidr: str) -> str:
        for fault in range_faults({"control_plane_cidr": cidr}):
            raise self.refuse(*fault)
        return cidr

    def _checked_repository(self, repository: str) -> tuple[str, str]:
        right = "a region and a repository are right, such as 'europe-west4/training'"
        self.matching("image_repositories", repository, re.compile(r"[a-z]+(-[a-z]+\d+)?/[a-z][a-z0-9-]{0,62}"), right)
        location, _, name = repository.partition("/")
        return location, name
