"""Ranges of a network on Google Cloud: private, large enough, and none of them inside another."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network

PRIVATE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
# Largest and smallest prefix: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing
SIZES = {"nodes_cidr": (9, 28), "pods_cidr": (9, 21), "services_cidr": (9, 27), "control_plane_cidr": (28, 28)}
# GKE gives each node a /24 for its pods: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
NODE_PODS = 24
# Of a subnet's primary range Google keeps four: https://docs.cloud.google.com/vpc/docs/subnets#unusable-ip-addresses
KEPT = 4

Fault = tuple[str, str, str]
"""Argument, what is wrong with it, and what is right."""


def range_faults(ranges: Mapping[str, str]) -> Iterator[Fault]:
    """The faults of nodes_cidr, pods_cidr and services_cidr, and of a control_plane_cidr where one is given."""
    seen: dict[str, IPv4Network] = {}
    for argument, cidr in ranges.items():
        largest, smallest = SIZES[argument]
        fault = range_fault(cidr, largest, smallest)
        if fault:
            yield (argument, *fault)
            continue
        for other, range_ in seen.items():
            if IPv4Network(cidr).overlaps(range_):
                yield argument, f"is {cidr!r}, which overlaps {other}", "choose a range apart from it"
        seen[argument] = IPv4Network(cidr)


def most_nodes(nodes_cidr: str, pods_cidr: str) -> tuple[int, str]:
    """How many nodes both ranges have room for, and which of them ends first."""
    nodes = IPv4Network(nodes_cidr).num_addresses - KEPT
    pods = 2 ** (NODE_PODS - IPv4Network(pods_cidr).prefixlen)
    return (nodes, "nodes_cidr") if nodes < pods else (pods, "pods_cidr")


def range_fault(cidr: str, largest: int, smallest: int) -> tuple[str, str] | None:
    """What is wrong with a range, and what is right; None where it will do."""
    try:
        network = IPv4Network(cidr, strict=False)
    except ValueError:
        return f"is {cidr!r}", "an IPv4 range is right, such as '10.60.0.0/20'"
    if str(network) != cidr:
        return f"is {cidr!r}, which is not how that range is written", f"{str(network)!r} is right"
    if not any(network.subnet_of(each) for each in PRIVATE):
        return f"is {cidr!r}, which is not private", "a range in 10/8, 172.16/12, 192.168/16 or 100.64/10 is right"
    if not largest <= network.prefixlen <= smallest:
        sizes = f"a /{largest}" if largest == smallest else f"a /{largest} to a /{smallest}"
        return f"is {cidr!r}, a /{network.prefixlen}", f"{sizes} is right"
    return None
