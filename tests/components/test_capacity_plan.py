"""The capacity planner: every chain that can be becomes groups EKS and EC2 take, and any other gets a sentence."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.compute.capacity_plan import CapacityPlanError, NodeGroupPlan, plan_capacity
from components.compute.capacity_refusals import refusals
from components.compute.capacity_step import Step, Wanted
from tests.components.chains import BLOCK, ON_DEMAND, RESERVED, SPOT, TODAY, ZONES, chains, wanted


def keys(*steps: Step) -> list[str]:
    return [group.key for group in plan_capacity(wanted(*steps)).groups]


def target(group: NodeGroupPlan) -> str:
    """The reservation a group's nodes are launched in."""
    specification = group.template().get("capacity_reservation_specification", {})
    return str(specification.get("capacity_reservation_target", {}).get("capacity_reservation_id", ""))


@given(chains())
def test_every_step_has_a_group_in_each_of_its_zones_under_a_name_of_its_own(chain: Wanted) -> None:
    groups = plan_capacity(chain).groups
    assert [(group.step, group.zone) for group in groups] == [
        (step, zone) for step in chain.steps for zone in step.zones
    ]
    assert len({group.key for group in groups}) == len(groups)


@given(chains())
def test_nodes_start_in_the_preferred_group_and_all_others_start_empty(chain: Wanted) -> None:
    first, *others = plan_capacity(chain).groups
    assert first.low == chain.nodes
    assert all(group.low == 0 for group in others)


@given(chains())
def test_no_group_asks_for_more_than_the_pool_or_its_reservation_has(chain: Wanted) -> None:
    for group in plan_capacity(chain).groups:
        assert group.low <= group.high <= chain.max_nodes
        assert group.high >= 1
        assert not group.purchase.reserved or group.high <= group.step.reserved_nodes


@given(chains())
def test_all_groups_together_hold_the_whole_pool(chain: Wanted) -> None:
    plan = plan_capacity(chain)
    assert sum(group.high for group in plan.groups) >= chain.max_nodes
    assert sum(plan.most_in(zone) for zone in plan.zones) == sum(group.high for group in plan.groups)


@given(chains())
def test_a_scaler_tries_the_steps_in_the_order_they_are_written(chain: Wanted) -> None:
    priorities = [group.priority for group in plan_capacity(chain).groups]
    assert all(before > after for before, after in pairwise(priorities))
    assert priorities[-1] == 1


@given(chains())
def test_what_is_reserved_is_never_forced_into_a_group_it_was_not_made_in(chain: Wanted) -> None:
    for group in plan_capacity(chain).groups:
        assert not (group.makes_placement_group and group.purchase.reserved)


@given(chains())
def test_nodes_are_launched_in_exactly_the_reservation_of_their_step(chain: Wanted) -> None:
    for group in plan_capacity(chain).groups:
        assert target(group) == group.step.reservation_id
        block = group.step.purchase == "capacity_block"
        assert ("instance_market_options" in group.template()) == block
        assert (group.purchase.capacity_type == "CAPACITY_BLOCK") == block


@given(chains())
def test_a_chain_that_can_be_is_refused_nothing_while_its_blocks_last(chain: Wanted) -> None:
    assert list(refusals(chain, None)) == []
    assert list(refusals(chain, TODAY)) == []


@given(chains(), st.integers(-4000, 4000))
def test_a_chain_without_dates_is_as_good_on_one_day_as_on_another(chain: Wanted, hours: int) -> None:
    if all(step.purchase != "capacity_block" for step in chain.steps):
        assert list(refusals(chain, TODAY + timedelta(hours=hours))) == []


@given(chains())
def test_a_group_keeps_its_name_when_steps_change_places(chain: Wanted) -> None:
    bought = [step for step in chain.steps if not step.reservation_id]
    before = {group.key for group in plan_capacity(wanted(*bought or [SPOT])).groups}
    assert {group.key for group in plan_capacity(wanted(*reversed(bought or [SPOT]))).groups} == before


words = st.sampled_from(["on_demand", "spot", "reservation", "capacity_block", "karpenter", ""])
texts = st.sampled_from(["", "cr-0123456789abcdef0", "cr-1", "2026-12-01T11:30:00Z", "2026-13-01T11:30:00Z", "soon"])
any_steps = st.builds(
    Step,
    words,
    st.lists(st.sampled_from(ZONES), max_size=3).map(tuple),
    texts,
    st.integers(-1, 500),
    st.sampled_from(["targeted", "open", "any"]),
    st.sampled_from(["", "near"]),
    texts,
    texts,
)


@given(
    st.lists(any_steps, max_size=3),
    st.integers(0, 500),
    st.integers(0, 5000),
    st.sampled_from(["node_groups", "karpenter", "hand"]),
    st.sampled_from(["", "1.2", "1.15.1", "new"]),
    st.sampled_from(["p5.48xlarge", "g6.xlarge", "t3.large", "hpc7a.96xlarge"]),
)
def test_whatever_is_written_ends_in_a_plan_or_in_sentences(
    steps: list[Step], nodes: int, hours: int, provisioner: str, version: str, machine: str
) -> None:
    chain = wanted(
        *steps,
        instance_type=machine,
        nodes=nodes,
        max_nodes=max(nodes, 1),
        wall_time_hours=hours,
        provisioner=provisioner,
        karpenter_version=version,
    )
    for refusal in refusals(chain, TODAY):
        sentence = str(refusal)
        assert "\n" not in sentence
        assert sentence.count("; ") >= 1
    if not list(refusals(chain, None)):
        assert plan_capacity(chain).groups


def test_a_plan_of_a_chain_that_cannot_be_is_the_first_sentence() -> None:
    with pytest.raises(CapacityPlanError, match=r"^nodes is 9, more than the 8 reserved"):
        plan_capacity(wanted(RESERVED, ON_DEMAND, nodes=9, max_nodes=9))


def test_groups_are_named_by_what_does_not_move() -> None:
    assert keys(RESERVED, ON_DEMAND) == ["cr-0123456789abcdef0", "on-demand-eun1-az1", "on-demand-eun1-az2"]
    assert keys(Step("reservation", ("eun1-az1",), reserved_nodes=8, matching="open")) == ["reservation-eun1-az1"]


def test_a_fallback_takes_what_the_reservation_does_not_hold() -> None:
    reserved, *others = plan_capacity(wanted(RESERVED, ON_DEMAND, nodes=4, max_nodes=12)).groups
    assert (reserved.low, reserved.high) == (4, 8)
    assert [(group.low, group.high) for group in others] == [(0, 12), (0, 12)]


def test_an_open_reservation_is_used_up_and_then_nothing_starts_on_demand_unasked() -> None:
    (group,) = plan_capacity(wanted(Step("reservation", ("eun1-az1",), reserved_nodes=8, matching="open"))).groups
    preference = {"capacity_reservation_preference": "capacity-reservations-only"}
    assert group.template() == {"capacity_reservation_specification": preference}


@pytest.mark.parametrize(
    ("chain", "makes"),
    [
        (wanted(ON_DEMAND), True),
        (wanted(SPOT), True),
        (wanted(ON_DEMAND, nodes=1, max_nodes=1), False),
        (wanted(ON_DEMAND, instance_type="g6.xlarge"), False),
        (wanted(RESERVED), False),
        (wanted(BLOCK), False),
    ],
    ids=["on demand", "spot", "one node", "no EFA", "reservation", "block"],
)
def test_a_group_near_each_other_is_made_where_it_helps_and_starves_nothing(chain: Wanted, makes: bool) -> None:
    assert plan_capacity(chain).groups[0].makes_placement_group is makes
