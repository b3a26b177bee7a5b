"""Where the stack is, and whether personal data may be there."""

from collections.abc import Iterator

import catalogue
from stacks.classified import classified
from stacks.fault import Fault, listed
from stacks.settings import Settings
from stacks.words import PERSONAL_CLASSES


def residency_faults(settings: Settings) -> Iterator[Fault]:
    known = catalogue.jurisdictions()
    strangers = [(place, word) for place, word in enumerate(settings.residency) if word not in known]
    for place, word in strangers:
        yield Fault(("residency", place), f"unknown jurisdiction {word!r}", f"{listed(known)} is right")
    try:
        region = catalogue.region(settings.region)
    except catalogue.UnknownFact as unknown:
        right = f"did you mean {unknown.nearest!r}?" if unknown.nearest else "the catalogue has no such region"
        yield Fault(("region",), f"unknown region {settings.region!r}", right)
        return
    if strangers:
        return
    for section, data_class in classified(settings):
        if data_class not in PERSONAL_CLASSES:
            continue
        path = (*section, "data_class")
        if not settings.residency:
            yield Fault(
                path,
                f"is {data_class!r}, and the stack does not say where personal data may be kept",
                f"add 'residency: [{region.jurisdiction}]', or the jurisdictions that are right",
            )
        elif region.jurisdiction not in settings.residency:
            places = sorted(each for word in settings.residency for each in _common_regions(word, region.partition))
            yield Fault(
                path,
                f"is {data_class!r}, but {region.name} is in {region.jurisdiction!r},"
                f" outside the residency {listed(settings.residency)}",
                f"deploy to {listed(places)}" if places else "deploy to a region of that residency",
            )


def _common_regions(jurisdiction: str, partition: str) -> list[str]:
    return [name for name in catalogue.regions_of(jurisdiction) if catalogue.region(name).partition == partition]
