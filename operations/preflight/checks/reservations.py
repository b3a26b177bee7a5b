"""reservations: is each capacity reservation or Capacity Block there, of the right kind, and free for the nodes?

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from operations.preflight.account import Account, NoSuch
from operations.preflight.check import Check
from operations.preflight.checks.vcpus import CLUSTER_TAG
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import NodeGroup
from operations.preflight.plan import Plan, tags_of

PERMISSIONS = ("ec2:DescribeCapacityReservations", "ec2:DescribeInstances")
MISSING = frozenset({"InvalidCapacityReservationId.NotFound", "InvalidCapacityReservationId.Malformed"})
BLOCK = "capacity-block"
OPEN = "open"
PLATFORM = "Linux/UNIX"
ENDS_SOON = timedelta(days=7)
# Not begun, and it will: nodes cannot start yet.
NOT_YET = frozenset({"scheduled", "pending", "payment-pending", "assessing", "delayed"})

Fault = tuple[Grade, str]


def faults(group: NodeGroup, found: Mapping[str, Any], ours: int, now: datetime) -> Iterator[Fault]:
    """All that is wrong with a reservation for a group, `ours` of whose nodes run in it already."""
    state = found.get("State", "")
    if state in NOT_YET:
        begins = found.get("StartDate")
        when = f" and begins at {_moment(begins)}" if begins else ""
        yield (Grade.FAIL if group.at_once else Grade.WARN), f"is {state}{when}; no node can start before"
    elif state != "active":
        yield Grade.FAIL, f"is {state}"
    yield from _wrong_kind(group, found)
    yield from _too_small(group, found, ours, state)
    end = found.get("EndDate")
    if end and state == "active" and end - now < ENDS_SOON:
        yield Grade.WARN, f"ends at {_moment(end)}, and its nodes with it"


def _wrong_kind(group: NodeGroup, found: Mapping[str, Any]) -> Iterator[Fault]:
    type_, zone = found.get("InstanceType", ""), found.get("AvailabilityZoneId", "")
    if type_ not in group.instance_types:
        yield Grade.FAIL, f"is for {type_}, not for {', '.join(group.instance_types)}"
    if zone and zone not in group.zones:
        yield Grade.FAIL, f"is in {zone}, and the nodes are in {', '.join(group.zones)}"
    is_block = found.get("ReservationType", "default") == BLOCK
    if is_block != (group.usage_class == BLOCK):
        right = "capacity_block" if is_block else "reservation"
        yield Grade.FAIL, f"is {'a Capacity Block' if is_block else 'no Capacity Block'}; 'purchase: {right}' is right"
    if found.get("InstancePlatform", PLATFORM) != PLATFORM:
        yield Grade.FAIL, f"is for {found['InstancePlatform']}, and the nodes run {PLATFORM}"
    if found.get("Tenancy", "default") != "default":
        yield Grade.FAIL, f"is of {found['Tenancy']} tenancy, and the nodes are not"
    made_in = found.get("PlacementGroupArn", "").rpartition("/")[2]
    if made_in != group.placement_group:
        made, nodes = made_in or "no placement group", group.placement_group or "none"
        yield Grade.FAIL, f"was made in {made}, and the nodes are in {nodes}: they would not be given it"
    if found.get("InstanceMatchCriteria") == OPEN and group.reservation_id:
        yield Grade.WARN, "is open: any instance of the type in the zone may take it first"


def judge_open(plan: Plan, group: NodeGroup, found: Sequence[Mapping[str, Any]], ours: int) -> Finding:
    """A group that takes any open reservation of its type and zone, against all of them together."""
    place, subject = plan.place(group.resource), f"{group.name} open reservations"
    fitting = [each for each in found if not any(of is Grade.FAIL for of, _ in _wrong_kind(group, each))]
    together = {
        key: sum(each.get(key, 0) for each in fitting) for key in ("TotalInstanceCount", "AvailableInstanceCount")
    }
    where = f"{', '.join(group.instance_types)} in {', '.join(group.zones)}"
    wrong = list(_too_small(group, together, ours, "active"))
    if not fitting:
        none = Grade.FAIL if group.at_once else Grade.WARN
        return Finding(none, subject, f"none of {where} is active", place, _another(plan, group))
    if wrong:
        grade, text = wrong[0]
        return Finding(grade, subject, f"of {where}: {text}", place, _another(plan, group))
    free, total = together["AvailableInstanceCount"], together["TotalInstanceCount"]
    return Finding(Grade.OK, subject, f"{free} of {total} instances free", place)


def _too_small(group: NodeGroup, found: Mapping[str, Any], ours: int, state: str) -> Iterator[Fault]:
    total, free = found.get("TotalInstanceCount", 0), found.get("AvailableInstanceCount", 0) + ours
    if group.at_once > total:
        yield Grade.FAIL, f"{total} instances are reserved, and `pulumi up` starts {group.at_once}"
    elif state == "active" and group.at_once > free:
        yield Grade.FAIL, f"{free} of {total} instances are free, and `pulumi up` starts {group.at_once}"
    elif group.at_most > total:
        yield Grade.WARN, f"{total} instances are reserved, and there may be {group.at_most} nodes"


def _moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M %Z").rstrip()


def judge(plan: Plan, group: NodeGroup, found: Mapping[str, Any] | None, ours: int) -> Finding:
    """The worst of a reservation's faults names the grade; all of them are told."""
    place, subject = plan.place(group.resource), f"{group.name} {group.reservation_id}"
    show = (
        f"aws ec2 describe-capacity-reservations --capacity-reservation-ids {group.reservation_id} "
        f"--region {plan.region}"
    )
    if found is None:
        return Finding(
            Grade.FAIL, subject, f"is not a reservation of this account in {plan.region}", place, _another(plan, group)
        )
    wrong = list(faults(group, found, ours, plan.now))
    if not wrong:
        free = found.get("AvailableInstanceCount", 0)
        mine = f", {ours} run this stack's nodes" if ours else ""
        reason = f"active, {free} of {found.get('TotalInstanceCount', 0)} instances free{mine}"
        return Finding(Grade.OK, subject, reason, place)
    worst = Grade.FAIL if any(of is Grade.FAIL for of, _ in wrong) else Grade.WARN
    return Finding(worst, subject, "; ".join(text for _, text in wrong), place, show)


