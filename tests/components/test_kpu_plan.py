"""The planner of Flink's units against brute force: it holds, and one unit less would not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.streams import stream_limit
from components.storage.storage_need import NeedError
from components.streams.kpu_plan import KpuPlan, plan_kpus

TASKS = st.integers(1, 2000)
PER_KPU = st.integers(1, 8)
STATE = st.floats(0, 5000, allow_nan=False)
QUOTA = st.integers(1, 300)


@given(TASKS, PER_KPU, STATE, QUOTA)
def test_the_fewest_units_that_have_a_place_for_every_task(tasks: int, per_kpu: int, state: float, quota: int) -> None:
    enough = next(units for units in range(1, 2001) if units * per_kpu >= tasks)
    if enough > quota or state > enough * 50:
        with pytest.raises(NeedError):
            plan_kpus(tasks, per_kpu, state, quota)
        return
    plan = plan_kpus(tasks, per_kpu, state, quota)
    assert plan == KpuPlan(enough, enough + 1, enough * 4, enough * 50, quota * per_kpu)


@given(TASKS, PER_KPU, STATE, QUOTA)
def test_what_a_refusal_calls_right_is_taken(tasks: int, per_kpu: int, state: float, quota: int) -> None:
    try:
        plan_kpus(tasks, per_kpu, state, quota)
    except NeedError as error:
        if error.key == "parallelism":
            plan_kpus(int(error.right.split()[2]), per_kpu, 0, quota)
        elif error.right.endswith("in parallelism is right"):
            right = int(error.right.split()[0])
            plan_kpus(right, per_kpu, state, quota)
            with pytest.raises(NeedError):
                plan_kpus(right - 1, per_kpu, state, quota)
        else:
            assert state > quota * 50


@given(TASKS, PER_KPU)
def test_more_tasks_never_take_fewer_units(tasks: int, per_kpu: int) -> None:
    assert plan_kpus(tasks, per_kpu, 0, 5000).kpus <= plan_kpus(tasks + 1, per_kpu, 0, 5000).kpus


def test_the_quota_of_every_account_is_where_it_ends_unless_more_was_granted() -> None:
    most = int(stream_limit("flink_kpus"))
    assert plan_kpus(most, 1).kpus == most
    with pytest.raises(NeedError, match=r"parallelism is 65 with 1 to a unit, and the quota is 64 units; at most 64"):
        plan_kpus(most + 1, 1)
    assert plan_kpus(most + 1, 1, 0, 100).kpus == most + 1


@pytest.mark.parametrize("wrong", [0, 9])
def test_more_than_eight_tasks_share_no_unit(wrong: int) -> None:
    with pytest.raises(NeedError, match=f"parallelism_per_kpu is {wrong}; 1 to 8 is right"):
        plan_kpus(8, wrong)
