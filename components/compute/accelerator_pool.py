"""AcceleratorPool: accelerator nodes of one type, joined by EFA (Elastic Fabric Adapter) where they can be.

Deploys: node role, EFA security group; for each step of its capacity and each zone of it a launch template, a managed
node group, and a placement group where it helps. With Karpenter no launch template and no node group, but the role's
instance profile and access entry, and Karpenter's objects as an output for the cluster layer.
For: training and serving on NVIDIA GPUs, Trainium, Inferentia, Qualcomm AI100 and FPGAs, and what computes on the CPUs
of the hpc families. Not for: ordinary CPU nodes (NodePool), and not for several types in one pool: the interfaces of a
node, its disks and its reservation all belong to one type.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from catalogue.families import family, pool_type
from catalogue.instances import Accelerator
from components.base import PARTITIONS, Component
from components.compute.capacity_step import CapacityStep
from components.compute.fabric import efa_security_group
from components.compute.fabric_plan import FabricPlan, plan_fabric
from components.compute.fpga_access import fpga_access
from components.compute.node_repair import node_repair
from components.compute.node_settings import FEWEST_REPLICAS, MOST_REPLICAS, NodeSettings, plan_node_settings
from components.compute.node_template import (
    DISK_GIB,
    LARGEST_DISK_GIB,
    MOST_NODES,
    SMALLEST_DISK_GIB,
    node_role,
)
from components.compute.own_image import OwnImage, checked_own_image
from components.compute.pool_capacity import pool_capacity
from components.compute.pool_karpenter import declare_karpenter
from components.compute.pool_node_groups import declare_node_groups
from components.compute.pool_nodes import PoolNodes
from components.compute.setting_error import SettingError

LONGEST_JOB_HOURS = 8_760


class AcceleratorPoolArgs(TypedDict):
    """Inputs of AcceleratorPool."""

    cluster_name: Input[str]
    """Cluster the nodes join."""
    kubernetes_version: str
    """Minor version of the cluster, such as `1.34`; it decides the pinned AMI release."""
    vpc_id: Input[str]
    """VPC of the cluster."""
    subnet_ids: Mapping[str, Input[str]]
    """Private subnet of every zone the capacity is in, by zone id."""
    cluster_security_group_id: Input[str]
    """Security group of the cluster; nodes talk to the control plane and to each other's pods through it."""
    instance_type: str
    """Accelerated or hpc type, such as `p5.48xlarge`, `trn2.48xlarge` or `hpc7a.96xlarge`."""
    capacity: list[CapacityStep]
    """How nodes are got, the preferred way first, the others its fallbacks: each a group in each of its zones."""
    nodes: int
    """Nodes there are at least, and at the start, in the first zone of the first step; 0 to 450. Equal to max_nodes it
    is the pool's size, and changing it resizes the pool; below, a scaler decides how many run."""
    max_nodes: int
    """Nodes each zone of a step gives at most; of what is reserved, not more than there is."""
    disk_key_arn: Input[str]
    """Key of the root disks; its policy must let EC2 Auto Scaling's service-linked role use it."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    provisioner: NotRequired[str]
    """Who starts nodes: `node_groups` (EKS, and a scaler of their sizes) or `karpenter`. Default: node_groups."""
    karpenter_version: NotRequired[str]
    """Version of Karpenter in the cluster, such as `1.15.1`; required with it. Default: none."""
    wall_time_hours: NotRequired[int]
    """Hours the longest job runs, up to 8,760; no block may end before. Default: 0, nobody said."""
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
    """Accelerator nodes of one type, with EFA where the type has it."""

    node_role_arn: Output[str]
    """ARN of the role the nodes run under."""
    node_group_names: Output[dict[str, str]]
    """Name of each managed node group, by the reservation's id or the purchase and the zone, such as
    `on-demand-eun1-az1`."""
    launch_template_ids: Output[dict[str, str]]
    """Launch template of each node group, by the same keys."""
    scaler_priorities: Output[dict[str, float]]
    """Priority of each node group, by the same keys, for a scaler's priority expander; the highest is tried first."""
    karpenter_manifests: Output[str]
    """NodePool and EC2NodeClass of each step and zone as YAML, for the cluster layer; empty with node groups."""
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
        type_ = self.known("instance_type", args["instance_type"], pool_type)
        own_image = checked_own_image(self, args.get("own_image"))
        low = self.whole_number("nodes", args["nodes"], 0, MOST_NODES)
        high = self.whole_number("max_nodes", args["max_nodes"], max(low, 1), MOST_NODES)
        disk_gib = self.whole_number("disk_gib", args.get("disk_gib", DISK_GIB), SMALLEST_DISK_GIB, LARGEST_DISK_GIB)
        wall_time = self.whole_number("wall_time_hours", args.get("wall_time_hours", 0), 0, LONGEST_JOB_HOURS)
        capacity = pool_capacity(self, type_.host, args, low, high, wall_time)
        plan = self._fabric(type_, high, args.get("extra_interfaces", 0))
        efas = plan.efa_interfaces
        settings = self._settings(type_, efas, args)
        repair = node_repair(self, args)

        role, grants = node_role(
            self, partition, tags, args.get("image_pull_policy"), args.get("permissions_boundary_arn")
        )
        if family(type_.family).kind.kind == "fpga":
            grants.append(fpga_access(self, role))
        fabric = efa_security_group(self, plan, args["vpc_id"], tags)
        nodes = PoolNodes(
            component=self,
            capacity=capacity,
            plan=plan,
            settings=settings,
            architecture=type_.architecture,
            vcpus=type_.host.vcpus,
            cluster_name=args["cluster_name"],
            subnet_ids=args["subnet_ids"],
            cluster_group=args["cluster_security_group_id"],
            fabric=fabric,
            role=role,
            grants=grants,
            own_image=own_image,
            disk_gib=disk_gib,
            disk_key_arn=args["disk_key_arn"],
            tags=tags,
            own_labels=args.get("labels", {}),
            own_taints=args.get("taints", {}),
        )
        self.node_role_arn = role.arn
        if capacity.by_karpenter:
            self.karpenter_manifests = declare_karpenter(nodes)
            self.node_group_names = self.launch_template_ids = Output.from_input({})
        else:
            self.karpenter_manifests = Output.from_input("")
            self.node_group_names, self.launch_template_ids = declare_node_groups(nodes, repair)
        self.scaler_priorities = Output.from_input({each.key: float(each.priority) for each in capacity.groups})
        self.efa_security_group_id = fabric.id if fabric else Output.from_input("")
        self.efa_interfaces = Output.from_input(efas)
        self.accelerators = Output.from_input(type_.accelerator_count)
        self.devices = Output.from_input(dict(settings.devices))
        self.needs = Output.from_input(list(settings.needs))
        self.register_outputs(
            {
                "nodeRoleArn": self.node_role_arn,
                "nodeGroupNames": self.node_group_names,
                "launchTemplateIds": self.launch_template_ids,
                "scalerPriorities": self.scaler_priorities,
                "karpenterManifests": self.karpenter_manifests,
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
