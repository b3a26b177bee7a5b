"""Regions of Google Cloud: their zones, and the jurisdiction data in them is under. Those with TPUs are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.regions import jurisdictions, regions_of
from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class GoogleRegion:
    """A region of Google Cloud."""

    name: str
    """Such as europe-west4; never the name of a region of AWS."""
    jurisdiction: str
    """Whose law the place is under: a country's two-letter code, `uk`, or `eu` for the Union's members."""
    place: str
    """City, state or country."""
    zones: tuple[str, ...]
    """Zone names, such as europe-west4-a; unlike AWS's they mean the same place in every project."""


def google_region(name: str) -> GoogleRegion:
    """The region of that name."""
    found = google_regions().get(name)
    if found is None:
        raise UnknownFact("region of Google Cloud", name, google_regions())
    return found


def jurisdictions_of_both() -> tuple[str, ...]:
    """Every jurisdiction that AWS or Google has a region in."""
    return tuple(sorted({*jurisdictions(), *(each.jurisdiction for each in google_regions().values())}))


def regions_under(jurisdiction: str) -> tuple[str, ...]:
    """The regions of both clouds under a jurisdiction. No region of the one has the name of one of the other."""
    if jurisdiction not in jurisdictions_of_both():
        raise UnknownFact("jurisdiction", jurisdiction, jurisdictions_of_both())
    of_aws = regions_of(jurisdiction) if jurisdiction in jurisdictions() else ()
    return (*of_aws, *google_regions_of(jurisdiction))


def google_regions_of(jurisdiction: str) -> tuple[str, ...]:
    """The regions under a jurisdiction; none where Google has none that is known."""
    return tuple(each.name for each in google_regions().values() if each.jurisdiction == jurisdiction)


@cache
def google_regions() -> Mapping[str, GoogleRegion]:
    """Every known region, by name."""
    return {
        row["region"]: GoogleRegion(row["region"], row["jurisdiction"], row["place"], tuple(row["zones"].split("/")))
        for row in table("google_regions")
    }
