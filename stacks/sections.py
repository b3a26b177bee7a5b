"""The sections of a stack file. What each key says here is what editors show, and what the schema holds."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from stacks.words import (
    CIDR,
    KUBERNETES_VERSION,
    MIG_PROFILE,
    PURPOSE,
    Cidr,
    DataClass,
    ImageId,
    InstanceTypeName,
    Instant,
    KubernetesName,
    LogDays,
    Name,
    PlacementGroupName,
    Repository,
    ReservationId,
    RoleArn,
    Service,
    Version,
    Zone,
)

DEFAULT_ENDPOINTS = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "kms", "logs", "sts")


class Section(BaseModel):
    """What all sections have in common: nothing is converted, nothing unknown passes, nothing changes later."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )


class Network(Section):
    """The VPC: private, public and isolated subnets in each zone."""

    cidr: Annotated[str, Field(pattern=CIDR)]
    """Range of the VPC, a /16 to a /22 of private address space, such as 10.40.0.0/16. It cannot be changed later."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=4)]
    """Zone ids, 1 to 4, such as eun1-az1. A cluster needs 2. Add and remove zones at the end of the list."""
    nat: Literal["per_zone", "single", "none"] = "per_zone"
    """Way to the internet: a NAT gateway in each zone, a single one (cheaper), or none. Default: per_zone."""
    interface_endpoints: tuple[Service, ...] = DEFAULT_ENDPOINTS
    """AWS services reached without the internet. Default: those a private EKS cluster needs."""
    flow_log_retention_days: LogDays = 365
    """Days the record of all connections is kept; a value CloudWatch Logs accepts. Default: 365."""
    peer_cidrs: tuple[Cidr, ...] = ()
    """Ranges of networks this one is to be joined with; none may overlap it. Default: none."""


class Keys(Section):
    """The encryption keys: one for each data class in use."""

    deletion_window_days: Annotated[int, Field(ge=7, le=30)] = 30
    """Days in which the deletion of a key can be taken back, 7 to 30. Default: 30."""
    rotation_days: Annotated[int, Field(ge=90, le=2560)] = 365
    """Days after which a key gets new material, 90 to 2560. Default: 365."""


class Audit(Section):
    """The audit trail: every call to the account, and every object read or written in the stores."""

    retention_days: Annotated[int, Field(ge=180, le=3650)] = 400
    """Days the trail is kept and cannot be deleted, 180 (AI Act, article 19) to 3650. Default: 400."""
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    """Who can shorten that: holders of a special permission, or nobody (COMPLIANCE). Default: GOVERNANCE."""


class Store(Section):
    """An encrypted, versioned bucket."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as training-data; a tag."""
    retention_days: Annotated[int, Field(ge=1, le=3653)]
    """Days an object is kept, 1 to 3653."""
    noncurrent_retention_days: Annotated[int, Field(ge=1, le=3653)] = 30
    """Days an overwritten or deleted object is kept, 1 to 3653. Default: 30."""


class Training(Section):
    """What a step of training reads."""

    batch_bytes_per_accelerator: Annotated[float, Field(gt=0, le=1e16)]
    """Bytes each accelerator reads for a step, such as 4.0e+8."""
    step_seconds: Annotated[float, Field(gt=0, le=86_400)]
    """Time of a step in seconds; its batch is there before it ends."""
    files_per_step: Annotated[float, Field(ge=0, le=1_000_000)] = 0
    """Files each accelerator opens for a step. Default: 0, a few large ones that stay open."""


class Checkpoint(Section):
    """What a checkpoint writes."""

    bytes: Annotated[float, Field(gt=0, le=1e18)]
    """Size of a whole checkpoint, weights and optimiser state of all shards, in bytes, such as 1.4e+12."""
    interval_seconds: Annotated[float, Field(gt=0, le=604_800)]
    """Seconds from one checkpoint to the next."""
    allowed_stall_seconds: Annotated[float, Field(ge=0, le=604_800)]
    """Seconds training may stand still for one; 0: it is written in the background while training reads."""
    kept: Annotated[int, Field(ge=1, le=1000)] = 2
    """Checkpoints it holds at a time. Default: 2, the one being written and the one before it."""


class Filesystem(Section):
    """An FSx for Lustre file system in front of a store, for nodes that read it again and again.

    How large and how fast it is follows from what it feeds; `python -m stacks storage STACK` shows it.
    """

    pools: Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]
    """Pools it feeds: keys of `accelerator_pools` that start in one zone, where it is then too. Of each pool
    `max_nodes` nodes read at a time, whichever step of its capacity they come from."""
    store: Name
    """Store it is linked to: a key of `stores`."""
    gigabytes_per_second_per_accelerator: Annotated[float, Field(gt=0, le=100)] | None = None
    """What each accelerator reads, in gigabytes a second. Either this or `training`. Default: none."""
    training: Training | None = None
    """What a step of training reads, and how long it takes. Default: none, the rate is given."""
    checkpoint: Checkpoint | None = None
    """What a checkpoint writes, how often, and how long training may stand still for it. Default: none."""
    dataset_bytes: Annotated[float, Field(ge=0, le=1e18)] = 0
    """Bytes it holds beside checkpoints, however slow. Default: 0, the speed decides."""
    deployment_type: Literal["PERSISTENT_2", "PERSISTENT_1", "SCRATCH_2"] = "PERSISTENT_2"
    """PERSISTENT_2 and PERSISTENT_1 replace failed servers, SCRATCH_2 does not. Default: PERSISTENT_2."""
    storage_type: Literal["SSD", "HDD"] = "SSD"
    """SSD, or HDD of PERSISTENT_1 for large files that are read in order. Default: SSD."""
    efa: bool = False
    """Whether nodes reach it over EFA, up to 700 Gbps each; it cannot be changed later. Default: false."""
    quota_gib: Annotated[int, Field(ge=1200, le=100_000_000)] | None = None
    """Storage of this kind the account may have, in GiB. Default: what every account has, 100800 on SSD."""


class Registry(Section):
    """The image registry: immutable tags, scanned images."""

    repositories: Annotated[tuple[Repository, ...], Field(min_length=1)]
    """Names of the repositories."""
    pull_through: tuple[Literal["public.ecr.aws", "registry.k8s.io", "quay.io"], ...] = ()
    """Public registries whose images are cached here. Default: none."""
    keep_images: Annotated[int, Field(ge=1, le=1000)] = 30
    """Images kept in each repository, 1 to 1000. Default: 30."""


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
