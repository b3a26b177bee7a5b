"""Batch jobs: their stores and databases, the care their logs and disks need, and what EMR can run."""

from collections.abc import Iterator

from catalogue.emr import emr_release
from catalogue.unknown import UnknownFact, nearest
from components.compute.setting_error import SettingError
from components.data.batch_modes import check_mode
from components.data.fleet_plan import plan_fleets
from components.data.serverless_plan import check_capacity
from stacks.checks.storage import store_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.layers.surroundings import BY_CARE, strictest
from stacks.sections.analytics import BatchAnalytics
from stacks.settings import Settings

GIVEN = {"serverless": ("vpc_id", "subnet_ids"), "ec2": ("vpc_id", "subnet_ids"), "eks": ("cluster_name",)}
ARCHITECTURE = "arm64"


def batch_faults(settings: Settings) -> Iterator[Fault]:
    for name, batch in settings.batch_analytics.items():
        path = ("batch_analytics", name)
        if batch.mode == "eks" and settings.cluster is None:
            yield Fault(
                (*path, "mode"), "is 'eks', and the stack has no cluster", "add 'cluster', or take another mode"
            )
        if batch.mode != "eks" and len(settings.network.zones) < 2:
            wrong = f"has 1 zone, and a full one would stop every job of {name!r}"
            yield Fault(("network", "zones"), wrong, "give two zones or more")
        missing = [*_store_faults(settings, path, batch)]
        yield from missing or _class_faults(settings, path, batch)
        yield from _database_faults(settings, path, batch)
        yield from _plan_faults(path, batch)


def _store_faults(settings: Settings, path: KeyPath, batch: BatchAnalytics) -> Iterator[Fault]:
    if not batch.read and not batch.write:
        yield Fault(path, "names no store in read and write", "name a store in one of them")
    for key, stores in (("read", batch.read), ("write", batch.write)):
        for place, store in enumerate(stores):
            yield from store_faults(settings, (*path, key, place), store)
    yield from store_faults(settings, (*path, "logs"), batch.logs)


def _class_faults(settings: Settings, path: KeyPath, batch: BatchAnalytics) -> Iterator[Fault]:
    """Disks and logs hold what jobs read: neither may be of a class with less care."""
    read = [settings.stores[store].data_class for store in batch.read]
    if read and BY_CARE.index(batch.data_class) > BY_CARE.index(strictest(read)):
        wrong = f"is {batch.data_class!r}, and its jobs read {strictest(read)} data, which is on their disks"
        yield Fault((*path, "data_class"), wrong, f"{strictest(read)!r} is right")
    logs = settings.stores[batch.logs].data_class
    if BY_CARE.index(logs) > BY_CARE.index(batch.data_class):
        wrong = f"names {batch.logs!r} of the class {logs!r}, and logs of {batch.data_class} data may quote it"
        yield Fault((*path, "logs"), wrong, f"a store of the class {batch.data_class!r} is right")


def _database_faults(settings: Settings, path: KeyPath, batch: BatchAnalytics) -> Iterator[Fault]:
    known = [name for catalog in settings.data_catalogs.values() for name in catalog.databases]
    for place, database in enumerate(batch.databases or ()):
        if database not in known:
            close = nearest(database, known)
            there = f"the databases are {listed(known, 'and')}" if known else "declare it in 'data_catalogs'"
            right = f"did you mean {close!r}?" if close else there
            yield Fault((*path, "databases", place), f"there is no database {database!r}", right)


def _plan_faults(path: KeyPath, batch: BatchAnalytics) -> Iterator[Fault]:
    """What the mode has not, and what its planner refuses."""
    given = batch.model_dump(exclude_none=True)
    try:
        # The platform gives these itself.
        check_mode(batch.mode, {**given, **dict.fromkeys(GIVEN[batch.mode], "given")})
        if batch.release_label is not None:
            emr_release(batch.release_label)
        if batch.mode == "ec2":
            plan_fleets(given["fleet"], given["maximum_vcpus"], batch.architecture or ARCHITECTURE)
        if batch.mode == "serverless":
            maximum = {unit: given[f"maximum_{unit}"] for unit in ("vcpus", "memory_gb", "disk_gb")}
            check_capacity(batch.engine, maximum, given.get("initial_capacity", {}))
    except SettingError as error:
        where = (*path, *error.argument.split("."))
        yield Fault(path if error.wrong.startswith("is missing") else where, *_said(error))
    except UnknownFact as unknown:
        right = f"did you mean {unknown.nearest!r}?" if unknown.nearest else "a release of the catalogue is right"
        yield Fault((*path, "release_label"), f"is {batch.release_label!r}, no release of EMR in the catalogue", right)


def _said(error: SettingError) -> tuple[str, str]:
    """The two halves of the sentence; of a key that is not there, its name is in the first."""
    if error.wrong.startswith("is missing"):
        return f"lacks the key {error.argument!r}{error.wrong.removeprefix('is missing')}", error.right
    return error.wrong, error.right
