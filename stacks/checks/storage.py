"""File systems: their zone and the store behind them."""

from collections.abc import Iterator

from catalogue.unknown import nearest
from stacks.checks.network import network_zone_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.settings import Settings


def storage_faults(settings: Settings) -> Iterator[Fault]:
    for name, filesystem in settings.filesystems.items():
        path = ("filesystems", name)
        yield from network_zone_faults(settings, (*path, "zone"), filesystem.zone)
        yield from store_faults(settings, (*path, "store"), filesystem.store)


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
