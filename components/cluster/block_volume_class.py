"""BlockVolumeClass: a StorageClass whose volumes are the cheapest of EBS that do what is needed.

Deploys: one StorageClass of the EBS CSI driver. The class of volume, its IOPS and its throughput follow from the need;
claims of that class ask for `size_gib`.
For: databases, indexes and logs of single pods, and whatever else one machine mounts at a time.
Not for: what many pods write, see HomeFilesystem and SharedFilesystem; not for scratch, which is the pool's own disks.

Kubernetes never changes a StorageClass: another need makes another one of the same name. Volumes that are there keep
what they were made with.
"""

import json
import re
from typing import Any, NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from catalogue.volumes import DURABILITIES, volume_classes
from components.base import Component
from components.storage.storage_need import NeedError
from components.storage.volume_plan import VolumeNeed, VolumePlan, plan_volume

NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
MOST = 1_000_000
DURABILITY = "replicated"
PROVISIONER = "ebs.csi.aws.com"
FILE_SYSTEMS = ("ext4", "xfs")


class BlockVolumeClassArgs(TypedDict):
    """Inputs of BlockVolumeClass."""

    size_gib: int
    """What each volume holds, in GiB."""
    kms_key_arn: Input[str]
    """Key that encrypts the volumes; one the cluster's EBS CSI driver may use."""
    tags: dict[str, str]
    """Tags of every volume; Owner, Environment, DataClassification and Purpose are required."""
    iops: NotRequired[int]
    """Random reads and writes a second, of at most 16 KiB. Default: 0."""
    mib_per_second: NotRequired[int]
    """Throughput in MiB/s. Default: 0."""
    latency_ms: NotRequired[float]
    """What an operation may take, in milliseconds. Default: it does not matter, disks will do."""
    durability: NotRequired[str]
    """none, replicated (outlives a disk) or highest (99.999 % a year). Default: replicated."""
    busy_hours_a_day: NotRequired[float]
    """Hours of a day, in one stretch, at that pace; above 0, at most 24. Default: 24."""
    volume_class: NotRequired[str]
    """gp3, io2, st1 or sc1, where it has to be that one. Default: the cheapest that holds."""
    file_system: NotRequired[str]
    """ext4 or xfs. Default: ext4."""
    deletes_volumes: NotRequired[bool]
    """Whether a volume goes with its claim. Default: false, it stays and is deleted by hand."""


class BlockVolumeClass(Component):
    """A StorageClass of encrypted EBS volumes, of the kind and speed that are needed."""

    storage_class_name: Output[str]
    """Name of the StorageClass."""
    chosen_class: Output[str]
    """Class of the volumes: gp3, io2, st1 or sc1."""
    size_gib: Output[int]
    """What a claim has to ask for at least, so that the volume may be as fast, in GiB."""
    usd_a_month: Output[float]
    """List price of a volume of that size in US East."""

    def __init__(self, name: str, args: BlockVolumeClassArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        self.matching("the name", name, NAME, "a DNS label is right: claims name the class so")
        file_system = self.one_of("file_system", args.get("file_system", "ext4"), FILE_SYSTEMS)
        plan = self._plan(args)

        import pulumi_kubernetes as kubernetes  # half a second that programs of the cloud layer need not pay

        metadata: Any = {"name": name, "annotations": {"groundwork/tags": json.dumps(tags, sort_keys=True)}}
        made = kubernetes.storage.v1.StorageClass(
            name,
            metadata=metadata,
            provisioner=PROVISIONER,
            parameters=_parameters(plan, args["kms_key_arn"], file_system, tags),
            # A volume is in one zone: that of the first pod that mounts it, not of whichever zone came first.
            volume_binding_mode="WaitForFirstConsumer",
            allow_volume_expansion=True,
            reclaim_policy="Delete" if args.get("deletes_volumes", False) else "Retain",
            # Claims name it: the new one has the old one's name.
            opts=self.child(delete_before_replace=True),
        )

        self.storage_class_name = made.metadata["name"]
        self.chosen_class = Output.from_input(plan.volume_class)
        self.size_gib = Output.from_input(plan.size_gib)
        self.usd_a_month = Output.from_input(round(plan.usd_a_month or 0.0, 2))
        self.register_outputs(
            {
                "storageClassName": self.storage_class_name,
                "chosenClass": self.chosen_class,
                "sizeGib": self.size_gib,
                "usdAMonth": self.usd_a_month,
            }
        )

    def _plan(self, args: BlockVolumeClassArgs) -> VolumePlan:
        only = args.get("volume_class")
        if only is not None:
            self.one_of("volume_class", only, (each.name for each in volume_classes() if each.sold))
        need = VolumeNeed(
            self.whole_number("size_gib", args["size_gib"], 1, MOST),
            self.whole_number("iops", args.get("iops", 0), 0, MOST),
            self.whole_number("mib_per_second", args.get("mib_per_second", 0), 0, MOST),
            latency_ms=args.get("latency_ms"),
            durability=self.one_of("durability", args.get("durability", DURABILITY), DURABILITIES),
            busy_hours_a_day=args.get("busy_hours_a_day", 24),
        )
        try:
            return plan_volume(need, only)
        except NeedError as error:
            raise self.refuse(error.key, error.wrong, error.right) from None


def _parameters(plan: VolumePlan, key_arn: Input[str], file_system: str, tags: dict[str, str]) -> dict[str, Any]:
    """As the driver reads them: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md"""
    parameters: dict[str, Any] = {
        "type": plan.volume_class,
        "encrypted": "true",
        "kmsKeyId": key_arn,
        "csi.storage.k8s.io/fstype": file_system,
    }
    if plan.volume_class in ("gp3", "io2"):
        parameters["iops"] = str(plan.iops)
    if plan.volume_class == "gp3":
        parameters["throughput"] = str(plan.mib_per_second)
    if plan.volume_class == "io2":
        parameters["blockExpress"] = "true"
    for place, (key, value) in enumerate(sorted(tags.items()), start=1):
        parameters[f"tagSpecification_{place}"] = f"{key}={value}"
    return parameters
