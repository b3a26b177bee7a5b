"""What a relational database is to be, checked before anything of it is declared: engine, version, machine, storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from catalogue.databases import (
    DatabaseEngine,
    DatabaseVersion,
    database_engine,
    database_engines,
    database_version,
    upgrade_steps,
)
from catalogue.instances import instance_type
from catalogue.unknown import UnknownFact
from components.database.relational_errors import DatabaseError

# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
LEAST_GROWTH = 1.1
DEFAULT_GROWTH = 2
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html
MOST_READERS = 15
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
NO_INSIGHTS_ON_MYSQL = ("db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small")


@dataclass(frozen=True, slots=True)
class RelationalNeed:
    """What was asked for, as it was asked."""

    engine: str
    engine_version: str
    instance_class: str
    license_model: str | None = None
    storage_gib: int | None = None
    max_storage_gib: int | None = None
    multi_az: bool = True
    readers: Sequence[str] | None = None
    upgrades_from: str | None = None
    extended_support: bool = False
    iam_authentication: bool | None = None


@dataclass(frozen=True, slots=True)
class RelationalPlan:
    """What is declared."""

    engine: DatabaseEngine
    version: DatabaseVersion
    pinned: bool
    """Whether a minor version was named; where not, AWS keeps it current in the maintenance window."""
    upgrades: bool
    """Whether the step from one major version to this one is allowed."""
    iam_authentication: bool
    storage_gib: int
    max_storage_gib: int
    """Both 0 where storage grows by itself."""
    readers: tuple[str, ...]


def plan_database(need: RelationalNeed) -> RelationalPlan:
    """The plan of a need; DatabaseError where no database is like that."""
    try:
        engine = database_engine(need.engine)
        version = database_version(need.engine, need.engine_version)
    except UnknownFact as unknown:
        key = "engine" if need.engine not in database_engines() else "engine_version"
        raise DatabaseError(key, f"is {unknown.asked!r}", str(unknown)) from None
    _check_support(need, engine, version)
    _check_licence(need, engine)
    _check_machine(need, engine)
    iam = engine.iam_authentication if need.iam_authentication is None else need.iam_authentication
    if iam and not engine.iam_authentication:
        raise DatabaseError("iam_authentication", f"is true on {engine.engine}", "it has none: leave it out")
    storage_gib, most_gib = _storage(need, engine)
    return RelationalPlan(
        engine,
        version,
        pinned=need.engine_version != version.major_version,
        upgrades=need.upgrades_from is not None,
        iam_authentication=iam,
        storage_gib=storage_gib,
        max_storage_gib=most_gib,
        readers=_readers(need, engine),
    )


def _check_support(need: RelationalNeed, engine: DatabaseEngine, version: DatabaseVersion) -> None:
    what = f"{engine.engine} {version.major_version}"
    if need.extended_support and engine.oracle:
        raise DatabaseError("extended_support", f"is true on {engine.engine}", "AWS sells none of Oracle: leave it out")
    if version.as_of > version.extended_support_end:
        ended = f"is {need.engine_version!r}, whose support ended on {version.extended_support_end}"
        raise DatabaseError("engine_version", ended, "take a newer major version")
    if not version.in_standard_support and not need.extended_support:
        ended = f"is {need.engine_version!r}, and standard support of {what} ended on {version.standard_support_end}"
        raise DatabaseError("engine_version", ended, "take a newer one, or pay for it with extended_support: true")
    if need.upgrades_from is not None and need.upgrades_from not in version.upgrades_from:
        raise DatabaseError(
            "upgrades_from", f"is {need.upgrades_from!r} with {what}", _way_to(version, need.upgrades_from)
        )


def _way_to(version: DatabaseVersion, older: str) -> str:
    steps = upgrade_steps(version.engine, older, version.major_version)
    if len(steps) > 1:
        ups = ", ".join(f"engine_version {to!r} with upgrades_from {of!r}" for of, to in pairwise(steps))
        return f"go there in {len(steps) - 1} updates, each with its snapshot: {ups}"
    reached = ", ".join(version.upgrades_from)
    return f"in one step it is reached from {reached}" if reached else "nothing is upgraded to it in place"


def _check_licence(need: RelationalNeed, engine: DatabaseEngine) -> None:
    model, models = need.license_model, engine.license_models
    if not models:
        if model is not None:
            raise DatabaseError(
                "license_model", f"is {model!r} on {engine.engine}", "it needs no licence: leave it out"
            )
    elif model is None:
        raise DatabaseError("license_model", f"is missing on {engine.engine}", f"give {' or '.join(models)}")
    elif model not in models:
        raise DatabaseError("license_model", f"is {model!r} on {engine.engine}", f"AWS has it as {' or '.join(models)}")


def _check_machine(need: RelationalNeed, engine: DatabaseEngine) -> None:
    name = need.instance_class
    try:
        machine = instance_type(name.removeprefix("db."))
    except UnknownFact:
        machine = None
    if machine is None or not name.startswith("db.") or machine.bare_metal:
        right = f"a class such as 'db.{engine.class_families[0]}.large' is right"
        raise DatabaseError("instance_class", f"is {name!r}", right)
    if machine.family not in engine.class_families:
        wrong = f"is {name!r}, a family {engine.engine} does not run on"
        raise DatabaseError("instance_class", wrong, f"its families are {', '.join(engine.class_families)}")
    if engine.most_vcpus is not None and machine.vcpus > engine.most_vcpus:
        wrong = f"is {name!r} with {machine.vcpus} vCPUs on {engine.engine}"
        raise DatabaseError("instance_class", wrong, f"the edition runs on at most {engine.most_vcpus}")
    if engine.mysql and name in NO_INSIGHTS_ON_MYSQL:
        wrong = f"is {name!r}, on which MySQL has no Performance Insights"
        raise DatabaseError("instance_class", wrong, "take db.t4g.medium or larger")


def _storage(need: RelationalNeed, engine: DatabaseEngine) -> tuple[int, int]:
    least, most = engine.least_storage_gib, engine.most_storage_gib
    if engine.aurora:
        given = "storage_gib" if need.storage_gib is not None else "max_storage_gib"
        if need.storage_gib is not None or need.max_storage_gib is not None:
            raise DatabaseError(given, "is given on Aurora", "its storage grows by itself: leave it out")
        return 0, 0
    if need.storage_gib is None:
        raise DatabaseError("storage_gib", "is missing", f"give {least} to {most} GiB")
    if not least <= need.storage_gib <= most:
        raise DatabaseError("storage_gib", f"is {need.storage_gib}", f"{engine.engine} takes {least} to {most} GiB")
    limit = min(most, need.storage_gib * DEFAULT_GROWTH) if need.max_storage_gib is None else need.max_storage_gib
    # At the very end of the range nothing is left to grow into: then storage is what it is.
    if need.max_storage_gib is None and limit < need.storage_gib * LEAST_GROWTH:
        return need.storage_gib, 0
    # In whole numbers: 110 / 100 of some sizes is a hair above itself as a float.
    if limit * 10 < need.storage_gib * 11 or limit > most:
        wrong = f"is {limit} with storage_gib {need.storage_gib}"
        raise DatabaseError("max_storage_gib", wrong, f"at least a tenth more, and at most {most} GiB, is right")
    return need.storage_gib, limit


def _readers(need: RelationalNeed, engine: DatabaseEngine) -> tuple[str, ...]:
    if not engine.aurora:
        if need.readers:
            # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
            wrong = f"are given on {engine.engine}, whose master password Secrets Manager keeps"
            raise DatabaseError("readers", wrong, f"AWS makes none of such a database; {_aurora_like(engine)}")
        return ()
    readers = tuple(("standby",) if need.multi_az else ()) if need.readers is None else tuple(need.readers)
    if need.multi_az and not readers:
        right = "name one, or say multi_az: false"
        raise DatabaseError("readers", "are none, and Aurora fails over to nothing else", right)
    twice = sorted({reader for reader in readers if readers.count(reader) > 1 or reader == "primary"})
    if twice:
        raise DatabaseError("readers", f"have {', '.join(twice)} twice", "name each once; 'primary' is the writer")
    if len(readers) > MOST_READERS:
        raise DatabaseError("readers", f"are {len(readers)}", f"Aurora has at most {MOST_READERS}")
    return readers


def _aurora_like(engine: DatabaseEngine) -> str:
    if engine.oracle:
        return "leave them out"
    return f"take aurora-{'mysql' if engine.mysql else 'postgresql'}, or leave them out"
