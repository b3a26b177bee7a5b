"""A Lustre file system is never too slow or too small, always a size AWS takes, and never dearer than it must be."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.storage.lustre_plan import accepted_capacity, needed_megabytes_per_second, plan_lustre


@dataclass(frozen=True)
class Tier:
    megabytes_per_second_per_tib: int
    usd_per_gib_month: float


TIERS = (Tier(125, 0.145), Tier(250, 0.21), Tier(500, 0.34), Tier(1000, 0.60))

some_tiers = st.lists(
    st.builds(Tier, st.sampled_from([50, 100, 125, 200, 250, 500, 1000]), st.floats(0.01, 2.0)), min_size=1, max_size=4
)
some_speed = st.floats(1, 500_000)
some_size = st.integers(0, 200_000)


def sizes() -> Iterator[int]:
    """Every capacity the service accepts, smallest first."""
    yield 1200
    for step in count(1):
        yield step * 2400


@given(some_tiers, some_speed, some_size)
def test_the_need_is_always_met(tiers: list[Tier], speed: float, size: int) -> None:
    plan = plan_lustre(tiers, speed, size)
    assert plan.megabytes_per_second >= speed * (1 - 1e-9)
    assert plan.capacity_gib >= size


@given(some_tiers, some_speed, some_size)
def test_size_and_step_are_ones_the_service_accepts(tiers: list[Tier], speed: float, size: int) -> None:
    plan = plan_lustre(tiers, speed, size)
    assert plan.capacity_gib == 1200 or plan.capacity_gib % 2400 == 0
    assert plan.megabytes_per_second_per_tib in {tier.megabytes_per_second_per_tib for tier in tiers}


@given(some_tiers, st.floats(1, 50_000), st.integers(0, 50_000))
def test_no_other_step_and_size_that_meets_the_need_is_cheaper(tiers: list[Tier], speed: float, size: int) -> None:
    def smallest(tier: Tier) -> int:
        rate = tier.megabytes_per_second_per_tib
        return next(gib for gib in sizes() if gib >= size and gib / 1024 * rate >= speed * (1 - 1e-9))

    cheapest = min(smallest(tier) * tier.usd_per_gib_month for tier in tiers)
    plan = plan_lustre(tiers, speed, size)
    assert plan.usd_per_month == pytest.approx(cheapest)
    assert plan.capacity_gib in {
        smallest(tier) for tier in tiers if smallest(tier) * tier.usd_per_gib_month == pytest.approx(cheapest)
    }


@pytest.mark.parametrize(
    ("speed", "size", "capacity", "step"),
    [
        (100, 0, 1200, 125),
        (200, 0, 1200, 250),
        (1000, 0, 1200, 1000),
        (1000, 9000, 9600, 125),
        (8000, 0, 16800, 500),
        # Larger at a slower step is cheaper here: 4,800 GiB at 1000 would be the smallest that is fast enough.
        (2400, 0, 7200, 500),
        (2340, 0, 2400, 1000),
    ],
)
def test_the_cheapest_plan(speed: float, size: int, capacity: int, step: int) -> None:
    plan = plan_lustre(TIERS, speed, size)
    assert (plan.capacity_gib, plan.megabytes_per_second_per_tib) == (capacity, step)


def test_at_one_price_the_smaller_file_system_is_taken_for_it_can_still_grow() -> None:
    assert plan_lustre([Tier(125, 0.2), Tier(250, 0.4)], 280, 0).capacity_gib == 1200


@pytest.mark.parametrize(("at_least", "accepted"), [(0, 1200), (1200, 1200), (1200.1, 2400), (2401, 4800)])
def test_capacities_are_rounded_up_to_what_the_service_accepts(at_least: float, accepted: int) -> None:
    assert accepted_capacity(at_least) == accepted


def test_the_need_is_what_all_accelerators_read_at_once() -> None:
    assert needed_megabytes_per_second(32, 0.25) == 8000
