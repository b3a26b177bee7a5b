"""Kubernetes on EKS: versions and how long they are supported, pinned add-on versions, pinned node images.

Nothing here follows "latest": a newer version is a new row, and a change of the stack's graph that a person reviews.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class KubernetesVersion:
    """A minor version of Kubernetes on EKS."""

    version: str
    standard_support_end: date
    """Last day without the extended-support surcharge."""
    extended_support_end: date
    """Day after which EKS upgrades the cluster by itself."""
    as_of: date
    """Day the row was true."""
    addons: Mapping[str, str]
    """Pinned version of each add-on, by the add-on's name."""

    @property
    def in_standard_support(self) -> bool:
        """Whether the version was in standard support on the day of the row."""
        return self.as_of <= self.standard_support_end

    @property
    def supported(self) -> bool:
        """Whether EKS still made clusters of the version on the day of the row."""
        return self.as_of <= self.extended_support_end


@dataclass(frozen=True, slots=True)
class NodeImage:
    """A pinned image of EKS for nodes."""

    kind: str
    """What it is for: standard, nvidia, neuron, bottlerocket, bottlerocket_nvidia."""
    architecture: str
    """x86_64 or arm64."""
    ami_type: str
    """EKS's word for it, such as AL2023_x86_64_NVIDIA."""
    kubernetes_version: str
    release_version: str
    """EKS's release of the image, such as 1.35.7-20260903."""

    @property
    def release_day(self) -> str:
        """Day of the release as YYYYMMDD; the images of Amazon Linux are named by it."""
        return self.release_version.rpartition("-")[2]


def kubernetes(version: str) -> KubernetesVersion:
    """The EKS version of that name."""
    found = kubernetes_versions().get(version)
    if found is None:
        raise UnknownFact("Kubernetes version", version, kubernetes_versions())
    return found


def eks_version(version: str) -> KubernetesVersion:
    """The same as `kubernetes`, by EKS's word."""
    return kubernetes(version)


def addon_version(addon: str, kubernetes_version: str) -> str:
    """The pinned version of an add-on for a Kubernetes version."""
    addons = kubernetes(kubernetes_version).addons
    if addon not in addons:
        raise UnknownFact(f"add-on of Kubernetes {kubernetes_version}", addon, addons)
    return addons[addon]


def node_image(kubernetes_version: str, kind: str, architecture: str = "x86_64") -> NodeImage:
    """The pinned image of a kind for a Kubernetes version and a processor."""
    known = kubernetes(kubernetes_version).version
    images = {(image.kind, image.architecture): image for image in _images()[known]}
    if (kind, architecture) not in images:
        words = [f"{kind_} {architecture_}" for kind_, architecture_ in images]
        raise UnknownFact(f"node image of Kubernetes {known}", f"{kind} {architecture}", words)
    return images[kind, architecture]


def ami(ami_type: str, kubernetes_version: str) -> NodeImage:
    """The pinned image of an EKS AMI type, such as AL2023_x86_64_NVIDIA."""
    known = kubernetes(kubernetes_version).version
    images = {image.ami_type: image for image in _images()[known]}
    if ami_type not in images:
        raise UnknownFact(f"AMI type of Kubernetes {known}", ami_type, images)
    return images[ami_type]


@cache
def kubernetes_versions() -> Mapping[str, KubernetesVersion]:
    """Every version, by name."""
    return {
        row["version"]: KubernetesVersion(
            row["version"],
            date.fromisoformat(row["standard_support_end"]),
            date.fromisoformat(row["extended_support_end"]),
            date.fromisoformat(row["as_of"]),
            MappingProxyType(
                {
                    addon["addon"]: addon["addon_version"]
                    for addon in table("eks_addons")
                    if addon["kubernetes_version"] == row["version"]
                }
            ),
        )
        for row in table("eks_versions")
    }


@cache
def _images() -> Mapping[str, tuple[NodeImage, ...]]:
    found: dict[str, list[NodeImage]] = {version: [] for version in kubernetes_versions()}
    for row in table("ami_kinds"):
        image = NodeImage(
            row["kind"], row["architecture"], row["ami_type"], row["kubernetes_version"], row["release_version"]
        )
        found[image.kubernetes_version].append(image)
    return {version: tuple(images) for version, images in found.items()}
