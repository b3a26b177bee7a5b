"""The configuration of a stack on Google Cloud (`cloud: google`) as one strict, frozen model."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import CIDR, OWNER, Cidr, Jurisdiction, KubernetesName, Name

PROJECT_ID = r"^[a-z][a-z0-9-]{4,28}[a-z0-9]$"
PROJECT_NUMBER = r"^[1-9][0-9]{5,18}$"
GOOGLE_REGION = r"^[a-z]+-[a-z]+[0-9]+$"
GOOGLE_ZONE = r"^[a-z]+-[a-z]+[0-9]+-[a-z][a-z0-9]*$"
GKE_VERSION = r"^1\.[0-9]{2}(\.[0-9]+-gke\.[0-9]+)?$"
MACHINE_TYPE = r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$"
TOPOLOGY = r"^[1-9][0-9]*(x[1-9][0-9]*){1,2}$"
BUCKET = r"^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$"
IMAGES = r"^[a-z]+(-[a-z]+[0-9]+)?/[a-z][a-z0-9-]{0,62}$"

GOOGLE_RIGHT = {
    PROJECT_ID: "the id of a project is right, such as 'ml-platform-prod'",
    PROJECT_NUMBER: 'the number of the project in quotes is right, such as "123456789012"',
    GOOGLE_REGION: "a region of Google Cloud is right, such as 'europe-west4'",
    GOOGLE_ZONE: "a zone of Google Cloud is right, such as 'europe-west4-a'",
    GKE_VERSION: 'a version of GKE in quotes is right, such as "1.34.1-gke.3084001" or "1.34"',
    MACHINE_TYPE: "a machine type of Google Cloud is right, such as 'ct6e-standard-4t' or 'n2-standard-4'",
    TOPOLOGY: "edges joined by x are right, such as '4x4' or '2x2x4'",
    BUCKET: "the name of a bucket is right, such as 'ml-platform-datasets'",
    IMAGES: "a region and a repository are right, such as 'europe-west4/training'",
}
"""What is right where a value does not match a pattern."""

GoogleZone = Annotated[str, Field(pattern=GOOGLE_ZONE)]
MachineType = Annotated[str, Field(pattern=MACHINE_TYPE)]
Bucket = Annotated[str, Field(pattern=BUCKET)]
Images = Annotated[str, Field(pattern=IMAGES)]
Range = Annotated[str, Field(pattern=CIDR)]


class GoogleNetwork(Section):
    """The VPC network: one private subnet with ranges for nodes, pods and services."""

    nodes_cidr: Range
    """Private range of the nodes, a /9 to a /28, such as 10.60.0.0/20."""
    pods_cidr: Range
    """Private range of the pods, a /9 to a /21; a node takes a /24 of it."""
    services_cidr: Range
    """Private range of the cluster's services, a /9 to a /27."""
    flow_log_sampling: Annotated[float, Field(gt=0, le=1)] = 0.5
    """Share of the connections that flow logs record, above 0 to 1. Default: 0.5."""


class GoogleKeys(Section):
    """The key of Cloud KMS that boot disks and Kubernetes secrets are encrypted with."""

    rotation_days: Annotated[int, Field(ge=1, le=365)] = 90
    """Days after which the key gets new material, 1 to 365. Default: 90."""
    destroy_days: Annotated[int, Field(ge=1, le=120)] = 30
    """Days in which the destruction of a version can be taken back, 1 to 120. Default: 30."""
    protection_level: Literal["HSM", "SOFTWARE"] = "HSM"
    """Where the key is held: a hardware module (HSM) or software. Default: HSM."""


class GoogleCluster(Section):
    """The GKE cluster. Its API has a private address only."""

    kubernetes_version: Annotated[str, Field(pattern=GKE_VERSION)]
    """Version in quotes: a whole one, such as "1.34.1-gke.3084001", or a minor one ("1.34": GKE picks the patch)."""
    release_channel: Literal["RAPID", "REGULAR", "STABLE", "EXTENDED"] = "REGULAR"
    """Channel that patches come from; a new minor version only comes from this file. Default: REGULAR."""
    authorized_cidrs: tuple[Cidr, ...] = ()
    """Private ranges, beside the network's, from which the API can be reached. Default: none."""
    control_plane_cidr: Range = "172.16.0.0/28"
    """Private /28 of the control plane, apart from the network's ranges. Default: 172.16.0.0/28."""
    image_repositories: tuple[Images, ...] = ()
    """Repositories of Artifact Registry that nodes pull from, as region/repository. Default: none."""
    without_deletion_protection: bool = False
    """Whether the provider may delete the cluster when asked to: for throwaway environments. Default: false."""


