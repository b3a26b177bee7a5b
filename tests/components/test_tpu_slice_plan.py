"""Slices of TPU chips: what a topology takes, and what a person is told where it does not fit."""

import re
from math import prod

import hypothesis.strategies as st
import pytest
from hypothesis import given

from catalogue.tpus import shapes, tpu_machines, written
from components.compute.tpu_slice_plan import TpuSlice, TpuSlicePlanError, nearest_topologies, plan_tpu_slice

MACHINES = st.sampled_from(sorted(tpu_machines()))
EDGES = st.integers(1, 40) | st.sampled_from([2, 4, 8, 16])
TOPOLOGIES = st.lists(EDGES, min_size=1, max_size=4).map(tuple).map(written)
QUOTED = re.compile(r"'(\d+(?:x\d+)+)'")


def planned(machine: str, topology: str) -> TpuSlice | TpuSlicePlanError:
    """The slice, or why there is none."""
    try:
        return plan_tpu_slice(machine, topology)
    except TpuSlicePlanError as refused:
        return refused


@pytest.mark.parametrize(
    ("machine", "topology", "chips", "nodes", "multi_host"),
    [
        ("ct5lp-hightpu-1t", "1x1", 1, 1, False),
        ("ct5lp-hightpu-4t", "2x2", 4, 1, False),
        ("ct5lp-hightpu-8t", "2x4", 8, 1, False),
        ("ct5lp-hightpu-4t", "2x4", 8, 2, True),
        ("ct5lp-hightpu-4t", "16x16", 256, 64, True),
        ("ct6e-standard-4t", "4x4", 16, 4, True),
        ("ct6e-standard-8t", "2x4", 8, 1, False),
        ("ct5p-hightpu-4t", "2x2x1", 4, 1, False),
        ("ct5p-hightpu-4t", "2x2x2", 8, 2, True),
        ("ct5p-hightpu-4t", "16x16x24", 6144, 1536, True),
        ("tpu7x-standard-4t", "4x4x4", 64, 16, True),
    ],
)
def test_a_slice_takes_its_chips_over_the_machines(
    machine: str, topology: str, chips: int, nodes: int, multi_host: bool
) -> None:
    found = plan_tpu_slice(machine, topology)
    assert (found.chips, found.nodes, found.multi_host) == (chips, nodes, multi_host)


def test_the_memory_of_a_slice_is_that_of_all_its_chips() -> None:
    assert plan_tpu_slice("tpu7x-standard-4t", "4x4x4").hbm_gib == 64 * 192


@pytest.mark.parametrize(
    ("machine", "topology", "says"),
    [
        ("ct6e-standard-4t", "3x3", "9 chips, no multiple of the 4 of ct6e-standard-4t; '2x4' (8 chips, 2 nodes) or"),
        ("ct6e-standard-4t", "4x2", "a shape GKE makes of no ct6e-standard-4t; did you mean '2x4'?"),
        ("ct6e-standard-4t", "16x32", "512 chips, more than the 256 of the largest v6e slice; '16x16' (256 chips, 64"),
        ("ct6e-standard-8t", "4x4", "'2x4' (8 chips, 1 node) is right; ct6e-standard-4t takes '4x4'"),
        ("ct5p-hightpu-4t", "4x4", "of 2 dimensions, and chips of v5p are joined in 3; '2x2x4' (16 chips, 4 nodes)"),
        ("ct5lp-hightpu-4t", "2x2x2", "of 3 dimensions, and chips of v5e are joined in 2; '2x4' (8 chips, 2 nodes)"),
        ("ct5p-hightpu-4t", "4x4x6", "'4x4x8' (128 chips, 32 nodes) or '4x4x4' (64 chips, 16 nodes) is right"),
        ("ct5p-hightpu-4t", "1x2x2", "did you mean '2x2x1'?"),
        ("ct5lp-hightpu-1t", "2x2", "'1x1' (1 chip, 1 node) is right; ct5lp-hightpu-4t takes '2x2'"),
        ("ct6e-standard-4t", "huge", "topology is 'huge'; edges joined by x are right, such as '2x2'"),
        ("ct6e-standard-4t", "4x", "topology is '4x'; edges joined by x are right, such as '2x2'"),
        ("ct6e-standart-4t", "4x4", "did you mean 'ct6e-standard-4t'?"),
    ],
)
def test_what_does_not_fit_is_told_what_would(machine: str, topology: str, says: str) -> None:
    assert says in str(planned(machine, topology))


@given(MACHINES, TOPOLOGIES)
def test_every_topology_is_a_slice_of_whole_machines_or_gets_one_sentence_with_topologies_that_are(
    machine: str, topology: str
) -> None:
    found = planned(machine, topology)
    if isinstance(found, TpuSlice):
        assert found.nodes * found.machine.chips == found.chips == prod(map(int, topology.split("x")))
        assert found.chips <= found.version.largest_slice_chips
        return
    assert found.argument == "topology"
    assert "\n" not in str(found)
    offered = QUOTED.findall(found.right.partition("; ct")[0])
    assert offered
    for each in offered:
        assert isinstance(planned(machine, each), TpuSlice)


@given(MACHINES, st.integers(1, 20_000))
def test_no_topology_is_nearer_from_below_or_above_than_the_two_that_are_offered(machine: str, chips: int) -> None:
    all_counts = {prod(shape) for shape in shapes(machine).values()}
    offered = {prod(shapes(machine)[name]) for name in nearest_topologies(machine, chips)}
    assert offered
    assert not {count for count in all_counts if min(offered) < count <= chips and count not in offered}
    assert not {count for count in all_counts if chips <= count < max(offered) and count not in offered}


@given(st.text(max_size=12))
def test_no_text_is_an_error_of_another_kind(text: str) -> None:
    assert isinstance(planned("ct5p-hightpu-4t", text), TpuSlice | TpuSlicePlanError)
