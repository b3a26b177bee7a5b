"""Regions, zones, and what is offered where."""

import pytest

import catalogue
from catalogue.regions import regions
from catalogue.tables import table


@pytest.mark.parametrize("name", sorted(regions()))
def test_a_region_has_zones_of_its_own_and_a_jurisdiction(name: str) -> None:
    region = catalogue.region(name)
    assert len(set(region.zones)) == len(region.zones) >= 2
    assert set(region.zones_without_eks) < set(region.zones)
    assert all(catalogue.region_of_zone(zone) == region for zone in region.zones)
    assert name in catalogue.regions_of(region.jurisdiction)


def test_partitions_are_those_of_the_region_names() -> None:
    for name, region in regions().items():
        expected = "aws-cn" if name.startswith("cn-") else "aws-us-gov" if name.startswith("us-gov-") else "aws"
        assert region.partition == expected


@pytest.mark.parametrize("name", ["zone_offerings", "general_offerings"])
def test_every_offer_is_of_a_known_region_and_of_its_zones(name: str) -> None:
    for row in table(name):
        assert set(row["zone_ids"].split()) <= set(catalogue.zones(row["region"])), row


def test_the_union_is_the_union_and_its_neighbours_are_not() -> None:
    union = set(catalogue.regions_of("eu"))
    assert {"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3", "eu-south-1", "eu-south-2"} == union
    assert catalogue.region("eu-west-2").jurisdiction == "uk"
    assert catalogue.region("eu-central-2").jurisdiction == "ch"


def test_offers_name_the_zones() -> None:
    assert catalogue.zones_offering("p5.48xlarge", "eu-north-1") == ("eun1-az1", "eun1-az2", "eun1-az3")
    assert catalogue.zones_offering("p5.48xlarge", "eu-central-1") == ()
    assert catalogue.zones_offering("m7i.xlarge", "eu-north-1") == ("eun1-az1", "eun1-az2", "eun1-az3")


def test_where_offers_are_not_known_the_catalogue_says_so() -> None:
    assert catalogue.offerings_known("p5.48xlarge", "eu-central-1")
    assert not catalogue.offerings_known("p5.48xlarge", "cn-north-1")
    assert not catalogue.offerings_known("x2gd.medium", "eu-north-1")


def test_the_zones_eks_does_not_have_are_known() -> None:
    without = {zone for region in regions().values() for zone in region.zones_without_eks}
    assert without == {"use1-az3", "usw1-az2", "cac1-az3"}
