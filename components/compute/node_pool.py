"""NodePool: general CPU nodes of an EKS cluster, one node group per zone.

Deploys: node role, launch template, a managed node group in every zone.
For: what runs on ordinary CPUs: system pods, controllers, data loaders. Not for: GPU nodes (AcceleratorPool).

One group per zone, not one group over all: EKS replaces a group whose subnets change, so that adding a zone would drain
every node; a volume binds a pod to a zone, and a scaler can only add a node in the right zone where zones have groups.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.clusters import node_image
from catalogue.instances import instance_type
from components.base import PARTITIONS, Component
from components.compute.node_template import (
    DISK_GIB,
    LARGEST_DISK_GIB,
    MOST_NODES,
    SMALLEST_DISK_GIB,
    left_to_scaler,
    node_role,
    node_taints,
    safe_template,
    template_version,
)
from components.compute.zone_share import share_over_zones


class NodePoolArgs(TypedDict):
    """Inputs of NodePool."""

    cluster_name: Input[str]
    """Cluster the nodes join."""
    kubernetes_version: str
    """Minor version of the cluster, such as `1.34`; it decides the pinned AMI release."""
    subnet_ids: Mapping[str, Input[str]]
    """Private subnet of each zone the pool has nodes in, by zone id."""
    instance_types: Sequence[str]
    """Instance types the groups may launch, all of one processor architecture; the first ones are preferred."""
    min_nodes: int
    """Nodes there are at least, over all zones; 0 to 450 a zone. EKS takes no minimum above what runs: in a pool that
    scales, scale up and `pulumi refresh` before raising it."""
    max_nodes: int
    """Nodes there are at most, over all zones; at least one per zone."""
    disk_key_arn: Input[str]
    """Key of the root disks; its policy must let EC2 Auto Scaling's service-linked role use it."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    disk_gib: NotRequired[int]
    """Size of the root disk in GiB, 20 to 65,536. Default: 100."""
    labels: NotRequired[Mapping[str, str]]
    """Kubernetes labels of the nodes. Default: none but `groundwork/pool`."""
    taints: NotRequired[Mapping[str, str]]
    """Taints (NoSchedule) of the nodes, from key to value. Default: none."""
    image_pull_policy: NotRequired[Input[str]]
    """IAM policy document with what pulling images takes beyond pulling: a registry's pull_policy, which lets a node
    make a cached repository. Default: none."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the nodes' role. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class NodePool(Component):
    """General CPU nodes of an EKS cluster, one managed node group per zone."""

    node_role_arn: Output[str]
    """ARN of the role the nodes run under."""
    launch_template_id: Output[str]
    """Launch template of the nodes."""
    node_group_names: Output[dict[str, str]]
    """Name of each zone's node group, by zone id."""

    def __init__(self, name: str, args: NodePoolArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        partition = self.one_of("partition", args.get("partition", "aws"), PARTITIONS)
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if not zones:
            raise self.refuse("subnet_ids", "is empty", "give the private subnet of one zone or more")
        types = list(args["instance_types"])
        version = args["kubernetes_version"]
        image = self.known(
            "kubernetes_version", version, partial(node_image, kind="standard", architecture=self._architecture(types))
        )
        low = self.whole_number("min_nodes", args["min_nodes"], 0, MOST_NODES * len(zones))
        high = self.whole_number("max_nodes", args["max_nodes"], max(low, len(zones)), MOST_NODES * len(zones))
        disk_gib = self.whole_number("disk_gib", args.get("disk_gib", DISK_GIB), SMALLEST_DISK_GIB, LARGEST_DISK_GIB)

        role, grants = node_role(
            self, partition, tags, args.get("image_pull_policy"), args.get("permissions_boundary_arn")
        )
        template = aws.ec2.LaunchTemplate(
            name,
            description=f"Nodes of the pool {name}",
            opts=self.child(),
            **safe_template(disk_gib, args["disk_key_arn"], {**tags, "Name": name}),
        )
        fewest, most = share_over_zones(low, zones), share_over_zones(high, zones)
        groups = {
            zone: aws.eks.NodeGroup(
                f"{name}-{zone}",
                cluster_name=args["cluster_name"],
                node_role_arn=role.arn,
                subnet_ids=[args["subnet_ids"][zone]],
                instance_types=types,
                capacity_type="ON_DEMAND",
                ami_type=image.ami_type,
                release_version=image.release_version,
                version=version,
                launch_template=template_version(template),
                scaling_config={"min_size": fewest[zone], "desired_size": fewest[zone], "max_size": most[zone]},
                update_config={"max_unavailable": 1},
                labels={"groundwork/pool": name, **args.get("labels", {})},
                taints=node_taints(args.get("taints", {})),
                node_repair_config={"enabled": True},
                tags=tags,
                opts=self.child(ignore_changes=left_to_scaler(fewest[zone], most[zone]), depends_on=grants),
            )
            for zone in zones
        }

        self.node_role_arn = role.arn
        self.launch_template_id = template.id
        self.node_group_names = Output.all(**{zone: group.node_group_name for zone, group in groups.items()})
        self.register_outputs(
            {
                "nodeRoleArn": self.node_role_arn,
                "launchTemplateId": self.launch_template_id,
                "nodeGroupNames": self.node_group_names,
            }
        )

    def _architecture(self, instance_types: Sequence[str]) -> str:
        """The processor architecture of these types: one image has to fit them all."""
        if not instance_types:
            raise self.refuse("instance_types", "is empty", "name one type or more")
        kinds = {self.known("instance_types", name, instance_type).architecture for name in instance_types}
        if len(kinds) > 1:
            raise self.refuse(
                "instance_types", f"mixes {' and '.join(sorted(kinds))}", "one image must fit all of them"
            )
        return kinds.pop()
