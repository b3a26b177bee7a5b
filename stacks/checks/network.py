"""The network: its ranges, its zones, its endpoints, and whether all nodes find an address."""

from collections.abc import Iterator
from ipaddress import IPv4Network

import catalogue
from catalogue.unknown import nearest
from components.network.subnet_plan import PRIVATE_RANGES, SubnetPlanError, plan_subnets, usable_addresses
from stacks.capacity import most_nodes
from stacks.fault import Fault, KeyPath, listed
from stacks.settings import Settings

# What nodes cannot join a cluster without when there is no way to the internet:
# https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
PRIVATE_CLUSTER_ENDPOINTS = ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "sts")
LARGEST_SERVICE_RANGE, SMALLEST_SERVICE_RANGE = 12, 24


def network_faults(settings: Settings) -> Iterator[Fault]:
    yield from _zone_faults(settings)
    yield from _endpoint_faults(settings)
    yield from log_faults(("network", "flow_log_retention_days"), settings.network.flow_log_retention_days)
    try:
        plan_subnets(settings.network.cidr, [])
    except SubnetPlanError as error:
        if error.argument == "cidr":
            yield Fault(("network", "cidr"), error.wrong, error.right)
            return
    yield from _overlap_faults(settings)
    yield from _address_faults(settings)


def _zone_faults(settings: Settings) -> Iterator[Fault]:
    zones = _zones(settings)
    for place, zone in enumerate(settings.network.zones):
        path = ("network", "zones", place)
        if zones and zone not in zones:
            yield Fault(path, f"{zone!r} is not a zone of {settings.region}", f"{listed(zones)} is right")
        elif zone in settings.network.zones[:place]:
            yield Fault(path, f"names {zone!r} a second time", "name each zone once")


def _endpoint_faults(settings: Settings) -> Iterator[Fault]:
    known = catalogue.interface_endpoints()
    for place, service in enumerate(settings.network.interface_endpoints):
        path = ("network", "interface_endpoints", place)
        if service not in known:
            right = (
                f"did you mean {nearest(service, known)!r}?" if nearest(service, known) else f"{listed(known)} is right"
            )
            yield Fault(path, f"unknown interface endpoint {service!r}", right)
        elif service in settings.network.interface_endpoints[:place]:
            yield Fault(path, f"names {service!r} a second time", "name each service once")
    missing = [each for each in PRIVATE_CLUSTER_ENDPOINTS if each not in settings.network.interface_endpoints]
    if settings.cluster and settings.network.nat == "none" and missing:
        yield Fault(
            ("network", "nat"),
            f"is 'none', and nodes cannot join the cluster without the endpoints for {listed(missing, 'and')}",
            "add them to interface_endpoints, or make nat 'single' or 'per_zone'",
        )


def _overlap_faults(settings: Settings) -> Iterator[Fault]:
    taken = [("the network's", IPv4Network(settings.network.cidr))]
    ranges: list[tuple[KeyPath, str, str]] = [
        (("network", "peer_cidrs", place), "a peer's", cidr) for place, cidr in enumerate(settings.network.peer_cidrs)
    ]
    if settings.cluster:
        ranges.append((("cluster", "service_cidr"), "the services'", settings.cluster.service_cidr))
    for path, whose, cidr in ranges:
        fault = range_fault(path, cidr)
        if fault:
            yield fault
            continue
        network = IPv4Network(cidr)
        if path[-1] == "service_cidr" and not LARGEST_SERVICE_RANGE <= network.prefixlen <= SMALLEST_SERVICE_RANGE:
            yield Fault(path, f"is {cidr!r}, a /{network.prefixlen}", "a /12 to a /24 is right")
        elif path[-1] == "service_cidr" and not any(network.subnet_of(each) for each in PRIVATE_RANGES[:3]):
            yield Fault(path, f"is {cidr!r}, which is not private", "a range in 10/8, 172.16/12 or 192.168/16 is right")
        for other, range_ in taken:
            if network.overlaps(range_):
                yield Fault(path, f"is {cidr!r}, which overlaps {other} range {range_}", "choose a range apart from it")
        taken.append((whose, network))


def _address_faults(settings: Settings) -> Iterator[Fault]:
    """A node takes the addresses of its first interface at once, before any pod runs."""
    needed = dict.fromkeys(settings.network.zones, 0)
    for pool in settings.node_pools.values():
        each = max((_addresses(name) for name in pool.instance_types), default=0)
        for zone in pool.zones:
            if zone in needed:
                needed[zone] += -(-pool.max_nodes // len(pool.zones)) * each
    for accelerators in settings.accelerator_pools.values():
        each = _addresses(accelerators.instance_type) + accelerators.extra_interfaces
        for zone, most in most_nodes(settings, accelerators).items():
            if zone in needed:
                needed[zone] += most * each
    zone, most = max(needed.items(), key=lambda item: item[1])
    network = IPv4Network(settings.network.cidr)
    room = usable_addresses(str(next(network.subnets(prefixlen_diff=3))))
    if most > room:
        fits = next((size for size in range(network.prefixlen - 1, 15, -1) if 2 ** (29 - size) - 5 >= most), None)
        yield Fault(
            ("network", "cidr"),
            f"leaves {room} addresses in the private subnet of {zone}, where the nodes of all pools take {most}",
            f"a /{fits} is right" if fits else "fewer or smaller nodes are right: no VPC is larger than a /16",
        )


def range_fault(path: KeyPath, cidr: str) -> Fault | None:
    """The fault of a range that is not written as AWS wants it."""
    try:
        network = IPv4Network(cidr, strict=False)
    except ValueError:
        return Fault(path, f"is {cidr!r}", "an IPv4 range is right, such as '10.41.0.0/16'")
    if str(network) != cidr:
        return Fault(path, f"is {cidr!r}, which is not how that range is written", f"{str(network)!r} is right")
    return None


def log_faults(path: KeyPath, days: int) -> Iterator[Fault]:
    """The fault of a retention CloudWatch Logs does not have."""
    if days not in catalogue.log_retention_days():
        right = f"the nearest it accepts is {catalogue.nearest_log_retention(days)}"
        yield Fault(path, f"is {days}, which CloudWatch Logs does not accept", right)


def database_faults(settings: Settings, path: KeyPath) -> Iterator[Fault]:
    """The faults of a database that nobody reaches, or whose subnets are in one zone."""
    if settings.cluster is None:
        yield Fault(path, "has no clients: the stack has no cluster", "add 'cluster', or leave it out")
    if len(settings.network.zones) < 2:
        yield Fault(path, "needs subnets in 2 zones", "add a zone to 'network.zones'")


def network_zone_faults(settings: Settings, path: KeyPath, zone: str) -> Iterator[Fault]:
    """The fault of a zone that is not one of the network's."""
    if zone not in settings.network.zones:
        right = f"its zones are {listed(settings.network.zones, 'and')}"
        yield Fault(path, f"{zone!r} is not a zone of the network", right)


def _addresses(instance_type: str) -> int:
    try:
        return catalogue.instance_type(instance_type).ipv4_per_interface
    except catalogue.UnknownFact:
        return 0


def _zones(settings: Settings) -> tuple[str, ...]:
    try:
        return catalogue.zones(settings.region)
    except catalogue.UnknownFact:
        return ()
