"""What flows are made of: stores, the ends of a flow, and who may read and write them."""

from dataclasses import dataclass

from graph.model import Resource

UNKNOWN = "unknown"
"""What is said of everything that infrastructure does not show."""
PERSONAL = ("personal", "special")
"""Data classes that are personal data in the sense of the GDPR."""
NOT_KNOWN = "a place that is not known"
"""The end of a flow whose input cannot be read yet."""


@dataclass(frozen=True)
class Store:
    """Something that keeps data. Every word is for a reader; what is not known is `unknown`."""

    resource: Resource
    kind: str
    data_class: str
    purpose: str
    owner: str
    region: str

    @property
    def label(self) -> str:
        return f"{self.resource.name} ({self.kind})"

    @property
    def personal(self) -> bool:
        """Whether it has to be treated as holding personal data: it says so, or says nothing."""
        return self.data_class in (*PERSONAL, UNKNOWN)


@dataclass(frozen=True, order=True)
class End:
    """A place that data comes from or goes to."""

    label: str
    data_class: str
    region: str
    urn: str = ""
    """URN of the store; "" for anything else."""


@dataclass(frozen=True, order=True)
class Flow:
    """Data that goes from one place to another because a resource says so, or may because a role is let."""

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
    possible: bool = False
    """Whether it flows only if a program does what its role lets it."""


@dataclass(frozen=True, order=True)
class Access:
    """What a role, or somebody whom the policy of a store names, may do with a place."""

    role: str
    who: str
    """What the role says of itself."""
    place: End
    words: tuple[str, ...]
    """`reads`, `writes`, sorted."""
    role_urn: str = ""
    """"" for somebody whom only the policy of the store names."""

    @property
    def access(self) -> str:
        return " and ".join(self.words)

    @property
    def store(self) -> str:
        return self.place.label

    @property
    def store_urn(self) -> str:
        return self.place.urn


def flow(source: End, target: End, what: str, via: str, *, carries_data: bool = True, possible: bool = False) -> Flow:
    """A flow between two ends."""
    return Flow(
        source.label,
        target.label,
        what,
        via,
        source.data_class,
        target.data_class,
        source.region,
        target.region,
        source.urn,
        target.urn,
        carries_data,
        possible,
    )
