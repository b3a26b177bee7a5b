"""The subnet planner: what AWS accepts, with room for pods, and nothing that moves."""

from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.network.subnet_plan import (
    PRIVATE_RANGES,
    SubnetPlan,
    SubnetPlanError,
    checked_vpc_cidr,
    plan_subnets,
    usable_addresses,
)

ZONES = ("eun1-az1", "eun1-az2", "eun1-az3", "eun1-az4")
zone_lists = st.lists(st.sampled_from(ZONES), min_size=1, max_size=4, unique=True)


@st.composite
def vpc_cidrs(draw: st.DrawFn) -> str:
    """Any range the planner takes."""
    length = draw(st.integers(16, 22))
    parent = draw(st.sampled_from(PRIVATE_RANGES))
    place = draw(st.integers(0, 2 ** (length - parent.prefixlen) - 1))
    cidr = f"{parent.network_address + place * 2 ** (32 - length)}/{length}"
    return cidr if not cidr.startswith("172.17.") else "10.0.0.0/16"


def subnets(plan: SubnetPlan) -> list[IPv4Network]:
    return [IPv4Network(cidr) for tier in (plan.private, plan.public, plan.isolated) for cidr in tier.values()]


@given(vpc_cidrs(), zone_lists)
def test_every_subnet_lies_in_the_vpc_and_overlaps_no_other(vpc: str, zones: list[str]) -> None:
    found = subnets(plan_subnets(vpc, zones))
    assert all(subnet.subnet_of(IPv4Network(vpc)) for subnet in found)
    assert not any(a.overlaps(b) for i, a in enumerate(found) for b in found[:i])


@given(vpc_cidrs(), zone_lists)
def test_every_zone_has_one_subnet_of_each_kind_and_no_other_zone_has(vpc: str, zones: list[str]) -> None:
    plan = plan_subnets(vpc, zones)
    assert list(plan.private) == list(plan.public) == list(plan.isolated) == zones


@given(vpc_cidrs(), zone_lists)
def test_every_subnet_has_a_size_aws_accepts(vpc: str, zones: list[str]) -> None:
    assert all(16 <= subnet.prefixlen <= 28 for subnet in subnets(plan_subnets(vpc, zones)))


@given(vpc_cidrs(), zone_lists)
def test_private_subnets_are_eight_times_the_others_because_pods_have_addresses(vpc: str, zones: list[str]) -> None:
    plan = plan_subnets(vpc, zones)
    for zone in zones:
        private = IPv4Network(plan.private[zone]).num_addresses
        assert private == 8 * IPv4Network(plan.public[zone]).num_addresses
        assert private == 8 * IPv4Network(plan.isolated[zone]).num_addresses


@given(vpc_cidrs(), zone_lists)
def test_adding_or_removing_the_last_zone_moves_no_other_subnet(vpc: str, zones: list[str]) -> None:
    whole = plan_subnets(vpc, zones)
    for count in range(1, len(zones)):
        part = plan_subnets(vpc, zones[:count])
        for tier in ("private", "public", "isolated"):
            assert getattr(part, tier).items() <= getattr(whole, tier).items()


def test_a_slash_16_gives_each_zone_room_for_eight_thousand_pods() -> None:
    plan = plan_subnets("10.40.0.0/16", ZONES[:3])
    assert dict(plan.private) == {
        "eun1-az1": "10.40.0.0/19",
        "eun1-az2": "10.40.64.0/19",
        "eun1-az3": "10.40.128.0/19",
    }
    assert plan.public["eun1-az1"] == "10.40.32.0/22"
    assert plan.isolated["eun1-az1"] == "10.40.36.0/22"
    assert usable_addresses(plan.private["eun1-az1"]) == 8187


def test_the_smallest_vpc_still_has_subnets_aws_accepts() -> None:
    plan = plan_subnets("10.0.0.0/22", ZONES)
    assert (plan.private["eun1-az1"], plan.public["eun1-az1"]) == ("10.0.0.0/25", "10.0.0.128/28")


@pytest.mark.parametrize(
    ("cidr", "sentence"),
    [
        ("10.40.0.0", "cidr is '10.40.0.0', which is not how that range is written; '10.40.0.0/32' is right"),
        ("10.40.1.0/16", "cidr is '10.40.1.0/16', which is not how that range is written; '10.40.0.0/16' is right"),
        ("10.0.0.0/8", "a /16 to /22 is right"),
        ("10.40.0.0/24", "a /16 to /22 is right"),
        ("8.8.0.0/16", "a public range"),
        ("172.17.0.0/16", "Docker"),
        ("fd00::/16", "an IPv4 range is right"),
        ("ten", "an IPv4 range is right"),
        ("10.40.0.0/33", "an IPv4 range is right"),
    ],
)
def test_a_range_no_vpc_can_have_is_refused_with_the_right_one(cidr: str, sentence: str) -> None:
    with pytest.raises(SubnetPlanError) as refusal:
        checked_vpc_cidr(cidr)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("zones", [(), (*ZONES, "eun1-az5"), ("eun1-az1", "eun1-az1")])
def test_no_zone_a_fifth_zone_and_a_zone_twice_are_refused(zones: tuple[str, ...]) -> None:
    with pytest.raises(SubnetPlanError, match="1 to 4 different zones are right"):
        plan_subnets("10.40.0.0/16", zones)
