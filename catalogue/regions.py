"""Regions: their partition, the jurisdiction data in them is under, their zones, and what is offered where.

Zones are named by id (`eun1-az1`), which means the same place in every account; zone names (`eu-north-1a`) do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import instance_type
from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class Region:
    """A region of AWS."""

    name: str
    partition: str
    """aws, aws-cn, aws-us-gov or aws-eusc: the second word of every ARN."""
    jurisdiction: str
    """Whose law the place is under: a country's two-letter code, `uk`, or `eu` for the Union's members."""
    place: str
    """City or country."""
    zones: tuple[str, ...]
    """Zone ids."""
    zones_without_eks: tuple[str, ...]
    """Zones that cannot hold a subnet of an EKS control plane."""


def region(name: str) -> Region:
    """The region of that name."""
    found = regions().get(name)
    if found is None:
        raise UnknownFact("region", name, regions())
    return found


def zones(region_name: str) -> tuple[str, ...]:
    """The zone ids of a region."""
    return region(region_name).zones


def region_of_zone(zone: str) -> Region:
    """The region a zone is in."""
    for each in regions().values():
        if zone in each.zones:
            return each
    raise UnknownFact("zone", zone, [zone for each in regions().values() for zone in each.zones])


def jurisdictions() -> tuple[str, ...]:
    """Every jurisdiction there is a region in."""
    return tuple(sorted({each.jurisdiction for each in regions().values()}))


def regions_of(jurisdiction: str) -> tuple[str, ...]:
    """The regions under a jurisdiction."""
    found = tuple(each.name for each in regions().values() if each.jurisdiction == jurisdiction)
    if not found:
        raise UnknownFact("jurisdiction", jurisdiction, jurisdictions())
    return found


def regions_offering(name: str) -> Mapping[str, tuple[str, ...]]:
    """The zones a machine is offered in, by region; empty where the catalogue has no offerings of it."""
    return _offerings().get(instance_type(name).instance_type, {})


def zones_offering(name: str, region_name: str) -> tuple[str, ...]:
    """The zones of a region that a machine is offered in; empty also where `offerings_known` is false."""
    return regions_offering(name).get(region(region_name).name, ())


def offerings_known(name: str, region_name: str) -> bool:
    """Whether the catalogue knows if a region offers a machine; it does of 30 regions, and of common types."""
    return bool(regions_offering(name)) and region(region_name).name in _regions_with_offers()


@cache
def _regions_with_offers() -> frozenset[str]:
    return frozenset(region_name for offers in _offerings().values() for region_name in offers)


@cache
def regions() -> Mapping[str, Region]:
    """Every region, by name."""
    return {
        row["region"]: Region(
            row["region"],
            row["partition"],
            row["jurisdiction"],
            row["place"],
            tuple(row["zone_ids"].split("/")),
            tuple(row["zone_ids_without_eks"].split("/")) if row["zone_ids_without_eks"] else (),
        )
        for row in table("regions")
    }


@cache
def _offerings() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table("zone_offerings"):
        found.setdefault(row["instance_type"], {})[row["region"]] = tuple(row["zone_ids"].split())
    # General types are many and alike: a row is a family in a region, and the sizes that the same zones offer.
    for row in table("general_offerings"):
        for size in row["sizes"].split():
            found.setdefault(f"{row['family']}.{size}", {})[row["region"]] = tuple(row["zone_ids"].split())
    return found
