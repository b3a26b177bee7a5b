"""Relational engines on RDS and Aurora: versions and their support, TLS, logs, licences, instance classes.

Nothing here follows "latest". `data/database_engines.csv` has a row for each major version,
`data/database_engine_kinds.csv` one for each engine, by AWS's own word for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class DatabaseVersion:
    """A major version of an engine."""

    engine: str
    major_version: str
    """Such as 17, 8.4 or 19."""
    parameter_family: str
    """Family of its parameter groups, such as postgres17."""
    standard_support_end: date
    """Last day without the surcharge of extended support."""
    extended_support_end: date
    """Last day with it; the same day where AWS sells none."""
    upgrades_from: tuple[str, ...]
    """Major versions that are upgraded to this one in place, in one step."""
    as_of: date
    """Day the row was true."""

    @property
    def in_standard_support(self) -> bool:
        """Whether the version was in standard support on the day of the row."""
        return self.as_of <= self.standard_support_end


@dataclass(frozen=True, slots=True)
class DatabaseEngine:
    """An engine as RDS or Aurora runs it."""

    engine: str
    port: int
    """Port for TLS, where clients connect."""
    parameters: Mapping[str, str]
    """Parameters every group of it gets: TLS forced, and what its logs need."""
    log_exports: tuple[str, ...]
    """Logs that go to CloudWatch Logs."""
    iam_authentication: bool
    license_models: tuple[str, ...]
    """What the licence may be; empty where there is nothing to license."""
    most_vcpus: int | None
    """The largest machine its edition may run on; None: any."""
    least_storage_gib: int
    most_storage_gib: int
    """Limits of a volume of gp3; both 0 where storage grows by itself."""
    class_families: tuple[str, ...]
    """Families of instance classes, such as r7g of db.r7g.large."""
    tls_option: str
    """Option that brings TLS where no parameter does; "" elsewhere."""

    @property
    def aurora(self) -> bool:
        return self.engine.startswith("aurora-")

    @property
    def oracle(self) -> bool:
        return self.engine.startswith("oracle-")

    @property
    def mysql(self) -> bool:
        return self.engine.endswith("mysql")


def database_engine(name: str) -> DatabaseEngine:
    """The engine of that name, such as postgres, aurora-mysql or oracle-se2."""
    if name not in database_engines():
        raise UnknownFact("database engine", name, database_engines())
    return database_engines()[name]


def database_version(engine: str, version: str) -> DatabaseVersion:
    """The major version a version belongs to: 17.7 and 17 to 17, 8.0.mysql_aurora.3.10.4 to 8.0."""
    majors = database_versions(engine)
    for major in sorted(majors, key=len, reverse=True):
        if version == major or version.startswith(f"{major}."):
            return majors[major]
    raise UnknownFact(f"version of {engine}", version, majors)


@cache
def database_engines() -> Mapping[str, DatabaseEngine]:
    """Every engine, by name."""
    return {
        row["engine"]: DatabaseEngine(
            row["engine"],
            int(row["port"]),
            {name: value for name, _, value in (each.partition("=") for each in row["parameters"].split())},
            tuple(row["log_exports"].split()),
            row["iam_authentication"] == "yes",
            tuple(row["license_models"].split()),
            int(row["most_vcpus"]) if row["most_vcpus"] else None,
            int(row["least_storage_gib"]),
            int(row["most_storage_gib"]),
            tuple(row["class_families"].split()),
            row["tls_option"],
        )
        for row in table("database_engine_kinds")
    }


@cache
def database_versions(engine: str) -> Mapping[str, DatabaseVersion]:
    """The major versions of an engine, oldest first."""
    return {
        row["major_version"]: DatabaseVersion(
            engine,
            row["major_version"],
            row["parameter_family"],
            date.fromisoformat(row["standard_support_end"]),
            date.fromisoformat(row["extended_support_end"]),
            tuple(row["upgrades_from"].split()),
            date.fromisoformat(row["as_of"]),
        )
        for row in table("database_engines")
        if row["engine"] == engine
    }


def upgrade_steps(engine: str, older: str, newer: str) -> tuple[str, ...]:
    """The major versions to go through from one to another, both included, in the fewest steps; empty where no way is.

    Of ways as short, that over the newest versions, whose support lasts longest. Each step is an update of its own.
    """
    ways: dict[str, tuple[str, ...]] = {older: (older,)}
    for version in database_versions(engine).values():
        known = [ways[one] for one in reversed(version.upgrades_from) if one in ways]
        if known and version.major_version not in ways:
            ways[version.major_version] = (*min(known, key=len), version.major_version)
    return ways.get(newer, ())
