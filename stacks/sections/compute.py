"""The cluster, its nodes, and what its pods may do."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import (
    KUBERNETES_VERSION,
    MIG_PROFILE,
    CacheUser,
    Cidr,
    ImageId,
    InstanceTypeName,
    Instant,
    KubernetesName,
    LogDays,
    Name,
    PlacementGroupName,
    ReservationId,
    RoleArn,
    Version,
    Zone,
)


class Cluster(Section):
    """The EKS cluster. Its API is reached from inside the network only, unless ranges are named."""

    kubernetes_version: Annotated[str, Field(pattern=KUBERNETES_VERSION)]
    """Minor version in quotes, such as "1.35"; one the catalogue has pinned add-ons and images for."""
    admin_role_arns: Annotated[tuple[RoleArn, ...], Field(min_length=1)]
    """IAM roles that administrate the cluster."""
    public_endpoint_cidrs: tuple[Cidr, ...] = ()
    """Ranges of the internet from which the API can be reached; never all of it. Default: none."""
    service_cidr: Cidr = "172.20.0.0/16"
    """Private range of the cluster's services, a /12 to a /24 apart from the network. Default: 172.20.0.0/16."""
    karpenter_version: Version | None = None
    """Version of Karpenter the cluster layer runs, such as "1.15.1"; for pools it starts nodes of. Default: none."""
    without_deletion_protection: bool = False
    """Whether AWS may delete the cluster at once when asked to: for throwaway environments. Default: false."""
    log_retention_days: LogDays = 365
    """Days the control plane's logs are kept; a value CloudWatch Logs accepts. Default: 365."""


class NodePool(Section):
    """General CPU nodes, a node group in each zone."""

    instance_types: Annotated[tuple[InstanceTypeName, ...], Field(min_length=1, max_length=20)]
    """Instance types, the preferred first, all with the same processor, such as m7i.xlarge."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=4)]
    """Zones the nodes are in; zones of the network."""
    min_nodes: Annotated[int, Field(ge=0, le=1800)]
    """Nodes there are at least, over all zones."""
    max_nodes: Annotated[int, Field(ge=1, le=1800)]
    """Nodes there are at most, over all zones."""
    disk_gib: Annotated[int, Field(ge=20, le=16_384)] = 100
    """Size of each node's disk in GiB. Default: 100."""


class Software(Section):
    """Versions in the images of the jobs of a pool; they are checked against its nodes and against each other."""

    cuda: Version | None = None
    """CUDA, such as "12.9". Default: not checked."""
    efa_installer: Version | None = None
    """EFA installer, such as "1.50.0". Default: not checked."""
    libfabric: Version | None = None
    """libfabric, such as "2.6.0". Default: not checked."""
    aws_ofi_nccl: Version | None = None
    """Plugin that carries NCCL over EFA, such as "1.21.1". Default: not checked."""
    nccl: Version | None = None
    """NCCL, such as "2.31.2". Default: not checked."""


