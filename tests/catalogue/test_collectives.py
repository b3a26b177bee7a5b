"""The floors of the acceptance test: every row used, every basis explained, none beyond what the cards can carry."""

import pytest

from catalogue.collectives import BITS_IN_A_BYTE, CollectiveFloor, collective_floor, collective_floors
from catalogue.instances import accelerators
from catalogue.tables import table
from catalogue.unknown import UnknownFact

FLOORS = collective_floors()
# What a pod reaches over TCP at most: the 100 Gbit/s of one card, and really a part of it.
TCP_GIGABYTES_PER_SECOND = 12.5


def test_every_row_is_of_a_machine_there_is() -> None:
    families = {type_.family for type_ in accelerators().values()}
    assert [
        row["applies_to"] for row in table("collective_floors") if row["applies_to"] not in families | set(FLOORS)
    ] == []


@pytest.mark.parametrize("floor", FLOORS.values(), ids=lambda floor: floor.instance_type)
def test_no_floor_is_beyond_the_cards_of_its_machine(floor: CollectiveFloor) -> None:
    line_rate = accelerators()[floor.instance_type].host.peak_gbps / BITS_IN_A_BYTE
    assert 0 < floor.gigabytes_per_second <= line_rate
    assert floor.ranks >= accelerators()[floor.instance_type].devices


@pytest.mark.parametrize("row", table("collective_floors"), ids=lambda row: row["applies_to"])
def test_a_figure_is_published_or_marked_as_derived(row: dict[str, str]) -> None:
    published = row["basis"] in ("threshold", "measured")
    assert published or row["basis"] == "derived"
    assert bool(row["gigabytes_per_second"]) == published
    assert bool(row["share_of_line_rate"]) != published
    assert row["source"].startswith("https://") or not published


def test_what_says_nothing_of_its_network_is_asked_for_more_than_tcp_can_reach() -> None:
    whole = [floor for floor in FLOORS.values() if floor.tool == "nccom" and floor.ranks > 4]
    assert whole
    assert min(floor.gigabytes_per_second for floor in whole) > TCP_GIGABYTES_PER_SECOND


@pytest.mark.parametrize(
    ("name", "basis", "gigabytes_per_second", "ranks"),
    [
        ("p5.48xlarge", "threshold", 300, 8),
        ("p4d.24xlarge", "measured", 34.35, 8),
        ("p6-b300.48xlarge", "derived", 400, 8),
        ("p5.4xlarge", "derived", 6.25, 1),
        ("p6e-gb200.36xlarge", "threshold", 40, 4),
        ("trn1.32xlarge", "derived", 30, 32),
        ("trn2.48xlarge", "derived", 120, 64),
    ],
)
def test_floors_of_known_machines(name: str, basis: str, gigabytes_per_second: float, ranks: int) -> None:
    floor = collective_floor(name)
    assert (floor.basis, floor.gigabytes_per_second, floor.ranks) == (basis, gigabytes_per_second, ranks)


@pytest.mark.parametrize("name", ["inf2.48xlarge", "dl2q.24xlarge", "g6.xlarge", "m7i.large"])
def test_a_machine_without_a_fabric_to_test_has_no_floor(name: str) -> None:
    with pytest.raises(UnknownFact, match="all-reduce over EFA"):
        collective_floor(name)
