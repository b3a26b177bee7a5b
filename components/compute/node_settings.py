"""What the nodes of an accelerator pool are set to: image, labels, taint, local disks, how their devices are shared.

Pure, nothing is declared here: the component and the checks of stack files ask the same plan and say the same words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.clusters import NodeImage, node_image
from catalogue.families import Family, family, mig_accelerators, mig_profiles
from catalogue.instances import Accelerator
from catalogue.unknown import UnknownFact
from components.compute.setting_error import SettingError

# Our words for nodeadm's strategies, and the disks each takes at least:
# https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/#localstoragestrategy
LOCAL_STORAGE: Mapping[str, str] = MappingProxyType(
    {"raid0": "RAID0", "raid10": "RAID10", "mount": "Mount", "none": ""}
)
FEWEST_DISKS_OF_A_MIRROR = 2

# NVIDIA sets no limit to time slicing. Below a thirty-second of the smallest GPU here (16 GiB) there is hardly more
# memory than the context of one process takes.
FEWEST_REPLICAS, MOST_REPLICAS = 2, 32
SHARED_IN_TIME = ("nvidia", "nvidia_imex")

EFA_PLUGIN = "efa-device-plugin"
MIG_MANAGER = "nvidia-mig-manager"
NOT_IN_A_LABEL = re.compile(r"[^A-Za-z0-9._]+")


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Settings of the nodes of one pool."""

    image: NodeImage | None
    """The pinned image of EKS; None where the image is the caller's own."""
    labels: Mapping[str, str]
    """Labels schedulers select the nodes by, and those that tell node agents how to share a GPU."""
    taint: str
    """Key of the taint that keeps other pods away."""
    local_storage: str
    """nodeadm's word for what it does with the local disks; empty where it leaves them alone."""
    devices: Mapping[str, int]
    """What pods can ask a node for, by resource name."""
    needs: tuple[str, ...]
    """What has to run in the cluster before a pod can use the devices."""


def plan_node_settings(
    type_: Accelerator,
    kubernetes_version: str,
    *,
    own_image: bool = False,
    mig_profile: str = "",
    time_slicing_replicas: int = 0,
    local_storage: str = "",
    efa_interfaces: int = 0,
) -> NodeSettings:
    """The settings of nodes of a type; "" and 0 are what nobody asked for. Raises SettingError."""
    group = family(type_.family)
    image = _image(type_, group, kubernetes_version, own_image)
    _check_sharing(type_, group, mig_profile, time_slicing_replicas)
    labels = {
        "groundwork/family": type_.family,
        "groundwork/accelerator": NOT_IN_A_LABEL.sub("-", type_.accelerator).strip("-"),
        "groundwork/accelerator-count": f"{type_.accelerator_count:g}",
        "groundwork/accelerator-memory-mib": str(type_.accelerator_memory_mib),
        "groundwork/efa-interfaces": str(efa_interfaces),
    }
    if mig_profile:
        # The name of a layout that NVIDIA's MIG manager brings along: this profile on all GPUs of the node.
        labels["nvidia.com/mig.config"] = f"all-{mig_profile}"
    if time_slicing_replicas:
        # The name of a configuration the cluster layer gives NVIDIA's device plugin.
        labels["nvidia.com/device-plugin.config"] = f"time-slicing-{time_slicing_replicas}"
    return NodeSettings(
        image,
        MappingProxyType(labels),
        group.kind.taint,
        _local_storage(type_, local_storage),
        MappingProxyType(_devices(type_, group, mig_profile, time_slicing_replicas)),
        (*group.kind.needs, *([MIG_MANAGER] if mig_profile else []), *([EFA_PLUGIN] if efa_interfaces else [])),
    )


def _image(type_: Accelerator, group: Family, version: str, own_image: bool) -> NodeImage | None:
    name = type_.instance_type
    if group.refused:
        raise SettingError("instance_type", f"is {name!r}, which {group.refused}", group.instead)
    if own_image:
        return None
    if not group.kind.image_kind:
        raise SettingError(
            "instance_type",
            f"is {name!r}, and no image of EKS has a driver for {type_.accelerator}",
            "give an image of your own that has one: image_id",
        )
    try:
        image = node_image(version, group.kind.image_kind, type_.architecture)
    except UnknownFact as unknown:
        raise SettingError("kubernetes_version", f"is {version!r}", str(unknown)) from None
    if image.release_day < group.image_since:
        raise SettingError(
            "instance_type",
            f"is {name!r}, which images of EKS run from {group.image_since} on, and the pinned one of "
            f"Kubernetes {version} is {image.release_version}",
            "give an image of your own with the driver (image_id), or choose a type of another family",
        )
    return image


def _check_sharing(type_: Accelerator, group: Family, profile: str, replicas: int) -> None:
    if profile and replicas:
        raise SettingError(
            "time_slicing_replicas", f"is {replicas} beside mig_profile {profile!r}", "a GPU is shared in one way"
        )
    profiles = mig_profiles(type_)
    if profile and not profiles:
        able = ", ".join(name.removeprefix("NVIDIA ") for name in mig_accelerators())
        raise SettingError("mig_profile", f"is {profile!r}, and {type_.accelerator} cannot be split", f"{able} can")
    if profile and profile not in profiles:
        raise SettingError(
            "mig_profile",
            f"is {profile!r}, which {type_.accelerator} with {type_.accelerator_memory_mib} MiB does not have",
            f"{', '.join(profiles)} is right",
        )
    if not replicas:
        return
    if group.kind.kind not in SHARED_IN_TIME:
        raise SettingError(
            "time_slicing_replicas",
            f"is {replicas}, and {type_.instance_type} has no NVIDIA GPU",
            "leave it out: only those are shared in time",
        )
    if type_.accelerator_count < 1:
        raise SettingError(
            "time_slicing_replicas",
            f"is {replicas}, and {type_.instance_type} has a part of a GPU already",
            "leave it out, or choose a type with a whole one",
        )


def _local_storage(type_: Accelerator, wanted: str) -> str:
    if wanted in ("", "none"):
        return "" if wanted or not type_.nvme_disks else LOCAL_STORAGE["raid0"]
    if wanted not in LOCAL_STORAGE:
        raise SettingError("local_storage", f"is {wanted!r}", f"{', '.join(LOCAL_STORAGE)} is right")
    if not type_.nvme_disks:
        raise SettingError(
            "local_storage", f"is {wanted!r}, and {type_.instance_type} has no local disks", "leave it out"
        )
    if wanted == "raid10" and type_.nvme_disks < FEWEST_DISKS_OF_A_MIRROR:
        raise SettingError(
            "local_storage", f"is 'raid10', and {type_.instance_type} has one local disk", "'raid0' or 'mount' is right"
        )
    return LOCAL_STORAGE[wanted]


def _devices(type_: Accelerator, group: Family, profile: str, replicas: int) -> dict[str, int]:
    if not group.kind.resource:
        return {}
    if profile:
        # The plugin's strategy `mixed`, the only one in which a resource says what it is.
        return {f"nvidia.com/mig-{profile}": type_.devices * mig_profiles(type_)[profile]}
    return {group.kind.resource: type_.devices * max(replicas, 1)}
