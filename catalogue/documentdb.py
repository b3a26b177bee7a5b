"""DocumentDB: versions, instance classes, and where it is not MongoDB. Each table names the page it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A version of the engine."""

    version: str
    """Version in full, such as 5.0.0."""
    family: str
    """Family of its parameter groups, such as docdb5.0."""
    standard_support_ends: date | None
    """Day after which AWS asks a fee for running it; None where no day is set."""
    as_of: date
    """Day the page was read."""

    @property
    def ended(self) -> bool:
        """Whether its standard support was over when the page was read."""
        return self.standard_support_ends is not None and self.standard_support_ends < self.as_of


@dataclass(frozen=True, slots=True)
class InstanceFamily:
    """A family of instance classes."""

    family: str
    sizes: tuple[str, ...]
    from_version: int
    """First major version that runs on it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something an application written for MongoDB finds otherwise."""

    subject: str
    mongodb: str
    documentdb: str
    source: str


@cache
def document_versions() -> Mapping[str, DocumentVersion]:
    """Versions by number, oldest first."""
    return {
        row["version"]: DocumentVersion(
            row["version"],
            row["family"],
            date.fromisoformat(row["standard_support_ends"]) if row["standard_support_ends"] else None,
            date.fromisoformat(row["as_of"]),
        )
        for row in table("documentdb_versions")
    }


@cache
def _families() -> Mapping[str, InstanceFamily]:
    return {
        row["family"]: InstanceFamily(row["family"], tuple(row["sizes"].split()), int(row["from_version"]))
        for row in table("documentdb_families")
    }


def instance_family(name: str) -> InstanceFamily:
    """The family of that name, such as r6g."""
    found = _families().get(name)
    if found is None:
        raise UnknownFact("DocumentDB instance family", name, _families())
    return found


@cache
def differences() -> tuple[Difference, ...]:
    """Where DocumentDB is not MongoDB, the ones most applications meet."""
    return tuple(
        Difference(row["subject"], row["mongodb"], row["documentdb"], row["source"])
        for row in table("documentdb_differences")
    )