def _another(plan: Plan, group: NodeGroup) -> str:
    types = ",".join(group.instance_types)
    return f"aws ec2 describe-capacity-reservations --filters Name=instance-type,Values={types} --region {plan.region}"


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    for group in plan.node_groups:
        if not group.reserved:
            continue
        if not group.reservation_id:
            criteria = [{"Name": "state", "Values": ["active"]}, {"Name": "instance-match-criteria", "Values": [OPEN]}]
            listed = account.pages("ec2", "DescribeCapacityReservations", "CapacityReservations", Filters=criteria)
            open_ones = list(listed)
            yield judge_open(plan, group, open_ones, _ours(plan, account, open_ones))
            continue
        try:
            answer = account.ask(
                "ec2", "DescribeCapacityReservations", MISSING, CapacityReservationIds=[group.reservation_id]
            )
            found = next(iter(answer["CapacityReservations"]), None)
        except NoSuch:
            found = None
        ours = _ours(plan, account, [found]) if found else 0
        yield judge(plan, group, found, ours)


def _ours(plan: Plan, account: Account, found: Sequence[Mapping[str, Any]]) -> int:
    """Nodes of the stack's own cluster that run in reservations."""
    if not found:
        return 0
    filters = [
        {"Name": "capacity-reservation-id", "Values": [each["CapacityReservationId"] for each in found]},
        {"Name": "instance-state-name", "Values": ["pending", "running"]},
    ]
    return sum(
        tags_of(instance).get(CLUSTER_TAG) in plan.cluster_names
        for each in account.pages("ec2", "DescribeInstances", "Reservations", Filters=filters)
        for instance in each["Instances"]
    )


CHECK = Check("reservations", "Is the reserved capacity there, right, and free?", PERMISSIONS, find)
