"""Reserved capacity: each thing that may be wrong with it, in a sentence of its own."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.preflight.account import Account
from operations.preflight.checks import reservations
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import NodeGroup
from operations.preflight.plan import Plan
from tests.operations.cloud import NOW, Answer, Cloud
from tests.operations.conftest import plan_named
from tests.operations.furnished import reservation_for

LATER, EARLIER = NOW + timedelta(days=30), NOW - timedelta(days=1)


def h100() -> NodeGroup:
    return next(group for group in plan_named("prod").node_groups if group.reservation_id)


def block() -> NodeGroup:
    return replace(h100(), usage_class="capacity-block")


def judged(found: Answer | None, ours: int = 0, group: NodeGroup | None = None) -> Finding:
    return reservations.judge(plan_named("prod"), group or h100(), found, ours)


def test_a_reservation_that_is_right_is_ok_with_what_is_free() -> None:
    finding = judged(reservation_for(h100()))
    assert (finding.grade, finding.reason) == (Grade.OK, "active, 4 of 4 instances free")


@pytest.mark.parametrize(
    ("changed", "grade", "sentence"),
    [
        ({"InstanceType": "p5e.48xlarge"}, Grade.FAIL, "is for p5e.48xlarge, not for p5.48xlarge"),
        ({"AvailabilityZoneId": "eun1-az3"}, Grade.FAIL, "is in eun1-az3, and the nodes are in eun1-az1"),
        ({"State": "expired"}, Grade.FAIL, "is expired"),
        ({"State": "cancelled"}, Grade.FAIL, "is cancelled"),
        ({"State": "failed"}, Grade.FAIL, "is failed"),
        (
            {"State": "scheduled", "StartDate": datetime(2026, 12, 1, 11, 30)},
            Grade.FAIL,
            "is scheduled and begins at 2026-12-01 11:30; no node can start before",
        ),
        (
            {"AvailableInstanceCount": 3},
            Grade.FAIL,
            "3 of 4 instances are free, and `pulumi up` starts 4",
        ),
        (
            {"TotalInstanceCount": 3, "AvailableInstanceCount": 3},
            Grade.FAIL,
            "3 instances are reserved, and `pulumi up` starts 4",
        ),
        ({"InstancePlatform": "Windows"}, Grade.FAIL, "is for Windows, and the nodes run Linux/UNIX"),
        ({"Tenancy": "dedicated"}, Grade.FAIL, "is of dedicated tenancy, and the nodes are not"),
        (
            {"PlacementGroupArn": "arn:aws:ec2:eu-north-1:111122223333:placement-group/near"},
            Grade.FAIL,
            "was made in near, and the nodes are in none: they would not be given it",
        ),
        (
            {"ReservationType": "capacity-block"},
            Grade.FAIL,
            "is a Capacity Block; 'purchase: capacity_block' is right",
        ),
        (
            {"InstanceMatchCriteria": "open"},
            Grade.WARN,
            "is open: any instance of the type in the zone may take it first",
        ),
        (
            {"EndDate": NOW + timedelta(days=2)},
            Grade.WARN,
            "ends at 2026-11-26 12:00 UTC, and its nodes with it",
        ),
    ],
)
def test_what_is_wrong_with_it_is_said(changed: Answer, grade: Grade, sentence: str) -> None:
    finding = judged(reservation_for(h100(), **changed))
    assert (finding.grade, finding.reason) == (grade, sentence)
    assert finding.fix.startswith("aws ec2 describe-capacity-reservations --capacity-reservation-ids cr-")
    assert finding.place is not None
    assert finding.place.key == "accelerator_pools.h100"


def test_all_that_is_wrong_is_told_at_once() -> None:
    finding = judged(reservation_for(h100(), InstanceType="p4d.24xlarge", State="expired"))
    assert finding.reason == "is expired; is for p4d.24xlarge, not for p5.48xlarge"


def test_a_reservation_that_is_not_there_fails_with_the_command_that_lists_those_there_are() -> None:
    finding = judged(None)
    assert finding.grade is Grade.FAIL
    assert "Values=p5.48xlarge" in finding.fix


def test_a_block_must_be_one() -> None:
    finding = judged(reservation_for(h100()), group=block())
    assert finding.reason == "is no Capacity Block; 'purchase: reservation' is right"


def test_a_block_not_yet_begun_is_a_warning_while_nothing_is_started_in_it() -> None:
    found = reservation_for(block(), State="scheduled", StartDate=LATER)
    assert judged(found, group=replace(block(), at_once=0)).grade is Grade.WARN
    assert judged(found, group=block()).grade is Grade.FAIL


def test_nodes_in_a_placement_group_are_not_given_a_reservation_made_outside_it() -> None:
    group = replace(h100(), placement_group="near")
    assert judged(reservation_for(h100()), group=group).reason == (
        "was made in no placement group, and the nodes are in near: they would not be given it"
    )
    inside = reservation_for(h100(), PlacementGroupArn="arn:aws:ec2:eu-north-1:111122223333:placement-group/near")
    assert judged(inside, group=group).grade is Grade.OK


def test_room_to_grow_that_it_does_not_hold_is_a_warning() -> None:
    finding = judged(reservation_for(h100()), group=replace(h100(), at_most=6))
    assert (finding.grade, finding.reason) == (Grade.WARN, "4 instances are reserved, and there may be 6 nodes")


@given(total=st.integers(0, 64), taken=st.integers(0, 64), ours=st.integers(0, 64), start=st.integers(0, 64))
def test_the_start_fits_where_free_and_own_instances_are_enough(total: int, taken: int, ours: int, start: int) -> None:
    taken, ours = min(taken, total), min(ours, taken, total)
    found = reservation_for(h100(), TotalInstanceCount=total, AvailableInstanceCount=total - taken)
    group = replace(h100(), at_once=start, at_most=max(start, 1))
    fails = judged(found, ours, group).grade is Grade.FAIL
    assert fails == (start > total - taken + ours)


def test_nodes_of_the_stack_that_run_in_it_already_count_as_free(cloud: Cloud, account: Account, prod: Plan) -> None:
    cloud.reservations = [reservation_for(h100(), AvailableInstanceCount=1)]
    node = {"Tags": [{"Key": "eks:cluster-name", "Value": "groundwork-prod"}]}
    stranger = {"Tags": [{"Key": "eks:cluster-name", "Value": "theirs"}]}
    cloud.listings["ec2:DescribeInstances"] = [{"Instances": [node] * 2}, {"Instances": [node, stranger]}]
    (finding,) = reservations.find(prod, account)
    assert (finding.grade, finding.reason) == (
        Grade.OK,
        "active, 1 of 4 instances free, 3 run this stack's nodes",
    )


def of_any_open_one(plan: Plan, at_once: int = 4) -> Plan:
    """The plan with one group, which takes any open reservation of its type in its zone."""
    changed = replace(plan)
    changed.__dict__["node_groups"] = (replace(h100(), reservation_id="", at_once=at_once),)
    return changed


def open_one(**changed: object) -> Answer:
    return reservation_for(h100(), InstanceMatchCriteria="open", TotalInstanceCount=2, **changed)


def test_open_reservations_of_the_type_and_zone_count_together(cloud: Cloud, account: Account, prod: Plan) -> None:
    cloud.reservations = [
        open_one(AvailableInstanceCount=2),
        open_one(AvailableInstanceCount=2),
        open_one(AvailableInstanceCount=2, AvailabilityZoneId="eun1-az3"),
        reservation_for(h100()),
    ]
    (finding,) = reservations.find(of_any_open_one(prod), account)
    assert (finding.grade, finding.reason) == (Grade.OK, "4 of 4 instances free")
    cloud.reservations = cloud.reservations[1:]
    (finding,) = reservations.find(of_any_open_one(prod), account)
    assert finding.grade is Grade.FAIL
    assert finding.reason == "of p5.48xlarge in eun1-az1: 2 instances are reserved, and `pulumi up` starts 4"


@pytest.mark.parametrize(("at_once", "grade"), [(4, Grade.FAIL), (0, Grade.WARN)])
def test_without_an_open_reservation_only_what_starts_empty_can_go_up(
    cloud: Cloud, account: Account, prod: Plan, at_once: int, grade: Grade
) -> None:
    cloud.reservations = [reservation_for(h100())]
    (finding,) = reservations.find(of_any_open_one(prod, at_once), account)
    assert (finding.grade, finding.reason) == (grade, "none of p5.48xlarge in eun1-az1 is active")


def test_a_stack_without_reservations_asks_nothing(cloud: Cloud, account: Account, dev: Plan) -> None:
    assert list(reservations.find(dev, account)) == []
    assert not cloud.sent
