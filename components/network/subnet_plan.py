"""Subnet plan: which range each subnet of a VPC gets. Pure arithmetic, nothing is declared here.

The VPC is always cut into four equal slots, one per zone in the order given, however many zones there are. That is why
adding or removing the last zone moves no other subnet, and why a fourth zone always fits.

    a slot   |------- private: half -------|- public: 1/16 -|- isolated: 1/16 -|------ free: 3/8 ------|

Private subnets hold nodes and pods (every pod has an address of its own) and so are eight times as large as the others.
Public ones hold NAT gateways and load balancers; isolated ones hold what must not reach the internet at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from types import MappingProxyType

MOST_ZONES = 4
SLOT_BITS = 2  # four slots
PRIVATE_BITS = 1  # half of a slot
SMALL_BITS = 4  # a sixteenth of a slot

# A VPC and a subnet are from /16 to /28: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
LARGEST_VPC = 16
SMALLEST_SUBNET = 28
SMALLEST_VPC = SMALLEST_SUBNET - SLOT_BITS - SMALL_BITS  # /22: its public and isolated subnets are /28

# AWS keeps the first four addresses and the last one of every subnet:
# https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
RESERVED_ADDRESSES = 5

# Ranges nobody routes on the internet, so that a VPC never hides a public address from its own pods. 100.64.0.0/10 is
# shared address space (RFC 6598), which EKS supports for pods.
PRIVATE_RANGES = tuple(IPv4Network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
# Docker's default bridge; nodes that use it cannot reach a VPC there.
DOCKER_BRIDGE = IPv4Network("172.17.0.0/16")


class SubnetPlanError(ValueError):
    """A VPC range or zone list no plan exists for. `wrong` and `right` are the two halves of a sentence."""

    def __init__(self, argument: str, wrong: str, right: str) -> None:
        super().__init__(f"{argument} {wrong}; {right}")
        self.argument, self.wrong, self.right = argument, wrong, right


@dataclass(frozen=True, slots=True)
class SubnetPlan:
    """CIDR ranges by zone id."""

    private: Mapping[str, str]
    public: Mapping[str, str]
    isolated: Mapping[str, str]


def plan_subnets(vpc_cidr: str, zones: Sequence[str]) -> SubnetPlan:
    """The subnets of a VPC with 1 to 4 zones; the same zone in the same place always gets the same ranges."""
    network = checked_vpc_cidr(vpc_cidr)
    if not 1 <= len(zones) <= MOST_ZONES or len(set(zones)) != len(zones):
        raise SubnetPlanError(
            "zones", f"names {', '.join(zones) or 'none'}", f"1 to {MOST_ZONES} different zones are right"
        )
    slots = network.subnets(prefixlen_diff=SLOT_BITS)
    private, public, isolated = {}, {}, {}
    for zone, slot in zip(zones, slots, strict=False):
        lower, upper = slot.subnets(prefixlen_diff=PRIVATE_BITS)
        small = upper.subnets(prefixlen_diff=SMALL_BITS - PRIVATE_BITS)
        private[zone], public[zone], isolated[zone] = str(lower), str(next(small)), str(next(small))
    return SubnetPlan(*(MappingProxyType(ranges) for ranges in (private, public, isolated)))


def usable_addresses(subnet_cidr: str) -> int:
    """Addresses of a subnet that nodes, pods and interfaces can have."""
    return IPv4Network(subnet_cidr).num_addresses - RESERVED_ADDRESSES


def checked_vpc_cidr(cidr: str) -> IPv4Network:
    """The range as a network, refused where AWS or the nodes would refuse it."""
    try:
        network = IPv4Network(cidr, strict=False)
    except ValueError:
        raise SubnetPlanError("cidr", f"is {cidr!r}", "an IPv4 range is right, such as '10.40.0.0/16'") from None
    if str(network) != cidr:
        raise SubnetPlanError(
            "cidr", f"is {cidr!r}, which is not how that range is written", f"{str(network)!r} is right"
        )
    if not LARGEST_VPC <= network.prefixlen <= SMALLEST_VPC:
        raise SubnetPlanError(
            "cidr",
            f"is {cidr!r}, a /{network.prefixlen}",
            f"a /{LARGEST_VPC} to /{SMALLEST_VPC} is right: AWS has no larger VPC, a smaller one no room for 4 zones",
        )
    if not any(network.subnet_of(private) for private in PRIVATE_RANGES):
        raise SubnetPlanError(
            "cidr",
            f"is {cidr!r}, a public range",
            "take one from 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
        )
    if network.overlaps(DOCKER_BRIDGE):
        raise SubnetPlanError(
            "cidr",
            f"is {cidr!r}, the range of Docker's own bridge",
            "any other private range is right, such as '10.40.0.0/16'",
        )
    return network
