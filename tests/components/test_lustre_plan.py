"""A Lustre file system is never too slow, too small or too narrow, always one AWS sells, never dearer than it must be.

The brute force here knows only what the service sells: it goes through sizes and steps one by one, and shares no code
with the planner.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.lustre import LustreTier, lustre_tiers
from components.storage.lustre_plan import LustrePlan, plan_lustre
from components.storage.storage_need import NeedError, StorageNeed

QUOTA = 100_800
KINDS = {
    "scratch": lustre_tiers("SCRATCH_2"),
    "persistent 1": lustre_tiers("PERSISTENT_1"),
    "disks": lustre_tiers("PERSISTENT_1", "HDD"),
    "persistent 2": lustre_tiers("PERSISTENT_2"),
    "efa": lustre_tiers("PERSISTENT_2", efa=True),
}
# (size from, metadata IOPS that come with it), as AWS's page has it; from 48,000 GiB on 12,000 for each 24,000.
METADATA = ((1200, 1500), (2400, 3000), (4800, 6000), (12_000, 12_000))
METADATA_SOLD = (1500, 3000, 6000, *range(12_000, 192_001, 12_000))
USD_PER_METADATA_IOPS = 0.055


def sizes(tier: LustreTier) -> Iterator[int]:
    """Every size up to the quota, smallest first."""
    first = {"SSD": 1200, "HDD": {12: 6000, 40: 1800}.get(tier.megabytes_per_second_per_tib)}[tier.storage_type]
    step = 2400 if tier.storage_type == "SSD" else first
    if tier.efa:
        first = step = {125: 38_400, 250: 19_200, 500: 9600, 1000: 4800}[tier.megabytes_per_second_per_tib]
    assert first is not None
    assert step is not None
    most = tier.quota_gib
    yield first
    yield from (gib for gib in range(step, most + 1, step) if gib > first)


def does(tier: LustreTier, gib: int, need: StorageNeed) -> bool:
    """Whether a file system of that step and size reads, writes and holds what is needed, for pool and node."""
    servers = -(
        -gib // (2400 if tier.storage_type == "SSD" else 6000 if tier.megabytes_per_second_per_tib == 12 else 1800)
    )
    node = 700 if tier.efa else min(100, 5 * servers)
    return (
        gib / 1024 * tier.megabytes_per_second_per_tib >= need.megabytes_per_second * (1 - 1e-9)
        and gib >= need.dataset_gib + need.checkpoints_gib
        and node >= need.megabytes_per_second * need.node_share * 8 / 1000 * (1 - 1e-9)
    )


def price(tier: LustreTier, gib: int, need: StorageNeed) -> float:
    each = tier.usd_per_gib_month
    assert each is not None
    if tier.deployment_type != "PERSISTENT_2":
        return gib * each
    free = gib // 24_000 * 12_000 if gib >= 48_000 else max(iops for size, iops in METADATA if size <= gib)
    bought = free if need.metadata_iops <= free else next(sold for sold in METADATA_SOLD if sold >= need.metadata_iops)
    return float(gib * each + USD_PER_METADATA_IOPS * (bought - free))


def cheapest(tiers: tuple[LustreTier, ...], need: StorageNeed) -> float | None:
    """What the cheapest file system that will do costs; None where there is none."""
    return min((price(tier, gib, need) for tier in tiers for gib in sizes(tier) if does(tier, gib, need)), default=None)


needs = st.builds(
    StorageNeed,
    read_megabytes_per_second=st.one_of(st.floats(0.001, 120_000), st.sampled_from([125, 1200, 4800, 8000, 98_437.5])),
    write_megabytes_per_second=st.floats(0, 60_000),
    writes_beside_reads=st.booleans(),
    dataset_gib=st.one_of(
        st.just(0), st.floats(0, 110_000), st.sampled_from([1200, 1201, 2400, 45_000, 69_000, 100_800])
    ),
    checkpoints_gib=st.one_of(st.just(0), st.floats(0, 20_000)),
    metadata_iops=st.one_of(st.just(0), st.integers(0, 200_000), st.sampled_from([12_001, 24_000, 36_000])),
    node_share=st.integers(1, 400).map(lambda nodes: 1 / nodes),
)
kinds = st.sampled_from(sorted(KINDS))


def planned(tiers: tuple[LustreTier, ...], need: StorageNeed) -> LustrePlan | None:
    try:
        return plan_lustre(need, tiers)
    except NeedError:
        return None


@given(kinds, needs)
def test_a_plan_is_sold_and_meets_the_need_and_costs_no_more_than_the_cheapest_there_is(
    kind: str, need: StorageNeed
) -> None:
    tiers = KINDS[kind]
    plan = planned(tiers, need)
    best = None if need.metadata_iops > 192_000 else cheapest(tiers, need)
    if plan is None or best is None:
        assert plan is None
        assert best is None
        return
    assert plan.capacity_gib in set(sizes(plan.tier))
    assert does(plan.tier, plan.capacity_gib, need)
    assert plan.usd_per_month == pytest.approx(price(plan.tier, plan.capacity_gib, need)) == pytest.approx(best)


@given(
    kinds,
    needs,
    st.sampled_from(
        [
            "read_megabytes_per_second",
            "write_megabytes_per_second",
            "dataset_gib",
            "checkpoints_gib",
            "metadata_iops",
        ]
    ),
    st.integers(1, 20_000),
)
def test_more_need_never_costs_less(kind: str, need: StorageNeed, part: str, more: int) -> None:
    less = planned(KINDS[kind], need)
    greater = planned(KINDS[kind], replace(need, **{part: getattr(need, part) + more}))
    if greater is None:
        return
    assert less is not None
    assert less.usd_per_month is not None
    assert greater.usd_per_month is not None
    assert less.usd_per_month <= greater.usd_per_month * (1 + 1e-9)


@given(kinds, needs)
def test_fewer_nodes_never_cost_less(kind: str, need: StorageNeed) -> None:
    many, few = planned(KINDS[kind], replace(need, node_share=need.node_share / 3)), planned(KINDS[kind], need)
    if few is not None:
        assert many is not None
        assert (many.usd_per_month or 0) <= (few.usd_per_month or 0) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("reads", "holds", "capacity", "step"),
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
def test_the_cheapest_plan(reads: float, holds: float, capacity: int, step: int) -> None:
    plan = plan_lustre(StorageNeed(reads, dataset_gib=holds, node_share=1 / 100), KINDS["persistent 2"])
    assert (plan.capacity_gib, plan.tier.megabytes_per_second_per_tib) == (capacity, step)


def test_one_node_gets_five_gigabits_a_second_from_each_server_so_a_fast_one_needs_more_of_them() -> None:
    # 4 GB/s are 32 Gbps: seven servers of 2,400 GiB, where for eight nodes two of them are fast enough.
    assert plan_lustre(StorageNeed(4000, node_share=1 / 1), KINDS["persistent 2"]).servers == 7
    assert plan_lustre(StorageNeed(4000, node_share=1 / 8), KINDS["persistent 2"]).servers < 7


def test_metadata_iops_that_come_with_the_size_are_not_bought() -> None:
    assert plan_lustre(StorageNeed(100, metadata_iops=1500), KINDS["persistent 2"]).metadata_iops == 0
    assert plan_lustre(StorageNeed(100, metadata_iops=1501), KINDS["persistent 2"]).metadata_iops == 3000


def test_where_metadata_iops_cost_more_than_the_storage_that_brings_them_storage_is_taken() -> None:
    plan = plan_lustre(StorageNeed(1000, dataset_gib=45_000, metadata_iops=24_000), KINDS["persistent 2"])
    assert (plan.capacity_gib, plan.metadata_iops) == (48_000, 0)


def test_at_one_price_the_smaller_file_system_is_taken_for_it_can_still_grow() -> None:
    slow, fast = (
        replace(tier, usd_per_gib_month=usd) for tier, usd in zip(KINDS["persistent 2"], (0.2, 0.4), strict=False)
    )
    assert plan_lustre(StorageNeed(280), [slow, fast]).capacity_gib == 1200


def test_an_unknown_price_is_not_a_price_of_nothing() -> None:
    slow, fast, *_ = KINDS["persistent 2"]
    plan = plan_lustre(StorageNeed(100), [replace(slow, usd_per_gib_month=None), fast])
    assert plan.tier == fast
    alone = plan_lustre(StorageNeed(100), [replace(slow, usd_per_gib_month=None)])
    assert alone.usd_per_month is None


@pytest.mark.parametrize(
    ("kind", "need", "sentence"),
    [
        (
            "persistent 2",
            StorageNeed(240_000, node_share=1 / 200),
            "needs 240.0 GB/s, a file system of 247,200 GiB or more; the account may have 100,800 GiB, which give 98.4",
        ),
        (
            "persistent 2",
            StorageNeed(100, dataset_gib=90_000, checkpoints_gib=20_000),
            "dataset_bytes makes 110,000 GiB with the checkpoints, and the account may have 100,800 GiB; keep what is",
        ),
        (
            "persistent 2",
            StorageNeed(100, checkpoints_gib=120_000),
            "checkpoint takes 120,000 GiB for the checkpoints it keeps, and the account may have 100,800 GiB; keep",
        ),
        (
            "persistent 2",
            StorageNeed(20_000),
            "accelerators_to_feed needs 160 Gbps for each node, and a client reaches 100 Gbps; say 'efa: true'",
        ),
        ("efa", StorageNeed(90_000), "needs 720 Gbps for each node, and a client reaches 700 Gbps; spread the work"),
        (
            "persistent 2",
            StorageNeed(100, metadata_iops=192_001),
            "training.files_per_step takes 192,001 metadata IOPS, and there are at most 192,000; pack samples",
        ),
    ],
)
def test_what_no_file_system_can_do_is_refused_with_what_would_help(
    kind: str, need: StorageNeed, sentence: str
) -> None:
    with pytest.raises(NeedError, match=sentence):
        plan_lustre(need, KINDS[kind])


def test_a_raised_quota_is_planned_with() -> None:
    assert plan_lustre(StorageNeed(240_000, node_share=1 / 200), KINDS["persistent 2"], 300_000).capacity_gib > QUOTA
    with pytest.raises(NeedError, match=r"the account may have 2,400 GiB, which give 2\.3 GB/s"):
        plan_lustre(StorageNeed(3000, node_share=1 / 9), KINDS["persistent 2"], 2400)
