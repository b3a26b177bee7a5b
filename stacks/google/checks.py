"""What single values of a stack on Google Cloud cannot say: combinations that Google would refuse."""

import re
from collections.abc import Callable, Iterator

from catalogue.google_regions import google_region, google_regions, jurisdictions_of_both
from catalogue.tpus import tpu_machines
from catalogue.unknown import UnknownFact, nearest
from components.compute.tpu_pool_rules import tpu_pool_faults
from components.compute.tpu_slice_plan import TpuSlicePlanError, plan_tpu_slice
from components.labels import LabelError, labels_of
from components.network.gcp_ranges import most_nodes, range_fault, range_faults
from stacks.fault import Fault, listed
from stacks.google.settings import GoogleSettings, GoogleZone, TpuPool


def google_faults_of(settings: GoogleSettings) -> list[Fault]:
    """Every fault of well-formed settings."""
    return [fault for check in CHECKS for fault in check(settings)]


def place_faults(settings: GoogleSettings) -> Iterator[Fault]:
    """The region is known, and under a jurisdiction of the residency; the owner can be a label."""
    known = jurisdictions_of_both()
    strangers = [(place, word) for place, word in enumerate(settings.residency) if word not in known]
    for place, word in strangers:
        yield Fault(("residency", place), f"unknown jurisdiction {word!r}", f"{listed(known)} is right")
    try:
        labels_of({"Owner": settings.owner})
    except LabelError as error:
        yield Fault(("owner",), error.wrong, error.right)
    try:
        region = google_region(settings.region)
    except UnknownFact as unknown:
        right = f"did you mean {unknown.nearest!r}?" if unknown.nearest else f"{listed(google_regions())} is right"
        yield Fault(("region",), f"unknown region of Google Cloud {settings.region!r}", right)
        return
    if settings.residency and not strangers and region.jurisdiction not in settings.residency:
        others = [each.name for each in google_regions().values() if each.jurisdiction in settings.residency]
        wrong = f"is {region.name!r}, in {region.jurisdiction!r}, outside the residency {listed(settings.residency)}"
        yield Fault(("region",), wrong, f"deploy to {listed(others)}" if others else "no region with TPUs is inside it")


def network_faults(settings: GoogleSettings) -> Iterator[Fault]:
    """Ranges that are private, apart from each other, and large enough for the nodes of all pools."""
    network, cluster = settings.network, settings.cluster
    found = list(
        range_faults(
            {
                "nodes_cidr": network.nodes_cidr,
                "pods_cidr": network.pods_cidr,
                "services_cidr": network.services_cidr,
                "control_plane_cidr": cluster.control_plane_cidr,
            }
        )
    )
    for argument, wrong, right in found:
        yield Fault(("cluster" if argument == "control_plane_cidr" else "network", argument), wrong, right)
    for place, cidr in enumerate(cluster.authorized_cidrs):
        fault = range_fault(cidr, 8, 32)
        if fault:
            yield Fault(("cluster", "authorized_cidrs", place), *fault)
    if found:
        return
    room, argument = most_nodes(network.nodes_cidr, network.pods_cidr)
    wanted = sum(pool.max_nodes for pool in settings.node_pools.values())
    wanted += sum(_nodes(pool) for pool in settings.tpu_pools.values())
    if wanted > room:
        wrong = f"has room for {room} nodes, and all pools together may have {wanted}"
        yield Fault(("network", argument), wrong, "a larger range is right, or fewer nodes")


def node_pool_faults(settings: GoogleSettings) -> Iterator[Fault]:
    if not settings.node_pools:
        yield Fault(("node_pools",), "is empty, and system pods do not run on TPU nodes", "add a pool of CPU nodes")
    for name, pool in settings.node_pools.items():
        path = ("node_pools", name)
        if pool.min_nodes > pool.max_nodes:
            wrong = f"is {pool.min_nodes}, more than max_nodes, which is {pool.max_nodes}"
            yield Fault((*path, "min_nodes"), wrong, f"{pool.max_nodes} or fewer is right")
        if pool.machine_type in tpu_machines():
            right = "a type without accelerators is right; TPU nodes belong to 'tpu_pools'"
            yield Fault((*path, "machine_type"), f"{pool.machine_type!r} has TPU chips", right)
        for place, zone in enumerate(pool.zones):
            yield from _zone_faults(settings, (*path, "zones", place), zone)
            if zone in pool.zones[:place]:
                yield Fault((*path, "zones", place), f"names {zone!r} a second time", "name each zone once")


