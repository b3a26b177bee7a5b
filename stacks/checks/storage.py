"""File systems: their zone and the store behind them."""

from collections.abc import Iterator

import catalogue
from catalogue.unknown import nearest
from stacks.checks.network import network_zone_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.settings import Settings
from stacks.words import PERSONAL_CLASSES, RESERVED_STORES


def storage_faults(settings: Settings) -> Iterator[Fault]:
    for name in settings.stores:
        if name in RESERVED_STORES:
            yield Fault(("stores", name), f"the platform makes a store {name!r} by itself", "choose another name")
    for name, filesystem in settings.filesystems.items():
        path = ("filesystems", name)
        yield from network_zone_faults(settings, (*path, "zone"), filesystem.zone)
        yield from store_faults(settings, (*path, "store"), filesystem.store)
        kinds = _kinds(settings.region)
        store = settings.stores.get(filesystem.store)
        if store and store.data_class in PERSONAL_CLASSES and filesystem.deployment_type.startswith("SCRATCH"):
            wrong = f"is {filesystem.deployment_type!r}, which takes no key of yours, for {store.data_class} data"
            yield Fault((*path, "deployment_type"), wrong, "'PERSISTENT_2' is right")
        elif kinds and filesystem.deployment_type not in kinds:
            wrong = f"is {filesystem.deployment_type!r}, which {settings.region} does not have"
            yield Fault((*path, "deployment_type"), wrong, f"{listed(repr(kind) for kind in kinds)} is right")


def _kinds(region: str) -> tuple[str, ...]:
    try:
        return catalogue.lustre_deployment_types(catalogue.region(region).partition)
    except catalogue.UnknownFact:
        return ()


def store_faults(settings: Settings, path: KeyPath, store: str) -> Iterator[Fault]:
    """The fault of a store that is not declared."""
    if store in settings.stores:
        return
    close = nearest(store, settings.stores)
    if close:
        right = f"did you mean {close!r}?"
    else:
        right = f"the stores are {listed(settings.stores, 'and')}" if settings.stores else "declare it in 'stores'"
    yield Fault(path, f"there is no store {store!r}", right)