class GoogleNodePool(Section):
    """General CPU nodes of the GKE cluster."""

    machine_type: MachineType
    """Machine type without accelerators, such as n2-standard-4."""
    zones: Annotated[tuple[GoogleZone, ...], Field(min_length=1, max_length=4)]
    """Zones of the region the nodes are in, such as europe-west4-a."""
    min_nodes: Annotated[int, Field(ge=0, le=1000)]
    """Nodes there are at least, over all zones."""
    max_nodes: Annotated[int, Field(ge=1, le=1000)]
    """Nodes there are at most, over all zones."""
    disk_gib: Annotated[int, Field(ge=20, le=65_536)] = 100
    """Size of each node's boot disk in GiB. Default: 100."""


class TpuPool(Section):
    """TPU nodes of one machine type, joined in one topology, in one zone."""

    machine_type: MachineType
    """TPU machine type, such as ct6e-standard-4t: the number before t is its chips."""
    topology: Annotated[str, Field(pattern=TOPOLOGY)]
    """Shape the chips are joined in, such as 4x4 (v5e, v6e) or 2x2x4 (v5p, tpu7x)."""
    zone: GoogleZone
    """Zone the nodes are in; one that has the machine's generation of TPU, and that of the reservation."""
    purchase: Literal["on_demand", "spot", "reservation", "flex_start", "queued"]
    """How the nodes are bought: on_demand, spot, a reservation you own, or when a job asks (flex_start, queued)."""
    reservation_name: str | None = None
    """Reservation the nodes are taken from, such as tpu-2026; with that purchase only. Default: none."""
    slices: Annotated[int, Field(ge=0, le=1000)]
    """Slices there are at least, and at the start; 0 or 1 of a topology over several nodes."""
    max_slices: Annotated[int, Field(ge=1, le=1000)]
    """Slices there are at most; 1 of a topology over several nodes."""
    max_run_hours: Annotated[int, Field(ge=1, le=168)] = 24
    """Hours after which a node of flex_start or queued goes. Default: 24."""
    disk_gib: Annotated[int, Field(ge=20, le=65_536)] = 100
    """Size of each node's boot disk in GiB. Default: 100."""


class GoogleWorkload(Section):
    """What the pods of one Kubernetes service account on GKE may do."""

    namespace: KubernetesName
    """Namespace of the service account."""
    service_account: KubernetesName
    """Name of the service account."""
    read: dict[Name, Bucket] = {}
    """Buckets its pods may read, by a short name. Default: none."""
    write: dict[Name, Bucket] = {}
    """Buckets its pods may read and write, by a short name. Default: none."""


class GoogleSettings(Section):
    """The platform of one environment on Google Cloud."""

    cloud: Literal["google"]
    """Cloud the stack is on: google. A stack without the key is on aws."""
    layer: Literal["cloud"]
    """Layer of the platform this stack is: cloud."""
    environment: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,14}[a-z0-9]$")]
    """Name of the environment, such as prod; a label, and part of names."""
    owner: Annotated[str, Field(pattern=OWNER)]
    """Who answers for the stack, such as ml-platform@example.com; a label."""
    project_id: Annotated[str, Field(pattern=PROJECT_ID)]
    """Project the stack is deployed to, such as ml-platform-prod."""
    project_number: Annotated[str, Field(pattern=PROJECT_NUMBER)]
    """Number of that project, in quotes; Google's own agents are named by it."""
    region: Annotated[str, Field(pattern=GOOGLE_REGION)]
    """Region the stack is deployed to, such as europe-west4."""
    residency: tuple[Jurisdiction, ...] = ()
    """Jurisdictions everything must be in, such as eu; the region's must be one of them. Default: none declared."""
    network: GoogleNetwork
    """The VPC network everything is in."""
    keys: GoogleKeys = GoogleKeys()
    """The encryption key. Default: the defaults of its keys."""
    cluster: GoogleCluster
    """The GKE cluster."""
    node_pools: dict[Name, GoogleNodePool]
    """CPU nodes of the cluster, by name; one pool at least."""
    tpu_pools: dict[Name, TpuPool] = {}
    """TPU nodes of the cluster, by name. Default: none."""
    workloads: dict[Name, GoogleWorkload] = {}
    """What service accounts of the cluster may do, by name. Default: none."""
