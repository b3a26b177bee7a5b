"""other-quotas: is there room for the stack's VPC, addresses, gateways, endpoints, clusters and file systems?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from catalogue.accounts import AccountQuota, account_quota
from graph.model import Resource
from operations.preflight import resource_needs as needs
from operations.preflight.account import Account
from operations.preflight.capacity import Need, Use, grade, sentence
from operations.preflight.check import Check
from operations.preflight.finding import CannotAsk, Finding, Grade
from operations.preflight.plan import Plan, is_ours
from operations.preflight.service_quotas import PERMISSIONS as QUOTA_PERMISSIONS
from operations.preflight.service_quotas import ask_for_more, quota_value, with_request

PERMISSIONS = (
    *QUOTA_PERMISSIONS,
    "ec2:DescribeAddresses",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeNatGateways",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcEndpoints",
    "ec2:DescribeVpcs",
    "eks:ListClusters",
    "fsx:DescribeFileSystems",
)
GONE = frozenset({"deleted", "deleting", "failed"})

Asked = Callable[[Account], Iterable[Mapping[str, Any]]]


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    """Each quota by itself: where one question stays unanswered, the others are still asked."""
    for what, zone, need, resource, use in _wanted(plan):
        if need.at_most == 0:
            continue
        of = account_quota(what)
        subject = f"{of.name} {zone}".rstrip()
        try:
            limit = quota_value(account, of.service_code, of.quota_code)
            finding = judge(plan, of, subject, need, use(account), limit, resource)
            yield with_request(account, of.service_code, of.quota_code, finding)
        except CannotAsk as unanswered:
            yield Finding(Grade.SKIP, subject, unanswered.reason, plan.place(resource), "", unanswered.permission)


def judge(
    plan: Plan, of: AccountQuota, subject: str, need: Need, use: Use, limit: int, resource: Resource | None
) -> Finding:
    """One quota against need and use."""
    found = grade(need, use, limit)
    more = ask_for_more(of.service_code, of.quota_code, use.others + need.at_most, plan.region)
    unit = "GiB" if of.what.endswith("_gib") else ""
    wrong = found in (Grade.FAIL, Grade.WARN)
    return Finding(found, subject, sentence(need, use, limit, unit), plan.place(resource), more if wrong else "")


Wanted = tuple[str, str, Need, Resource | None, Callable[[Account], Use]]
"""What is limited, in which zone if by zone, what the stack needs, a resource that does, how to ask what is in use."""


def _wanted(plan: Plan) -> Iterator[Wanted]:
    graph = plan.graph
    for what, type_, asked in (
        ("vpcs", needs.VPC, _pages("DescribeVpcs", "Vpcs")),
        ("internet_gateways", needs.INTERNET_GATEWAY, _pages("DescribeInternetGateways", "InternetGateways")),
        ("elastic_ips", needs.ELASTIC_IP, _addresses),
        ("security_groups", needs.SECURITY_GROUP, _pages("DescribeSecurityGroups", "SecurityGroups")),
    ):
        made = graph.of_type(type_)
        yield what, "", needs.fixed(len(made)), next(iter(made), None), _counted(asked, made)

    gateways = graph.of_type(needs.NAT_GATEWAY)
    for zone, number in sorted(needs.nat_gateways_by_zone(graph).items()):
        yield "nat_gateways", zone, needs.fixed(number), next(iter(gateways), None), _counted(_nat_in(zone), gateways)

    vpc = next(iter(graph.of_type(needs.VPC)), None)
    yield "network_interfaces", "", needs.network_interfaces(plan), vpc, _interfaces(plan)
    # They are counted in the stack's own VPC, which holds nothing else.
    private = needs.endpoints(graph, "Interface")
    yield "interface_endpoints", "", needs.fixed(len(private)), next(iter(private), None), _nothing
    through = needs.endpoints(graph, "Gateway")
    asked = _pages(
        "DescribeVpcEndpoints", "VpcEndpoints", Filters=[{"Name": "vpc-endpoint-type", "Values": ["Gateway"]}]
    )
    yield "gateway_endpoints", "", needs.fixed(len(through)), next(iter(through), None), _counted(asked, through)

    cluster = next(iter(graph.of_type(needs.CLUSTER)), None)
    yield "clusters", "", needs.fixed(len(graph.of_type(needs.CLUSTER))), cluster, _clusters(plan)
    yield "node_groups", "", needs.fixed(len(plan.node_groups)), cluster, _nothing
    largest = max(plan.node_groups, key=lambda group: group.at_most, default=None)
    if largest is not None:
        yield "nodes_of_group", "", Need(largest.at_once, largest.at_most), largest.resource, _nothing
    for what, gib in needs.lustre_gib(graph).items():
        systems = graph.of_type(needs.LUSTRE)
        yield what, "", needs.fixed(gib), next(iter(systems), None), _lustre(what, systems)


def _pages(operation: str, key: str, **parameters: Any) -> Asked:
    return lambda account: account.pages("ec2", operation, key, **parameters)


def _addresses(account: Account) -> Iterable[Mapping[str, Any]]:
    # One of the few listings of EC2 without pages.
    return account.ask("ec2", "DescribeAddresses")["Addresses"]  # type: ignore[no-any-return]


def _nat_in(zone: str) -> Asked:
    def asked(account: Account) -> Iterable[Mapping[str, Any]]:
        here = [{"Name": "availability-zone-id", "Values": [zone]}]
        subnets = {each["SubnetId"] for each in account.pages("ec2", "DescribeSubnets", "Subnets", Filters=here)}
        gateways = account.pages("ec2", "DescribeNatGateways", "NatGateways")
        return [each for each in gateways if each["SubnetId"] in subnets and each["State"] not in GONE]

    return asked


def _counted(asked: Asked, made: Iterable[Resource]) -> Callable[[Account], Use]:
    def use(account: Account) -> Use:
        found = list(asked(account))
        return Use(len(found), sum(is_ours(each, made) for each in found))

    return use


def _nothing(account: Account) -> Use:
    return Use()


def _interfaces(plan: Plan) -> Callable[[Account], Use]:
    def use(account: Account) -> Use:
        vpcs = account.pages("ec2", "DescribeVpcs", "Vpcs")
        ours = {each["VpcId"] for each in vpcs if is_ours(each, plan.graph.of_type(needs.VPC))}
        found = [each["VpcId"] for each in account.pages("ec2", "DescribeNetworkInterfaces", "NetworkInterfaces")]
        return Use(len(found), sum(vpc in ours for vpc in found))

    return use


def _clusters(plan: Plan) -> Callable[[Account], Use]:
    def use(account: Account) -> Use:
        names = list(account.pages("eks", "ListClusters", "clusters"))
        return Use(len(names), len(plan.cluster_names & set(names)))

    return use


def _lustre(what: str, made: Iterable[Resource]) -> Callable[[Account], Use]:
    def use(account: Account) -> Use:
        of_kind = [
            each
            for each in account.pages("fsx", "DescribeFileSystems", "FileSystems")
            if needs.LUSTRE_KINDS.get(each.get("LustreConfiguration", {}).get("DeploymentType", "")) == what
        ]
        ours = sum(each["StorageCapacity"] for each in of_kind if is_ours(each, made))
        return Use(sum(each["StorageCapacity"] for each in of_kind), ours)

    return use


CHECK = Check("other-quotas", "Is there room for its VPC, addresses, gateways and file systems?", PERMISSIONS, find)