def tpu_pool_section_faults(settings: GoogleSettings) -> Iterator[Fault]:
    """The pool's own rules, that its zone is the region's, and that the cluster is new enough for its chips."""
    for name, pool in settings.tpu_pools.items():
        path = ("tpu_pools", name)
        outside = list(_zone_faults(settings, (*path, "zone"), pool.zone))
        yield from outside
        if pool.slices > pool.max_slices:
            wrong = f"is {pool.slices}, more than max_slices, which is {pool.max_slices}"
            yield Fault((*path, "slices"), wrong, f"{pool.max_slices} or fewer is right")
        for argument, wrong, right in tpu_pool_faults(
            pool.machine_type,
            pool.topology,
            pool.zone,
            pool.purchase,
            pool.reservation_name or "",
            pool.slices,
            pool.max_slices,
        ):
            if not (outside and argument == "zone"):
                yield Fault((*path, argument), wrong, right)
        yield from _version_faults(settings, pool)


def workload_faults(settings: GoogleSettings) -> Iterator[Fault]:
    seen: dict[tuple[str, str], str] = {}
    for name, workload in settings.workloads.items():
        path = ("workloads", name)
        who = (workload.namespace, workload.service_account)
        if who in seen:
            wrong = f"is {'/'.join(who)}, which workload {seen[who]!r} is too"
            yield Fault((*path, "service_account"), wrong, "give each workload an account of its own")
        seen.setdefault(who, name)
        if workload.service_account == "default":
            wrong = "is 'default', which every pod without an account of its own has"
            yield Fault((*path, "service_account"), wrong, "make one of its own")
        if not workload.read and not workload.write:
            yield Fault(path, "may read and write nothing", "name a bucket in 'read' or 'write', or take it out")
        for short in sorted(set(workload.read) & set(workload.write)):
            yield Fault((*path, "read", short), "is in 'write' too", "who writes also reads: take it out here")


CHECKS: tuple[Callable[[GoogleSettings], Iterator[Fault]], ...] = (
    place_faults,
    network_faults,
    node_pool_faults,
    tpu_pool_section_faults,
    workload_faults,
)


def _zone_faults(settings: GoogleSettings, path: tuple[str | int, ...], zone: GoogleZone) -> Iterator[Fault]:
    if settings.region not in google_regions():
        return
    zones = google_region(settings.region).zones
    if zone not in zones:
        close = nearest(zone, zones)
        right = f"did you mean {close!r}? ({listed(zones)} is right)" if close else f"{listed(zones)} is right"
        yield Fault(path, f"{zone!r} is not a zone of {settings.region}", right)


def _version_faults(settings: GoogleSettings, pool: TpuPool) -> Iterator[Fault]:
    machine = tpu_machines().get(pool.machine_type)
    needed = machine.version.kubernetes_at_least if machine else ""
    version = settings.cluster.kubernetes_version
    if machine and needed and _minor(version) < _minor(needed):
        wrong = f"is {version!r}, and {machine.version.name} needs {needed} at least"
        yield Fault(("cluster", "kubernetes_version"), wrong, f"{needed!r} or newer is right")


def _minor(version: str) -> int:
    found = re.match(r"1\.(\d+)", version)
    return int(found[1]) if found else 0


def _nodes(pool: TpuPool) -> int:
    """Nodes of a pool at most; a topology that is refused elsewhere counts none."""
    try:
        return pool.max_slices * plan_tpu_slice(pool.machine_type, pool.topology).nodes
    except TpuSlicePlanError:
        return 0
