"""Where things go: zones and what they offer, subnets and the addresses in them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Resource
from operations.preflight.account import Account
from operations.preflight.address_needs import address_needs, of_node, of_nodes, usable
from operations.preflight.capacity import Need, Use
from operations.preflight.checks import addresses, zones
from operations.preflight.finding import Grade
from operations.preflight.node_groups import SUBNET, NodeGroup
from operations.preflight.plan import Plan
from tests.operations.cloud import Cloud
from tests.operations.conftest import plan_named
from tests.operations.furnished import tags


def group(name: str) -> NodeGroup:
    return next(each for each in plan_named("prod").node_groups if each.name == name)


def subnet(plan: Plan, name: str) -> Resource:
    return plan.graph.named(SUBNET, name)


def test_zones_the_account_has_not_are_a_failure_with_those_it_has(prod: Plan) -> None:
    finding = zones.judge_zones(prod, frozenset({"eun1-az1", "eun1-az2"}))
    assert finding.grade is Grade.FAIL
    assert finding.reason == "the account has no eun1-az3 in eu-north-1; it has eun1-az1, eun1-az2"
    assert finding.place is not None
    assert finding.place.key == "network.zones"


def test_a_type_the_zone_does_not_offer_fails_and_says_which_zones_do(prod: Plan) -> None:
    finding = zones.judge_group(
        prod, group("h100-cr-0123456789abcdef0"), {"p5.48xlarge": frozenset({"eun1-az2", "eun1-az3"})}
    )
    assert finding.grade is Grade.FAIL
    assert finding.reason == "p5.48xlarge is not offered in eun1-az1, but in eun1-az2, eun1-az3"
    assert "Values=p5.48xlarge" in finding.fix


def test_where_the_zone_offers_another_type_of_the_list_it_is_a_warning(prod: Plan) -> None:
    mixed = replace(group("system-eun1-az1"), instance_types=("m7i.xlarge", "m6i.xlarge"))
    assert zones.judge_group(prod, mixed, {"m7i.xlarge": frozenset({"eun1-az1"})}).grade is Grade.WARN
    assert zones.judge_group(prod, mixed, {}).grade is Grade.FAIL
    two = replace(mixed, subnets=(*mixed.subnets, *group("system-eun1-az2").subnets))
    assert zones.judge_group(prod, two, {"m7i.xlarge": frozenset({"eun1-az1"})}).grade is Grade.FAIL


def test_offers_are_read_over_all_pages(cloud: Cloud, account: Account, prod: Plan) -> None:
    cloud.listings["ec2:DescribeInstanceTypeOfferings"] = [
        {"InstanceType": type_, "Location": zone}
        for type_ in ("m7i.xlarge", "p5.48xlarge")
        for zone in ("eun1-az3", "eun1-az2", "eun1-az1")
    ]
    assert {finding.grade for finding in zones.find(prod, account)} == {Grade.OK}
    assert cloud.sent["ec2:DescribeInstanceTypeOfferings"] == 6


@pytest.mark.parametrize(("cidr", "number"), [("10.0.0.0/28", 11), ("10.0.0.0/24", 251), ("10.0.0.0/31", 0)])
def test_five_addresses_of_each_subnet_are_awss(cidr: str, number: int) -> None:
    assert usable(cidr) == number


def test_a_node_takes_two_interfaces_full_of_addresses() -> None:
    assert of_node(group("h100-cr-0123456789abcdef0")) == 2 * 50  # 31 of the 32 EFA interfaces and more take none
    assert of_node(group("system-eun1-az1")) == 2 * 15


@given(nodes=st.integers(0, 2000), subnets=st.integers(1, 6))
def test_the_fullest_of_a_groups_subnets_holds_its_share_and_no_subnet_holds_more(nodes: int, subnets: int) -> None:
    one = group("system-eun1-az1")
    spread = replace(one, subnets=one.subnets * subnets)
    fullest = of_nodes(spread, nodes) // of_node(one)
    assert fullest * subnets >= nodes > (fullest - 1) * subnets


def test_everything_that_takes_an_address_of_a_subnet_is_counted(prod: Plan) -> None:
    by_name = {subnet.rpartition("::")[2]: need for subnet, (need, _) in address_needs(prod).items()}
    # 9 endpoints, 6 for the control plane, 4 GPU nodes of 100 and 4 of their fallback, 1 to 3 system nodes of 30.
    assert by_name["network-private-eun1-az1"] == Need(9 + 6 + 400 + 30, 9 + 6 + 800 + 90)
    assert by_name["network-public-eun1-az1"] == Need(1, 1)
    assert not any(name.startswith("network-isolated") for name in by_name)


def test_a_planned_subnet_that_is_too_small_fails_before_it_is_made(prod: Plan) -> None:
    small = subnet(prod, "network-private-eun1-az1")
    finding = addresses.judge(prod, small, Need(9000, 9000), group("h100-cr-0123456789abcdef0").resource, Use(), "")
    assert (finding.grade, finding.reason) == (
        Grade.FAIL,
        "`pulumi up` needs 9,000 of 8,187 addresses; 0 in use (not made yet)",
    )
    assert finding.place is not None
    assert finding.place.key == "accelerator_pools.h100"


@pytest.fixture
def made(cloud: Cloud, prod: Plan) -> str:
    """The first private subnet, as an earlier `up` made it: 87 addresses left."""
    there = subnet(prod, "network-private-eun1-az1")
    cloud.listings["ec2:DescribeSubnets"] = [
        {"SubnetId": "subnet-1", "CidrBlock": "10.40.0.0/19", "AvailableIpAddressCount": 87, "Tags": tags(there)},
        {"SubnetId": "subnet-other", "CidrBlock": "10.40.0.0/19", "AvailableIpAddressCount": 1, "Tags": []},
    ]
    return "network-private-eun1-az1 10.40.0.0/19"


def test_a_subnet_that_is_full_of_strangers_fails(cloud: Cloud, account: Account, prod: Plan, made: str) -> None:
    cloud.listings["ec2:DescribeNetworkInterfaces"] = [
        {"InterfaceType": "network_load_balancer", "PrivateIpAddresses": [{}] * 8100}
    ]
    found = {finding.subject: finding for finding in addresses.find(prod, account)}
    assert (found[made].grade, found[made].reason) == (
        Grade.FAIL,
        "`pulumi up` needs 445 of 8,187 addresses; 8,100 in use (subnet-1)",
    )
    assert found["network-private-eun1-az2 10.40.64.0/19"].grade is Grade.OK


def test_a_subnet_that_is_full_of_the_stacks_own_nodes_is_ok(
    cloud: Cloud, account: Account, prod: Plan, made: str
) -> None:
    cloud.listings["ec2:DescribeNetworkInterfaces"] = [
        {"Attachment": {"InstanceId": "i-1"}, "PrivateIpAddresses": [{}] * 6000, "Ipv4Prefixes": [{}] * 100},
        {"InterfaceType": "vpc_endpoint", "PrivateIpAddresses": [{}] * 300},
        {"Description": "Amazon EKS groundwork-prod", "PrivateIpAddresses": [{}] * 200},
    ]
    found = {finding.subject: finding for finding in addresses.find(prod, account)}
    assert found[made].grade is Grade.OK
    assert "8,100 in use, 8,100 of them by this stack" in found[made].reason
