"""subnets: has each subnet addresses enough for the nodes, their pods, the endpoints and the control plane?

A subnet that exists is asked for what is free; one that does not is judged by its planned range.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.model import Resource
from operations.preflight.account import Account
from operations.preflight.address_needs import address_needs, usable
from operations.preflight.capacity import Need, Use, grade, sentence
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import SUBNET
from operations.preflight.plan import Plan, is_ours

PERMISSIONS = ("ec2:DescribeSubnets", "ec2:DescribeNetworkInterfaces")
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html
ADDRESSES_PER_PREFIX = 16
UNIT = "addresses"


def judge(plan: Plan, subnet: Resource, need: Need, user: Resource, use: Use, subnet_id: str) -> Finding:
    """What the stack takes of a subnet against its range and what is in it."""
    cidr = str(subnet.inputs["cidrBlock"])
    found = grade(need, use, usable(cidr))
    fix = ""
    if found in (Grade.FAIL, Grade.WARN):
        # A subnet cannot grow. What helps is in the stack file, and the command shows where there is room.
        fix = f"aws ec2 describe-subnets --query 'Subnets[].[SubnetId,AvailableIpAddressCount]' --region {plan.region}"
    state = subnet_id or "not made yet"
    return Finding(
        found, f"{subnet.name} {cidr}", f"{sentence(need, use, usable(cidr), UNIT)} ({state})", plan.place(user), fix
    )


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    wanted = address_needs(plan)
    if not wanted:
        return
    subnets = {each.urn: each for each in plan.graph.of_type(SUBNET)}
    made = _made(account, [subnets[urn] for urn in wanted])
    for urn, (need, user) in wanted.items():
        subnet = subnets[urn]
        found = made.get(urn)
        use = _use(account, subnet, found) if found else Use()
        yield judge(plan, subnet, need, user, use, found["SubnetId"] if found else "")


def _made(account: Account, wanted: list[Resource]) -> dict[str, Mapping[str, Any]]:
    """The subnets of an earlier `up`, by the URN of what declares them."""
    ranges = [{"Name": "cidr-block", "Values": sorted({str(each.inputs["cidrBlock"]) for each in wanted})}]
    found = list(account.pages("ec2", "DescribeSubnets", "Subnets", Filters=ranges))
    return {
        each.urn: there
        for each in wanted
        for there in found
        if there["CidrBlock"] == each.inputs["cidrBlock"] and is_ours(there, [each])
    }


def counted(interface: Mapping[str, Any]) -> int:
    """Addresses an interface of the stack's own subnet holds of those the need counts already: of nodes, endpoints,
    NAT gateways and the control plane. Those of file systems, load balancers and anything else come on top of it."""
    kind, what = interface.get("InterfaceType", ""), interface.get("Description", "")
    node = interface.get("Attachment", {}).get("InstanceId")
    if not (node or kind in ("nat_gateway", "vpc_endpoint") or what.startswith("Amazon EKS ")):
        return 0
    prefixes = ADDRESSES_PER_PREFIX * len(interface.get("Ipv4Prefixes", ()))
    return len(interface.get("PrivateIpAddresses", ())) + prefixes


def _use(account: Account, subnet: Resource, found: Mapping[str, Any]) -> Use:
    total = usable(str(subnet.inputs["cidrBlock"])) - int(found["AvailableIpAddressCount"])
    here = [{"Name": "subnet-id", "Values": [found["SubnetId"]]}]
    interfaces = account.pages("ec2", "DescribeNetworkInterfaces", "NetworkInterfaces", Filters=here)
    return Use(total, min(total, sum(map(counted, interfaces))))


CHECK = Check("subnets", "Has each subnet addresses enough?", PERMISSIONS, find)
