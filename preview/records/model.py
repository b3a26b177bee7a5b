"""What the records are made of: stores, flows between them, and who reads and writes them."""

from dataclasses import dataclass

from graph.model import Resource

UNKNOWN = "unknown"
"""What is said of everything that infrastructure does not show."""
PERSONAL = ("personal", "special")
"""Data classes that are personal data in the sense of the GDPR."""
MADE = ("derived", "weights")
"""Data classes of what is made from other data, of which the tag does not say whether a person is in it."""


@dataclass(frozen=True)
class Store:
    """Something that keeps data. Every word is for a reader; what is not known is `unknown`."""

    resource: Resource
    kind: str
    data_class: str
    purpose: str
    owner: str
    region: str
    jurisdiction: str
    key: str
    retention: str
    """How long data stays in it."""
    backups: str
    """How long the service's own backups, snapshots and older versions keep what was deleted."""
    lock: str
    """What stands against deleting before a time; "" where nothing does."""

    @property
    def label(self) -> str:
        return f"{self.resource.name} ({self.kind})"

    @property
    def personal(self) -> bool:
        """Whether it has to be treated as holding personal data: it says so, or says nothing."""
        return self.data_class in (*PERSONAL, UNKNOWN)


@dataclass(frozen=True, order=True)
class Flow:
    """Data that goes from one place to another because a resource says so."""

    source: str
    target: str
    what: str
    via: str
    """The resource that makes it flow."""
    source_class: str
    target_class: str
    source_region: str
    target_region: str
    source_urn: str = ""
    """URN of the store it comes from; "" for anything else."""
    target_urn: str = ""
    carries_data: bool = True
    """False where only a trace of the data goes on, such as a log of who asked for it."""


@dataclass(frozen=True, order=True)
class Recipient:
    """A role that reads or writes a store."""

    role: str
    who: str
    """What the role says of itself."""
    store: str
    access: str
    """reads, writes, or both."""
    store_urn: str


@dataclass(frozen=True)
class Records:
    """The records of one stack."""

    stack: str
    residency: tuple[str, ...]
    regions: frozenset[str]
    """Regions of the residency."""
    stores: tuple[Store, ...]
    flows: tuple[Flow, ...]
    recipients: tuple[Recipient, ...]
    unknowns: tuple[str, ...]
    """Sentences on what the infrastructure does not show."""
