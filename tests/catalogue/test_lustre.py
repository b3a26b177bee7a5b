"""What FSx for Lustre sells where, and what it costs: steps, sizes, metadata, settings."""

import pytest

import catalogue
from catalogue.lustre import (
    automatic_metadata_iops,
    deployment_types,
    lustre_region,
    lustre_tiers,
    metadata_capacities,
    metadata_price,
    provisioned_metadata_iops,
)
from catalogue.tables import table
from catalogue.unknown import UnknownFact


def test_china_has_one_kind_of_lustre() -> None:
    assert lustre_region("cn-north-1").deployment_types == ("PERSISTENT_1",)


def test_some_regions_have_persistent_2_in_slow_steps_and_without_efa() -> None:
    here = lustre_tiers("PERSISTENT_2", region_name="ca-west-1")
    assert [tier.megabytes_per_second_per_tib for tier in here] == [125, 250]
    assert lustre_tiers("PERSISTENT_2", efa=True, region_name="ca-west-1") == ()


def test_a_region_without_a_kind_sells_none_of_its_steps() -> None:
    assert lustre_tiers("PERSISTENT_2", region_name="eu-south-2") == ()
    assert lustre_tiers("PERSISTENT_2", region_name="eu-north-1") == lustre_tiers("PERSISTENT_2")


def test_an_unlisted_region_is_unknown() -> None:
    with pytest.raises(UnknownFact, match="unknown region of FSx for Lustre 'eu-nort-1', did you mean 'eu-north-1'"):
        lustre_region("eu-nort-1")


def test_every_region_of_the_table_is_one_of_the_catalogue_and_every_kind_has_steps() -> None:
    for row in table("lustre_regions"):
        assert catalogue.region(row["region"])
        for kind in lustre_region(row["region"]).deployment_types:
            assert lustre_tiers(kind, region_name=row["region"])
    assert deployment_types() == ("SCRATCH_2", "PERSISTENT_1", "PERSISTENT_2")


@pytest.mark.parametrize(
    ("storage", "efa", "at_least", "size"),
    [
        ("SSD", False, 0, 1200),
        ("SSD", False, 1200, 1200),
        ("SSD", False, 1200.1, 2400),
        ("SSD", False, 2401, 4800),
        ("SSD", True, 0, 38_400),
        ("SSD", True, 38_401, 76_800),
    ],
)
def test_capacities_are_rounded_up_to_what_the_service_sells(
    storage: str, efa: bool, at_least: float, size: int
) -> None:
    tier = lustre_tiers("PERSISTENT_2", storage, efa=efa)[0]
    assert tier.capacity_gib(at_least) == size
    assert tier.accepts(size)


@pytest.mark.parametrize("size", [-2400, 0, 1201, 3600, 1000])
def test_other_sizes_are_not_sold(size: int) -> None:
    assert not lustre_tiers("PERSISTENT_2")[0].accepts(size)


def test_disks_come_in_sizes_of_their_own() -> None:
    slow, fast = lustre_tiers("PERSISTENT_1", "HDD")
    assert (slow.capacity_gib(1), slow.capacity_gib(6001)) == (6000, 12_000)
    assert (fast.capacity_gib(1), fast.capacity_gib(1801)) == (1800, 3600)


@pytest.mark.parametrize(
    ("size", "iops"),
    [(1200, 1500), (2400, 3000), (9600, 6000), (12_000, 12_000), (45_600, 12_000), (48_000, 24_000), (100_800, 48_000)],
)
def test_metadata_iops_come_with_the_size(size: int, iops: int) -> None:
    assert automatic_metadata_iops(size) == iops


def test_the_sizes_that_bring_more_metadata_iops_are_those_where_they_change() -> None:
    sizes = metadata_capacities()
    assert sizes[:6] == (1200, 2400, 4800, 12_000, 48_000, 72_000)
    for size in sizes:
        assert automatic_metadata_iops(size) > automatic_metadata_iops(size - 1)
    assert automatic_metadata_iops(sizes[-1]) == 192_000


@pytest.mark.parametrize(
    ("asked", "sold"), [(1, 1500), (1501, 3000), (6001, 12_000), (12_001, 24_000), (25_000, 36_000)]
)
def test_metadata_iops_are_sold_in_steps(asked: int, sold: int) -> None:
    assert provisioned_metadata_iops(asked) == sold


def test_every_step_has_a_price_with_a_source() -> None:
    for row in table("lustre_tiers"):
        price = catalogue.service_price("FSx for Lustre", row["price_sku"])
        assert price.usd
        assert price.unit == "GB-month"
        assert price.source
    assert metadata_price().usd == 0.055


def test_a_price_without_a_source_is_unknown_and_not_nothing() -> None:
    price = catalogue.service_price("FSx for Lustre", "intelligent-tiering-storage")
    assert price.usd is None
    assert price.note == "no source found for intelligent-tiering-storage of FSx for Lustre"


def test_the_newest_price_of_a_thing_is_the_one() -> None:
    assert len({(row["service"], row["sku"]) for row in table("service_prices")}) == len(table("service_prices"))
