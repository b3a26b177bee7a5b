"""TPUs: facts that others build on, and that the tables agree with each other."""

from math import prod

import pytest

from catalogue.google_regions import google_region, google_regions, google_regions_of, regions_under
from catalogue.prices import tpu_chip_price
from catalogue.regions import jurisdictions, regions
from catalogue.tables import table
from catalogue.tpus import shapes, tpu_machine, tpu_machines, tpu_versions, tpu_zones
from catalogue.unknown import UnknownFact


@pytest.mark.parametrize(
    ("machine", "version", "chips", "hbm_gib"),
    [
        ("ct5lp-hightpu-1t", "v5e", 1, 16),
        ("ct5lp-hightpu-4t", "v5e", 4, 16),
        ("ct5lp-hightpu-8t", "v5e", 8, 16),
        ("ct5p-hightpu-4t", "v5p", 4, 95),
        ("ct6e-standard-1t", "v6e", 1, 32),
        ("ct6e-standard-4t", "v6e", 4, 32),
        ("ct6e-standard-8t", "v6e", 8, 32),
        ("tpu7x-standard-4t", "tpu7x", 4, 192),
    ],
)
def test_a_machine_has_its_chips_and_they_their_memory(machine: str, version: str, chips: int, hbm_gib: int) -> None:
    found = tpu_machine(machine)
    assert (found.version.name, found.chips, found.version.hbm_gib_per_chip) == (version, chips, hbm_gib)


def test_a_misspelt_machine_gets_the_nearest_one() -> None:
    with pytest.raises(UnknownFact, match="did you mean 'ct6e-standard-8t'"):
        tpu_machine("ct6e-standart-8t")


@pytest.mark.parametrize("machine", tpu_machines())
def test_every_shape_has_the_dimensions_of_its_torus_and_whole_machines(machine: str) -> None:
    found = tpu_machine(machine)
    assert shapes(machine)
    for shape in shapes(machine).values():
        assert len(shape) == found.version.dimensions
        assert prod(shape) < 64 or shape == tuple(sorted(shape))
        assert prod(shape) % found.chips == 0
        assert prod(shape) <= found.version.largest_slice_chips


@pytest.mark.parametrize(
    ("machine", "count"), [("ct6e-standard-4t", 7), ("ct6e-standard-8t", 1), ("ct5lp-hightpu-1t", 1)]
)
def test_a_flat_torus_has_the_listed_shapes_only(machine: str, count: int) -> None:
    assert len(shapes(machine)) == count


def test_a_cubic_torus_also_has_every_shape_of_whole_cubes_up_to_its_largest() -> None:
    found = shapes("ct5p-hightpu-4t")
    assert {"2x2x1", "2x4x4", "4x4x4", "4x4x12", "8x8x8", "16x16x24"} <= set(found)
    assert not {"4x8x4", "4x4x6", "16x20x28"} & set(found)
    assert "16x24x24" in shapes("tpu7x-standard-4t")


def test_a_version_is_in_its_zones() -> None:
    assert "europe-west4-a" in tpu_zones("v6e")
    assert "europe-west4-a" not in tpu_zones("tpu7x")
    with pytest.raises(UnknownFact, match="did you mean 'v6e'"):
        tpu_zones("v6")


@pytest.mark.parametrize("row", table("tpu_zones"), ids=lambda row: f"{row['version']} {row['zone']}")
def test_every_zone_with_tpus_is_a_zone_of_its_region(row: dict[str, str]) -> None:
    assert row["version"] in tpu_versions()
    assert row["zone"] in google_region(row["zone"].rpartition("-")[0]).zones
    assert row["confidence"] == "high" or row["note"]


def test_every_region_has_tpus_and_a_name_no_region_of_aws_has() -> None:
    with_tpus = {row["zone"].rpartition("-")[0] for row in table("tpu_zones")}
    assert set(google_regions()) == with_tpus
    assert not set(google_regions()) & set(regions())


def test_the_union_is_the_same_jurisdiction_in_both_clouds() -> None:
    assert google_regions_of("eu") == ("europe-west4",)
    assert "eu" in jurisdictions()
    assert google_regions_of("uk") == ()


def test_a_chip_has_a_price_where_one_is_known_and_none_where_it_is_not() -> None:
    assert tpu_chip_price("v6e", "europe-west4").usd_per_hour == 2.97
    assert not tpu_chip_price("tpu7x", "us-central1").known


def test_the_regions_under_a_jurisdiction_are_those_of_both_clouds() -> None:
    assert {"eu-north-1", "europe-west4"} <= set(regions_under("eu"))
    assert regions_under("cl") == ("southamerica-west1",)
    with pytest.raises(UnknownFact, match="unknown jurisdiction 'atlantis'"):
        regions_under("atlantis")