class CapacityStep(Section):
    """One way to get the nodes of a pool. Where it has none, the next one is tried."""

    purchase: Literal["on_demand", "spot", "reservation", "capacity_block"]
    """How the nodes are bought: on_demand, spot, a reservation you own, or a capacity block you bought."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=4)]
    """Zones the nodes may be in, the preferred first; the one of the reservation or block. Zones of the network."""
    reservation_id: ReservationId | None = None
    """Reservation or capacity block, such as cr-0123456789abcdef0; with those purchases only. Default: none."""
    reserved_nodes: Annotated[int, Field(ge=1, le=450)] | None = None
    """Instances the reservation or block holds; needed with those purchases. Default: none."""
    matching: Literal["targeted", "open"] = "targeted"
    """How nodes find a reservation: by its id, or any open one of the type in the zone. Default: targeted."""
    placement_group: PlacementGroupName | None = None
    """Placement group the reservation was made in. Default: none."""
    starts: Instant | None = None
    """When the reservation or block begins, in UTC, such as 2026-12-01T11:30:00Z; needed of a block. Default: none."""
    ends: Instant | None = None
    """When it ends, in UTC; its nodes go 30 minutes before. Needed of a block. Default: none."""


class AcceleratorPool(Section):
    """Accelerator nodes of one type, joined by EFA where the type has it."""

    instance_type: InstanceTypeName
    """Accelerated or hpc type, such as p5.48xlarge or trn2.48xlarge; one offered in the zones of its capacity."""
    nodes: Annotated[int, Field(ge=0, le=450)]
    """Nodes there are at least, and at the start, in the first zone of the first step."""
    max_nodes: Annotated[int, Field(ge=1, le=450)]
    """Nodes each zone of a step gives at most; of what is reserved, not more than there is."""
    capacity: Annotated[tuple[CapacityStep, ...], Field(min_length=1, max_length=8)]
    """Ways to get the nodes, 1 to 8: the preferred first, the others its fallbacks."""
    provisioner: Literal["node_groups", "karpenter"] = "node_groups"
    """Who starts nodes: EKS's node groups, or Karpenter when pods need them. Default: node_groups."""
    wall_time_hours: Annotated[int, Field(ge=1, le=8760)] | None = None
    """Hours the longest job runs; a block that ends before is refused. Default: none."""
    disk_gib: Annotated[int, Field(ge=20, le=16_384)] = 200
    """Size of each node's root disk in GiB. Default: 200."""
    extra_interfaces: Annotated[int, Field(ge=0, le=80)] = 0
    """Plain network interfaces beside those the type needs, as far as its cards have room. Default: 0."""
    local_storage: Literal["raid0", "raid10", "mount", "none"] | None = None
    """What becomes of the local NVMe disks: one file system, the same mirrored, one each, or nothing.
    Default: raid0 where there are disks."""
    mig_profile: Annotated[str, Field(pattern=MIG_PROFILE)] | None = None
    """Part every GPU is split into, such as 1g.10gb. Default: none, GPUs are whole."""
    time_slicing_replicas: Annotated[int, Field(ge=2, le=32)] | None = None
    """Pods that take turns on a GPU, 2 to 32. Default: none, one pod has a GPU."""
    image_id: ImageId | None = None
    """Image of your own for the nodes, such as ami-0123456789abcdef0. Default: EKS's pinned image."""
    without_node_repair: bool = False
    """Whether broken nodes are left as they are, for people to look at. Default: false, EKS replaces them."""
    max_parallel_nodes_repaired_count: Annotated[int, Field(ge=1, le=450)] | None = None
    """Nodes repaired at a time, 1 to 450. Default: as many as are broken."""
    max_unhealthy_node_threshold_percentage: Annotated[int, Field(ge=1, le=100)] | None = None
    """Share of broken nodes above which none is repaired any more, 1 to 100. Default: EKS's own."""
    software: Software = Software()
    """Versions in the images of the jobs that run here. Default: none stated."""

    @property
    def zones(self) -> tuple[str, ...]:
        """Every zone its nodes may be in, the preferred first."""
        return tuple(dict.fromkeys(zone for step in self.capacity for zone in step.zones))


class Workload(Section):
    """What the pods of one Kubernetes service account may do."""

    namespace: KubernetesName
    """Namespace of the service account."""
    service_account: KubernetesName
    """Name of the service account."""
    read: tuple[Name, ...] = ()
    """Stores its pods may read: keys of `stores`. Default: none."""
    write: tuple[Name, ...] = ()
    """Stores its pods may read and write: keys of `stores`. Default: none."""
    erase: tuple[Name, ...] = ()
    """Stores in which its pods find and delete every version of an object, for a person who asks to be erased: keys of
    `stores`. Default: none."""
    caches: dict[Name, CacheUser] = {}
    """Caches its pods connect to: keys of `caches`, and as which of the cache's users. Default: none."""
