"""zones: does the account have these zones, and does each offer the types of its nodes?"""

from collections.abc import Iterator, Mapping

from operations.preflight.account import Account
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import SUBNET, NodeGroup
from operations.preflight.plan import Plan

PERMISSIONS = ("ec2:DescribeAvailabilityZones", "ec2:DescribeInstanceTypeOfferings")


def judge_zones(plan: Plan, available: frozenset[str]) -> Finding:
    """Every zone of the stack's subnets against those the account has."""
    wanted = dict.fromkeys(str(each.inputs.get("availabilityZoneId", "")) for each in plan.graph.of_type(SUBNET))
    missing = [zone for zone in wanted if zone and zone not in available]
    place = plan.key("network", "zones")
    if not missing:
        return Finding(Grade.OK, "zones", f"the account has {', '.join(wanted)}", place)
    return Finding(
        Grade.FAIL,
        "zones",
        f"the account has no {', '.join(missing)} in {plan.region}; it has {', '.join(sorted(available))}",
        place,
        f"aws ec2 describe-availability-zones --all-availability-zones --region {plan.region}",
    )


def judge_group(plan: Plan, group: NodeGroup, offers: Mapping[str, frozenset[str]]) -> Finding:
    """The types of a group against the zones that offer each of them."""
    subject = f"{group.name} in {', '.join(group.zones)}"
    place = plan.place(group.resource)
    gaps = {
        name: [zone for zone in group.zones if zone not in offers.get(name, frozenset())]
        for name in group.instance_types
    }
    if not any(gaps.values()):
        return Finding(Grade.OK, subject, f"{', '.join(group.instance_types)} offered", place)
    where = "; ".join(
        f"{name} is not offered in {', '.join(zones)}, but in {', '.join(sorted(offers.get(name, ()))) or 'no zone'}"
        for name, zones in gaps.items()
        if zones
    )
    # A zone that offers another type of the list still gets its nodes.
    served = all(any(zone in offers.get(name, ()) for name in group.instance_types) for zone in group.zones)
    types = ",".join(group.instance_types)
    return Finding(
        Grade.WARN if served else Grade.FAIL,
        subject,
        where,
        place,
        "aws ec2 describe-instance-type-offerings --location-type availability-zone-id "
        f"--filters Name=instance-type,Values={types} --region {plan.region}",
    )


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    zones = account.ask("ec2", "DescribeAvailabilityZones")["AvailabilityZones"]
    yield judge_zones(plan, frozenset(zone["ZoneId"] for zone in zones if zone.get("State") == "available"))
    types = sorted({name for group in plan.node_groups for name in group.instance_types})
    if not types:
        return
    offers: dict[str, set[str]] = {}
    for each in account.pages(
        "ec2",
        "DescribeInstanceTypeOfferings",
        "InstanceTypeOfferings",
        LocationType="availability-zone-id",
        Filters=[{"Name": "instance-type", "Values": types}],
    ):
        offers.setdefault(each["InstanceType"], set()).add(each["Location"])
    known = {name: frozenset(found) for name, found in offers.items()}
    for group in plan.node_groups:
        yield judge_group(plan, group, known)


CHECK = Check("zones", "Does the account have the zones, and do they offer the types?", PERMISSIONS, find)
