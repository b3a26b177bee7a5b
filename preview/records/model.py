"""What the records are made of: stores with what is said of them, flows between them, and who reads and writes them."""

from dataclasses import dataclass

from policies.flows.model import Access, Flow
from policies.flows.model import Store as Kept

MADE = ("derived", "weights")
"""Data classes of what is made from other data, of which the tag does not say whether a person is in it."""


@dataclass(frozen=True)
class Store(Kept):
    """A store with what a reader of the records asks of it; what is not known is `unknown`."""

    jurisdiction: str
    key: str
    retention: str
    """How long data stays in it."""
    backups: str
    """How long the service's own backups, snapshots and older versions keep what was deleted."""
    lock: str
    """What stands against deleting before a time; "" where nothing does."""


@dataclass(frozen=True)
class Records:
    """The records of one stack."""

    stack: str
    residency: tuple[str, ...]
    regions: frozenset[str]
    """Regions of the residency."""
    stores: tuple[Store, ...]
    flows: tuple[Flow, ...]
    recipients: tuple[Access, ...]
    unknowns: tuple[str, ...]
    """Sentences on what the infrastructure does not show."""
