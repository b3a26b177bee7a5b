"""quotas: may the account run so many vCPUs of each family, on demand and as spot?

Nodes in a capacity reservation take nothing from a quota that the reservation has not taken already: reserved capacity
counts whether it is used or not. Nodes in a Capacity Block are no On-Demand Instances at all.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalogue.instances import instance_type, instance_types
from catalogue.quotas import Quota, quota
from catalogue.unknown import UnknownFact
from operations.preflight.account import Account
from operations.preflight.capacity import Need, Use, grade, sentence
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import NodeGroup
from operations.preflight.plan import Plan, tags_of
from operations.preflight.service_quotas import PERMISSIONS as QUOTA_PERMISSIONS
from operations.preflight.service_quotas import ask_for_more, quota_value, with_request

PERMISSIONS = (*QUOTA_PERMISSIONS, "ec2:DescribeInstances", "ec2:DescribeCapacityReservations")
CLUSTER_TAG = "eks:cluster-name"
"""EKS gives this tag to every node of a managed node group."""
EC2 = "ec2"
UNIT = "vCPUs"


def vcpu_need(group: NodeGroup) -> Need:
    """The vCPUs of a group: of its smallest type at the start, for EKS may choose it; of its largest at most."""
    sizes = [instance_type(name).vcpus for name in group.instance_types]
    return Need(group.at_once * min(sizes), group.at_most * max(sizes))


def vcpu_use(
    instances: Iterable[Mapping[str, Any]], reservations: Iterable[Mapping[str, Any]], clusters: frozenset[str]
) -> tuple[dict[str, Use], Counter[str]]:
    """The vCPUs in use by quota code, and the instances of types that the catalogue does not know."""
    totals: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for each in instances:
        name, bought = each["InstanceType"], each.get("InstanceLifecycle", "on-demand")
        if name not in instance_types():
            unknown[name] += 1
            continue
        code = _code(name, bought)  # none for a Capacity Block: it counts against no quota
        totals[code] += instance_type(name).vcpus
        if tags_of(each).get(CLUSTER_TAG) in clusters:
            ours[code] += instance_type(name).vcpus
    for each in reservations:
        name = each["InstanceType"]
        if name in instance_types() and each.get("ReservationType", "default") == "default":
            totals[_code(name, "on-demand")] += instance_type(name).vcpus * each["AvailableInstanceCount"]
    return {code: Use(totals[code], ours[code]) for code in totals}, unknown


def _code(name: str, purchase: str) -> str:
    try:
        return quota(name, purchase).code
    except UnknownFact:
        return ""


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    wanted: dict[str, tuple[Quota, list[NodeGroup]]] = {}
    for group in plan.node_groups:
        if not group.instance_types or group.at_most == 0:
            continue
        if group.reserved:
            place = plan.place(group.resource)
            yield Finding(Grade.OK, group.name, "takes no quota beside what its reservation has taken already", place)
            continue
        try:
            found = {each.code: each for name in group.instance_types for each in (quota(name, group.usage_class),)}
        except UnknownFact as unknown:
            listing = f"aws service-quotas list-service-quotas --service-code {EC2} --region {plan.region}"
            yield Finding(Grade.SKIP, group.name, str(unknown), plan.place(group.resource), listing)
            continue
        # Which quota the start takes is open where the types are of several: then only the most is held against each.
        counted = group if len(found) == 1 else replace(group, at_once=0)
        for code, each in found.items():
            wanted.setdefault(code, (each, []))[1].append(counted)
    if not wanted:
        return
    # Pending ones do not count yet; they will in a moment.
    states = [{"Name": "instance-state-name", "Values": ["pending", "running"]}]
    instances = [
        each
        for reservation in account.pages(EC2, "DescribeInstances", "Reservations", Filters=states)
        for each in reservation["Instances"]
    ]
    active = [{"Name": "state", "Values": ["active"]}]
    reservations = list(account.pages(EC2, "DescribeCapacityReservations", "CapacityReservations", Filters=active))
    uses, unknown_types = vcpu_use(instances, reservations, plan.cluster_names)
    for code, (each, groups) in wanted.items():
        limit = quota_value(account, EC2, code)
        finding = judge(plan, each, groups, uses.get(code, Use()), limit)
        yield with_request(account, EC2, code, finding)
    if unknown_types:
        words = ", ".join(f"{number} {name}" for name, number in sorted(unknown_types.items()))
        yield Finding(Grade.WARN, "running instances", f"not counted, for the catalogue does not know them: {words}")


def judge(plan: Plan, of: Quota, groups: list[NodeGroup], use: Use, limit: int) -> Finding:
    """One quota against what all the groups that count against it need together."""
    need = sum((vcpu_need(group) for group in groups), Need(0, 0))
    found = grade(need, use, limit)
    largest = max(groups, key=lambda group: vcpu_need(group).at_most)
    more = ask_for_more(EC2, of.code, use.others + need.at_most, plan.region)
    names = ", ".join(group.name for group in groups)
    return Finding(
        found,
        of.name,
        f"{sentence(need, use, limit, UNIT)} (for {names})",
        plan.place(largest.resource),
        more if found in (Grade.FAIL, Grade.WARN) else "",
    )


CHECK = Check("quotas", "May the account run so many vCPUs of each family and purchase?", PERMISSIONS, find)
