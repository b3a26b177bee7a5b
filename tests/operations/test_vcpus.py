"""Quotas on vCPUs: what a stack needs, what is in use, and what of it counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.preflight.account import Account
from operations.preflight.capacity import Need, Use, grade
from operations.preflight.checks import vcpus
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import NodeGroup
from operations.preflight.plan import Plan
from tests.operations.cloud import Answer, Cloud
from tests.operations.furnished import reservation_for

STANDARD, G, G_SPOT = "L-1216C47A", "L-DB2E81BA", "L-3819A6DF"
ON_DEMAND_STANDARD = "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances"
ON_DEMAND_G = "Running On-Demand G and VT instances"
SPOT_G = "All G and VT Spot Instance Requests"
COUNTS = st.integers(0, 10_000)


def with_groups(plan: Plan, *groups: NodeGroup) -> Plan:
    """The same plan with these node groups."""
    changed = replace(plan)
    changed.__dict__["node_groups"] = groups
    return changed


def instance(type_: str, cluster: str = "", lifecycle: str = "") -> Answer:
    return {
        "InstanceType": type_,
        "Tags": [{"Key": "eks:cluster-name", "Value": cluster}] if cluster else [],
        **({"InstanceLifecycle": lifecycle} if lifecycle else {}),
    }


def asked(plan: Plan, account: Account) -> dict[str, Finding]:
    return {finding.subject: finding for finding in vcpus.find(plan, account)}


@given(start=COUNTS, more=COUNTS, others=COUNTS, ours=COUNTS, limit=COUNTS)
def test_it_fails_where_the_start_does_not_fit_and_warns_where_the_most_does_not(
    start: int, more: int, others: int, ours: int, limit: int
) -> None:
    found = grade(Need(start, start + more), Use(others + ours, ours), limit)
    assert (found is Grade.FAIL) == (others + start > limit)
    assert (found is Grade.OK) == (others + start + more <= limit)


@given(start=COUNTS, more=COUNTS, used=COUNTS, limit=COUNTS, raised=COUNTS)
def test_a_higher_quota_never_makes_it_worse(start: int, more: int, used: int, limit: int, raised: int) -> None:
    order = [Grade.OK, Grade.WARN, Grade.FAIL]
    need, use = Need(start, start + more), Use(used)
    assert order.index(grade(need, use, limit + raised)) <= order.index(grade(need, use, limit))


def test_a_pool_is_counted_at_its_start_and_at_its_largest(dev: Plan) -> None:
    system = next(group for group in dev.node_groups if group.instance_types == ("m7i.large",))
    assert vcpus.vcpu_need(system) == Need(4, 6)


def test_of_several_types_the_start_takes_the_smallest_and_the_most_the_largest(dev: Plan) -> None:
    group = replace(dev.node_groups[0], instance_types=("m7i.large", "m7i.4xlarge"), at_once=1, at_most=2)
    assert vcpus.vcpu_need(group) == Need(2, 32)


def test_too_small_a_quota_fails_with_the_command_that_asks_for_enough(
    cloud: Cloud, account: Account, dev: Plan
) -> None:
    cloud.quotas[G] = 3
    finding = asked(dev, account)[ON_DEMAND_G]
    assert (finding.grade, finding.reason) == (
        Grade.FAIL,
        "`pulumi up` needs 4 of 3 vCPUs; 0 in use (for l40s-on-demand-eun1-az1)",
    )
    assert finding.place is not None
    assert finding.place.key == "accelerator_pools.l40s"
    assert finding.fix == (
        "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-DB2E81BA "
        "--desired-value 4 --region eu-north-1"
    )


def test_a_quota_for_the_start_only_is_a_warning(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas[STANDARD] = 5
    finding = asked(dev, account)[ON_DEMAND_STANDARD]
    assert finding.grade is Grade.WARN
    assert finding.reason.startswith("the start fits, with 4 of 5 vCPUs; the largest size does not, with 6; 0 in use")


def test_a_quota_is_for_one_family_and_one_purchase(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas.update({G: 4, G_SPOT: 0})
    cloud.listings["ec2:DescribeInstances"] = [
        {"Instances": [instance("g6e.48xlarge", lifecycle="spot"), instance("m7i.large"), instance("p5.48xlarge")]}
    ]
    assert asked(dev, account)[ON_DEMAND_G].grade is Grade.OK


def test_spot_nodes_count_against_the_spot_quota(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas[G_SPOT] = 3
    groups = [replace(group, usage_class="spot") for group in dev.node_groups if "g6e.xlarge" in group.instance_types]
    assert asked(with_groups(dev, *groups), account)[SPOT_G].grade is Grade.FAIL


def test_what_runs_is_counted_over_all_pages(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas[STANDARD] = 12
    cloud.listings["ec2:DescribeInstances"] = [{"Instances": [instance("m7i.large")]} for _ in range(5)]
    finding = asked(dev, account)[ON_DEMAND_STANDARD]
    assert (finding.grade, "10 in use" in finding.reason) == (Grade.FAIL, True)
    assert cloud.sent["ec2:DescribeInstances"] == 5


def test_nodes_of_an_earlier_up_are_told_and_not_counted_twice(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas[STANDARD] = 6
    ours = [instance("m7i.large", "groundwork-dev")] * 2
    cloud.listings["ec2:DescribeInstances"] = [{"Instances": ours}]
    finding = asked(dev, account)[ON_DEMAND_STANDARD]
    assert (finding.grade, "4 in use, 4 of them by this stack" in finding.reason) == (Grade.OK, True)


def test_capacity_that_is_reserved_and_idle_counts_as_used(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas[G] = 10
    group = next(group for group in dev.node_groups if "g6e.xlarge" in group.instance_types)
    idle = reservation_for(group, TotalInstanceCount=3, AvailableInstanceCount=1)
    cloud.reservations = [idle, reservation_for(group, State="expired")]
    assert "4 in use" in asked(dev, account)[ON_DEMAND_G].reason


def test_a_capacity_block_is_no_on_demand_capacity(cloud: Cloud, account: Account, dev: Plan) -> None:
    group = next(group for group in dev.node_groups if "g6e.xlarge" in group.instance_types)
    cloud.reservations = [reservation_for(group, ReservationType="capacity-block")]
    cloud.listings["ec2:DescribeInstances"] = [{"Instances": [instance("g6e.xlarge", lifecycle="capacity-block")]}]
    assert "0 in use" in asked(dev, account)[ON_DEMAND_G].reason


def test_nodes_in_a_reservation_need_no_quota_of_their_own(cloud: Cloud, account: Account, prod: Plan) -> None:
    found = asked(prod, account)
    assert found["h100-cr-0123456789abcdef0"].grade is Grade.OK
    assert "(for h100-on-demand-eun1-az1)" in found["Running On-Demand P instances"].reason


def test_a_running_type_that_the_catalogue_does_not_know_is_said_not_counted(
    cloud: Cloud, account: Account, dev: Plan
) -> None:
    cloud.listings["ec2:DescribeInstances"] = [{"Instances": [instance("q9.large"), instance("q9.large")]}]
    finding = asked(dev, account)["running instances"]
    assert (finding.grade, finding.reason.endswith("2 q9.large")) == (Grade.WARN, True)


def test_a_quota_that_was_never_raised_has_its_default(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.answer_with("servicequotas:GetServiceQuota", 400, "NoSuchResourceException")
    cloud.quotas[G] = 0
    assert asked(dev, account)[ON_DEMAND_G].grade is Grade.FAIL


def test_types_of_several_quotas_hold_only_their_most_against_each(cloud: Cloud, account: Account, dev: Plan) -> None:
    mixed = replace(dev.node_groups[0], instance_types=("m7i.large", "g6e.xlarge"), at_once=2, at_most=3)
    cloud.quotas.update({STANDARD: 0, G: 0})
    found = asked(with_groups(dev, mixed), account)
    assert {finding.grade for finding in found.values()} == {Grade.WARN}


def test_a_request_that_is_open_already_is_told(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas.update({G: 3, STANDARD: 0})
    cloud.quota_requests[G] = [("DENIED", 900), ("APPROVED", 3), ("CASE_OPENED", 768)]
    cloud.quota_requests[STANDARD] = [("DENIED", 900)]
    found = asked(dev, account)
    assert found[ON_DEMAND_G].reason.endswith("; an increase to 768 is asked for and not decided yet")
    assert "increase" not in found[ON_DEMAND_STANDARD].reason


def test_whoever_may_not_see_requests_still_learns_what_fails(cloud: Cloud, account: Account, dev: Plan) -> None:
    cloud.quotas[G] = 3
    cloud.deny("servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota")
    assert asked(dev, account)[ON_DEMAND_G].grade is Grade.FAIL


def test_a_quota_nobody_knows_ends_the_check_with_its_code(cloud: Cloud, account: Account, dev: Plan) -> None:
    from operations.preflight.finding import CannotAsk

    cloud.unknown_quotas = {STANDARD, G}
    with pytest.raises(CannotAsk, match="Service Quotas knows no quota L-"):
        asked(dev, account)
