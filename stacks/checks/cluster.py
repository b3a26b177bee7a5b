"""The cluster: its version, its zones, who reaches it, and that it has nodes."""

from collections.abc import Iterator
from ipaddress import IPv4Network

import catalogue
from catalogue.clusters import kubernetes_versions
from stacks.checks.network import log_faults, range_fault
from stacks.fault import Fault, listed
from stacks.settings import Settings

# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
FEWEST_ZONES = 2
# An office has some thousand addresses; a larger range is no longer "those we know".
WIDEST_PUBLIC_RANGE = 16


def cluster_faults(settings: Settings) -> Iterator[Fault]:
    cluster = settings.cluster
    if cluster is None:
        for section in ("node_pools", "accelerator_pools", "workloads"):
            if getattr(settings, section):
                yield Fault((section,), "needs a cluster, and the stack has none", "add the section 'cluster'")
        return
    yield from _version_faults(cluster.kubernetes_version)
    yield from _zone_faults(settings)
    yield from log_faults(("cluster", "log_retention_days"), cluster.log_retention_days)
    yield from _endpoint_faults(cluster.public_endpoint_cidrs)
    yield from _admin_faults(settings, cluster.admin_role_arns)
    if not settings.node_pools:
        yield Fault(
            ("cluster",),
            "has no ordinary nodes, and its add-ons (DNS, storage) do not run on GPU nodes",
            "add a pool to 'node_pools'",
        )


def _version_faults(version: str) -> Iterator[Fault]:
    path = ("cluster", "kubernetes_version")
    usable = [each.version for each in kubernetes_versions().values() if each.supported and each.addons]
    known = kubernetes_versions().get(version)
    if known is None:
        yield Fault(path, f"unknown Kubernetes version {version!r}", f"{listed(usable)} is right")
    elif not known.supported:
        yield Fault(
            path,
            f"is {version!r}, which EKS supported until {known.extended_support_end}",
            f"{listed(usable)} is right",
        )
    elif version not in usable:
        yield Fault(
            path, f"is {version!r}, which the catalogue has no pinned add-ons for", f"{listed(usable)} is right"
        )


def _zone_faults(settings: Settings) -> Iterator[Fault]:
    zones = settings.network.zones
    if len(set(zones)) < FEWEST_ZONES:
        yield Fault(
            ("network", "zones"),
            f"has one zone ({zones[0]}), and a cluster needs subnets in 2",
            "add a zone; pools can still be in one",
        )
    try:
        region = catalogue.region(settings.region)
    except catalogue.UnknownFact:
        return
    for place, zone in enumerate(zones):
        if zone in region.zones_without_eks:
            others = [each for each in region.zones if each not in region.zones_without_eks]
            yield Fault(
                ("network", "zones", place), f"EKS has no control plane in {zone!r}", f"{listed(others)} is right"
            )


def _endpoint_faults(cidrs: tuple[str, ...]) -> Iterator[Fault]:
    for place, cidr in enumerate(cidrs):
        path = ("cluster", "public_endpoint_cidrs", place)
        fault = range_fault(path, cidr)
        if fault:
            yield fault
        elif IPv4Network(cidr).prefixlen < WIDEST_PUBLIC_RANGE:
            whom = "the whole internet" if IPv4Network(cidr).prefixlen == 0 else "far more than you know"
            yield Fault(path, f"{cidr!r} opens the cluster to {whom}", "name the ranges people work from, or none")
        elif IPv4Network(cidr).is_private:
            yield Fault(path, f"{cidr!r} is private, and never reaches a public endpoint", "name public ones, or none")


def _admin_faults(settings: Settings, arns: tuple[str, ...]) -> Iterator[Fault]:
    try:
        partition = catalogue.region(settings.region).partition
    except catalogue.UnknownFact:
        return
    for place, arn in enumerate(arns):
        if arn.split(":")[1] != partition:
            yield Fault(
                ("cluster", "admin_role_arns", place),
                f"{arn!r} is of the partition {arn.split(':')[1]!r}, and {settings.region} of {partition!r}",
                f"a role of {partition!r} is right",
            )
