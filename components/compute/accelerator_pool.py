"""AcceleratorPool: accelerator nodes of one type in one zone, joined by EFA (Elastic Fabric Adapter) where they can be.

Deploys: node role, EFA security group, placement group where it helps, launch template, a managed node group.
For: training and serving on NVIDIA GPUs, Trainium, Inferentia, Qualcomm AI100 and FPGAs, and what computes on the CPUs
of the hpc families. Not for: ordinary CPU nodes (NodePool), and not for several types in one pool: the interfaces of a
node, its disks and its reservation all belong to one type.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.families import family, pool_type
from catalogue.instances import Accelerator
from components.base import PARTITIONS, Component
from components.compute.fabric import efa_security_group, launch_interface
from components.compute.fabric_plan import FabricPlan, plan_fabric
from components.compute.fpga_access import fpga_access
from components.compute.node_repair import node_repair
from components.compute.node_settings import FEWEST_REPLICAS, MOST_REPLICAS, NodeSettings, plan_node_settings
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
from components.compute.own_image import OwnImage, checked_own_image, group_image, template_image
from components.compute.purchase import PURCHASES, Purchase
from components.compute.setting_error import SettingError

RESERVATION_ID = re.compile(r"cr-[0-9a-f]{17}")


class AcceleratorPoolArgs(TypedDict):
    """Inputs of AcceleratorPool."""

    cluster_name: Input[str]
    """Cluster the nodes join."""
    kubernetes_version: str
    """Minor version of the cluster, such as `1.34`; it decides the pinned AMI release."""
    zone: str
    """Zone id the pool is in, such as `eun1-az1`; the type must be offered there."""
    vpc_id: Input[str]
    """VPC of the cluster."""
    subnet_id: Input[str]
    """Private subnet in that zone."""
    cluster_security_group_id: Input[str]
    """Security group of the cluster; nodes talk to the control plane and to each other's pods through it."""
    instance_type: str
    """Accelerated or hpc type, such as `p5.48xlarge`, `trn2.48xlarge` or `hpc7a.96xlarge`."""
    purchase: str
    """`on_demand`, `spot`, `reservation` (a capacity reservation you own) or `capacity_block` (bought for a window)."""
    nodes: int
    """Nodes there are at least, and at the start; 0 to 450. Equal to max_nodes it is the pool's size, and changing it
    resizes the pool; below, a scaler decides how many run."""
    max_nodes: int
    """Nodes there are at most; not more than the reservation holds."""
    disk_key_arn: Input[str]
    """Key of the root disks; its policy must let EC2 Auto Scaling's service-linked role use it."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    reservation_id: NotRequired[str]
    """Capacity reservation or block (`cr-...`) the nodes are launched in. Default: none; required with those two."""
    disk_gib: NotRequired[int]
    """Size of the root disk in GiB, 20 to 65,536. Default: 100; images and scratch go to the local NVMe disks."""
    labels: NotRequired[Mapping[str, str]]
    """Kubernetes labels beside those that say what the node is. Default: none."""
    taints: NotRequired[Mapping[str, str]]
    """Taints (NoSchedule) beside the accelerator's own, such as `nvidia.com/gpu`, from key to value. Default: none."""
    extra_interfaces: NotRequired[int]
    """Plain network interfaces beside those the type needs, as far as its cards have room. Default: 0."""
    local_storage: NotRequired[str]
    """What becomes of the local NVMe disks: `raid0` (one file system, which images and scratch of pods are on),
    `raid10` (the same, mirrored), `mount` (a file system each, below /mnt/k8s-disks) or `none`.
    Default: raid0 where there are disks."""
    mig_profile: NotRequired[str]
    """Part every GPU is split into (NVIDIA Multi-Instance GPU), such as `1g.10gb`. Default: none, GPUs are whole."""
    time_slicing_replicas: NotRequired[int]
    """Pods that take turns on a GPU, 2 to 32, without any wall between their memory. Default: one pod has a GPU."""
    own_image: NotRequired[OwnImage]
    """Image of your own; needed where no image of EKS has the driver. Default: EKS's pinned image."""
    without_node_repair: NotRequired[bool]
    """Whether broken nodes are left as they are, for people to look at. Default: false, EKS replaces them."""
    max_parallel_nodes_repaired_count: NotRequired[int]
    """Nodes repaired at a time, 1 to 450. Default: as many as are broken."""
    max_unhealthy_node_threshold_percentage: NotRequired[int]
    """Share of broken nodes above which none is repaired any more, 1 to 100: so many at a time are no accident of
    nodes. Default: EKS's own, 20 in a pool of more than five nodes."""
    image_pull_policy: NotRequired[Input[str]]
    """IAM policy document with what pulling images takes beyond pulling: a registry's pull_policy, which lets a node
    make a cached repository. Default: none."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the nodes' role. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class AcceleratorPool(Component):
    """Accelerator nodes of one type in one zone, with EFA where the type has it."""

    node_role_arn: Output[str]
    """ARN of the role the nodes run under."""
    node_group_name: Output[str]
    """Name of the managed node group."""
    launch_template_id: Output[str]
    """Launch template of the nodes."""
    efa_security_group_id: Output[str]
    """Security group of the EFA interfaces; empty where the type has none."""
    efa_interfaces: Output[int]
    """EFA interfaces of each node: what its pods may ask for as `vpc.amazonaws.com/efa`."""
    accelerators: Output[float]
    """Accelerators of each node; a fraction where the type has a part of one, 0 where it has none."""
    devices: Output[Mapping[str, int]]
    """What pods may ask a node for, by resource name, such as 8 `nvidia.com/gpu`. FPGAs and CPUs have no such name."""
    needs: Output[Sequence[str]]
    """What has to run in the cluster before pods can use the devices, such as `nvidia-device-plugin`."""

    def __init__(self, name: str, args: AcceleratorPoolArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        partition = self.one_of("partition", args.get("partition", "aws"), PARTITIONS)
        self.checked_zones("zone", [args["zone"]])
        type_ = self.known("instance_type", args["instance_type"], pool_type)
        purchase = self._checked_purchase(type_, args["purchase"])
        reservation_id = self._checked_reservation(purchase, args)
        own_image = checked_own_image(self, args.get("own_image"))
        low = self.whole_number("nodes", args["nodes"], 0, MOST_NODES)
        high = self.whole_number("max_nodes", args["max_nodes"], max(low, 1), MOST_NODES)
        disk_gib = self.whole_number("disk_gib", args.get("disk_gib", DISK_GIB), SMALLEST_DISK_GIB, LARGEST_DISK_GIB)
        plan = self._fabric(type_, high, args.get("extra_interfaces", 0))
        efas = plan.efa_interfaces
        settings = self._settings(type_, efas, args)
        repair = node_repair(self, args)
        labels: dict[str, str] = {"groundwork/pool": name, "groundwork/purchase": args["purchase"], **settings.labels}
        labels |= args.get("labels", {})

        role, grants = node_role(
            self, partition, tags, args.get("image_pull_policy"), args.get("permissions_boundary_arn")
        )
        if family(type_.family).kind.kind == "fpga":
            grants.append(fpga_access(self, role))
        fabric = efa_security_group(self, plan, args["vpc_id"], tags)
        template_args = safe_template(disk_gib, args["disk_key_arn"], {**tags, "Name": name})
        template_args |= purchase.template(reservation_id)
        if efas and not purchase.reserved and high > 1:
            # Near each other only helps nodes with EFA. With a reservation it starves the launch: the reserved
            # instances stand where they stand, and only those inside the group could be used.
            near = aws.ec2.PlacementGroup(name, strategy="cluster", tags=tags, opts=self.child())
            template_args["placement"] = {"group_name": near.name}
        template_args |= template_image(own_image, args["cluster_name"], settings.local_storage)
        template = aws.ec2.LaunchTemplate(
            name,
            description=f"Nodes of the pool {name}",
            instance_type=type_.instance_type,
            network_interfaces=[
                launch_interface(interface, args["cluster_security_group_id"], fabric) for interface in plan.interfaces
            ],
            opts=self.child(),
            **template_args,
        )
        group = aws.eks.NodeGroup(
            name,
            cluster_name=args["cluster_name"],
            node_role_arn=role.arn,
            subnet_ids=[args["subnet_id"]],
            capacity_type=purchase.capacity_type,
            launch_template=template_version(template),
            scaling_config={"min_size": low, "desired_size": low, "max_size": high},
            # Old nodes go before new ones come: there is rarely a spare accelerator node to update through.
            update_config={"max_unavailable": 1, "update_strategy": "MINIMAL"},
            labels=labels,
            taints=node_taints({settings.taint: "true", **args.get("taints", {})}),
            node_repair_config=repair,
            tags=tags,
            opts=self.child(ignore_changes=left_to_scaler(low, high), depends_on=grants),
            **group_image(settings.image),
        )

        self.node_role_arn = role.arn
        self.node_group_name = group.node_group_name
        self.launch_template_id = template.id
        self.efa_security_group_id = fabric.id if fabric else Output.from_input("")
        self.efa_interfaces = Output.from_input(efas)
        self.accelerators = Output.from_input(type_.accelerator_count)
        self.devices = Output.from_input(dict(settings.devices))
        self.needs = Output.from_input(list(settings.needs))
        self.register_outputs(
            {
                "nodeRoleArn": self.node_role_arn,
                "nodeGroupName": self.node_group_name,
                "launchTemplateId": self.launch_template_id,
                "efaSecurityGroupId": self.efa_security_group_id,
                "efaInterfaces": self.efa_interfaces,
                "accelerators": self.accelerators,
                "devices": self.devices,
                "needs": self.needs,
            }
        )

    def _fabric(self, type_: Accelerator, nodes: int, extra: int) -> FabricPlan:
        extra = self.whole_number("extra_interfaces", extra, 0, type_.host.max_network_interfaces)
        try:
            return plan_fabric(type_.instance_type, nodes, extra_interfaces=extra)
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None

    def _settings(self, type_: Accelerator, efas: int, args: AcceleratorPoolArgs) -> NodeSettings:
        replicas = args.get("time_slicing_replicas", 0)
        if replicas:
            replicas = self.whole_number("time_slicing_replicas", replicas, FEWEST_REPLICAS, MOST_REPLICAS)
        try:
            return plan_node_settings(
                type_,
                args["kubernetes_version"],
                own_image="own_image" in args,
                mig_profile=args.get("mig_profile", ""),
                time_slicing_replicas=replicas,
                local_storage=args.get("local_storage", ""),
                efa_interfaces=efas,
            )
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None

    def _checked_purchase(self, type_: Accelerator, word: str) -> Purchase:
        purchase = PURCHASES[self.one_of("purchase", word, PURCHASES)]
        if purchase.usage_class not in type_.usage_classes:
            sold = [way for way, each in PURCHASES.items() if each.usage_class in type_.usage_classes]
            raise self.refuse(
                "purchase", f"is {word!r}", f"{type_.instance_type} cannot be bought so, only as {', '.join(sold)}"
            )
        return purchase

    def _checked_reservation(self, purchase: Purchase, args: AcceleratorPoolArgs) -> str:
        """The reservation of a purchase that has one, and none of any other."""
        reservation_id = args.get("reservation_id", "")
        how = args["purchase"]
        if not purchase.reserved and reservation_id:
            reserved = " or ".join(repr(word) for word, way in PURCHASES.items() if way.reserved)
            raise self.refuse(
                "reservation_id", f"is given with purchase {how!r}", f"leave it out, or make the purchase {reserved}"
            )
        if purchase.reserved:
            right = f"purchase {how!r} needs the id of yours, such as 'cr-0123456789abcdef0'"
            self.matching("reservation_id", reservation_id, RESERVATION_ID, right)
        return reservation_id
