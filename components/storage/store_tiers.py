"""When objects of a store become cheaper to keep: moves to colder classes that pay within the retention window.

Every class is paid for a minimum of days. An object that goes on, or expires, before those are over costs more than
it would have where it was, so such a move is refused.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypedDict

from catalogue.storage_classes import StorageClass, storage_class
from catalogue.unknown import UnknownFact
from components.storage.storage_need import NeedError


class StoreTier(TypedDict):
    """A move of every object to a colder class."""

    storage_class: str
    """STANDARD_IA (read now and then), GLACIER_IR (hardly read, at once), GLACIER (restored first, within hours)."""
    after_days: int
    """Days after an object was written; at least 30 for STANDARD_IA."""


class Transition(TypedDict):
    """A transition as a life cycle has it."""

    days: int
    storage_class: str


def plan_tiers(tiers: Sequence[StoreTier], retention_days: int) -> list[Transition]:
    """The transitions of the store's life cycle, or a NeedError; its key is `tiers.<place>.<what is at fault>`."""
    classes = [_known(place, tier) for place, tier in enumerate(tiers)]
    for place, (tier, kind) in enumerate(zip(tiers, classes, strict=True)):
        days = tier["after_days"]
        if isinstance(days, bool) or not isinstance(days, int | float) or days != int(days) or days < 1:
            raise NeedError(f"tiers.{place}.after_days", f"is {days!r}", "a whole number of 1 or more is right")
        if days < kind.earliest_days:
            right = f"S3 moves nothing to {kind.name} before {kind.earliest_days} days"
            raise NeedError(f"tiers.{place}.after_days", f"is {days:g}", right)
    for place, (colder, warmer) in enumerate(((b, a) for a, b in pairwise(classes)), start=1):
        if colder.rank <= warmer.rank:
            right = "objects move to colder classes only, each once"
            raise NeedError(f"tiers.{place}.storage_class", f"is {colder.name} after {warmer.name}", right)
    ends = [*(int(tier["after_days"]) for tier in tiers[1:]), retention_days]
    for place, (tier, kind, end) in enumerate(zip(tiers, classes, ends, strict=False)):
        days = int(tier["after_days"])
        if end - days < kind.minimum_days:
            last = place == len(tiers) - 1
            goes = f"expires after {end}" if last else f"moves on after {end}"
            wrong = f"is {days}, and an object {goes}, {max(0, end - days)} days later"
            right = f"{kind.name} is paid for {kind.minimum_days} days at least"
            if end - kind.minimum_days >= max(1, kind.earliest_days):
                right += f": at most {end - kind.minimum_days} is right"
            else:
                right += ": leave it out"
            raise NeedError(f"tiers.{place}.after_days", wrong, right)
    return [{"days": int(tier["after_days"]), "storage_class": tier["storage_class"]} for tier in tiers]


def _known(place: int, tier: StoreTier) -> StorageClass:
    try:
        return storage_class(tier["storage_class"])
    except UnknownFact as unknown:
        raise NeedError(f"tiers.{place}.storage_class", f"is {tier['storage_class']!r}", str(unknown)) from None
