"""ClusterAddons: the managed EKS add-ons that run as ordinary pods and so need nodes first.

Deploys: CoreDNS, the EBS CSI driver with its role, metrics server, node monitoring; versions from the catalogue.
For: one per Cluster, once it has nodes. Not for: what nodes need to become ready; Cluster installs that. Were these in
Cluster, it would wait twenty minutes for nodes that wait for it.
"""

from collections.abc import Sequence
from functools import partial
from typing import NotRequired, TypedDict, cast

from pulumi import Input, Output, ResourceOptions

from catalogue.clusters import addon_version
from components.base import Component
from components.compute.managed_addons import AddonTarget, ManagedAddon, install
from components.policy_document import allow

EBS_CSI_DRIVER = ManagedAddon(
    "aws-ebs-csi-driver",
    service_account="ebs-csi-controller-sa",
    managed_policy="service-role/AmazonEBSCSIDriverPolicy",
)
VOLUME_KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:DescribeKey", "kms:ReEncrypt*")
ADDONS_AFTER_NODES = (
    ManagedAddon("coredns"),
    EBS_CSI_DRIVER,
    # Node repair acts on what this one reports: without it a broken GPU is never noticed.
    ManagedAddon("eks-node-monitoring-agent"),
    ManagedAddon("metrics-server"),
)


class ClusterAddonsArgs(TypedDict):
    """Inputs of ClusterAddons."""

    cluster_name: Input[str]
    """Cluster the add-ons run in."""
    node_group_names: Sequence[Input[str]]
    """Node groups the add-ons run on, at least one: nothing is installed before their nodes are ready. Not GPU nodes,
    which keep such pods away."""
    kubernetes_version: str
    """Minor version of the cluster, such as `1.34`; it decides the add-ons' versions."""
    account_id: str
    """Account the cluster is in (12 digits)."""
    region: str
    """Region the cluster is in."""
    volumes_key_arn: Input[str]
    """Key that persistent volumes are encrypted with; the EBS CSI driver may use no other."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    addons: NotRequired[Sequence[str]]
    """Add-ons to install. Default: coredns, aws-ebs-csi-driver, eks-node-monitoring-agent and metrics-server."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the add-ons' roles. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class ClusterAddons(Component):
    """The managed EKS add-ons that run on a cluster's nodes."""

    addon_names: Output[list[str]]
    """Names of the add-ons, known once all of them run."""

    def __init__(self, name: str, args: ClusterAddonsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        version = args["kubernetes_version"]
        choice = {addon.name: addon for addon in ADDONS_AFTER_NODES}
        wanted = [choice[self.one_of("addons", addon, choice)] for addon in args.get("addons", list(choice))]
        pinned = {
            addon.name: self.known("kubernetes_version", version, partial(addon_version, addon.name))
            for addon in wanted
        }

        if not args["node_group_names"]:
            raise self.refuse("node_group_names", "is empty", "name a node group: without nodes no add-on ever runs")

        # By way of the node groups, so that everything made in the cluster waits for their nodes.
        with_nodes = Output.all(args["cluster_name"], *args["node_group_names"])
        cluster_name = with_nodes.apply(lambda known: cast(str, known[0]))
        target = AddonTarget(cluster_name, place, tags, args.get("permissions_boundary_arn"))
        installed = [
            install(
                self,
                addon,
                pinned[addon.name],
                target,
                statements=self._volume_statements(args["volumes_key_arn"]) if addon is EBS_CSI_DRIVER else (),
            )
            for addon in wanted
        ]

        self.addon_names = Output.all(*(addon.addon_name for addon in installed))
        self.register_outputs({"addonNames": self.addon_names})

    def _volume_statements(self, key_arn: Input[str]) -> list[dict[str, object]]:
        """What attaching and making encrypted volumes takes beyond the AWS managed policy.

        https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/install.md
        """
        return [
            allow(list(VOLUME_KEY_ACTIONS), [key_arn]),
            allow("kms:CreateGrant", [key_arn], conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}}),
        ]
