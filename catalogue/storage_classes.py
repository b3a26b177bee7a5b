"""Cheaper storage classes of S3 that a life cycle moves objects to, and the days each is paid for at least."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class StorageClass:
    """One class below STANDARD."""

    name: str
    rank: int
    """Objects move from lower ranks to higher ones, never back."""
    minimum_days: int
    """Days that are paid for, also where the object goes before."""
    earliest_days: int
    """Days after its creation before which S3 does not move an object there."""
    restored_first: bool
    """Whether an object has to be restored before it can be read."""


def storage_class(name: str) -> StorageClass:
    """A class by its name. Raises UnknownFact for one there is not."""
    found = _classes().get(name)
    if found is None:
        raise UnknownFact("storage class", name, _classes())
    return found


def storage_classes() -> tuple[str, ...]:
    """The names, the one that costs least to read first."""
    return tuple(_classes())


@cache
def _classes() -> Mapping[str, StorageClass]:
    return {
        row["storage_class"]: StorageClass(
            row["storage_class"],
            int(row["rank"]),
            int(row["minimum_days"]),
            int(row["earliest_days"]),
            row["restored_first"] == "True",
        )
        for row in table("storage_classes")
    }
