"""File systems: the store behind them, the pools in front, and whether any file system can keep up with those."""

from collections.abc import Iterator

from catalogue.families import pool_types
from catalogue.service_prices import service_price
from catalogue.unknown import nearest
from components.storage.lustre_offers import offered_tiers
from components.storage.storage_need import MBPS_PER_GBPS, NeedError
from components.storage.store_tiers import StoreTier, plan_tiers
from components.storage.throughput_plan import plan_throughput
from stacks.fault import Fault, KeyPath, listed
from stacks.readers import Readers, devices, feed, has_efa, node_gbps, readers, zone_of
from stacks.sections.storage import Filesystem, Store
from stacks.settings import Settings
from stacks.words import PERSONAL_CLASSES, RESERVED_STORES


def storage_faults(settings: Settings) -> Iterator[Fault]:
    for name in settings.stores:
        if name in RESERVED_STORES:
            yield Fault(("stores", name), f"the platform makes a store {name!r} by itself", "choose another name")
        yield from _tier_faults(("stores", name), settings.stores[name])
    for name, filesystem in settings.filesystems.items():
        path = ("filesystems", name)
        yield from store_faults(settings, (*path, "store"), filesystem.store)
        yield from _scratch_faults(settings, path, filesystem)
        wrong = [*_pool_faults(settings, (*path, "pools"), filesystem), *_kind_faults(settings, path, filesystem)]
        yield from wrong or _plan_faults(settings, path, filesystem)


def _tier_faults(path: KeyPath, store: Store) -> Iterator[Fault]:
    """Moves to colder classes that S3 does not make, or that cost more than they save."""
    tiers: list[StoreTier] = [
        {"storage_class": tier.storage_class, "after_days": tier.after_days} for tier in store.tiers
    ]
    try:
        plan_tiers(tiers, store.retention_days)
    except NeedError as error:
        keys = (int(key) if key.isdigit() else key for key in error.key.split("."))
        yield Fault((*path, *keys), error.wrong, error.right)


def _scratch_faults(settings: Settings, path: KeyPath, filesystem: Filesystem) -> Iterator[Fault]:
    store = settings.stores.get(filesystem.store)
    if store and store.data_class in PERSONAL_CLASSES and filesystem.deployment_type.startswith("SCRATCH"):
        wrong = f"is {filesystem.deployment_type!r}, which takes no key of yours, for {store.data_class} data"
        yield Fault((*path, "deployment_type"), wrong, "'PERSISTENT_2' is right")


def _pool_faults(settings: Settings, path: KeyPath, filesystem: Filesystem) -> Iterator[Fault]:
    """Pools that exist, once each, in one zone."""
    first = ""
    for place, name in enumerate(filesystem.pools):
        pool = settings.accelerator_pools.get(name)
        if pool is None:
            close = nearest(name, settings.accelerator_pools)
            pools = listed(settings.accelerator_pools, "and")
            right = f"the pools are {pools}" if pools else "declare it in 'accelerator_pools'"
            yield Fault((*path, place), f"there is no pool {name!r}", f"did you mean {close!r}?" if close else right)
        elif name in filesystem.pools[:place]:
            yield Fault((*path, place), f"names {name!r} a second time", "name each pool once")
        elif zone_of(pool) != (first := first or zone_of(pool)):
            price = service_price("Data transfer", "intra-region-inter-az-each-direction").usd
            cost = f", at ${price:g} a GB each way" if price else ""
            where = f"names {name!r} in {zone_of(pool)}, and the file system is in {first}"
            wrong = f"{where}: reads would cross zones{cost}"
            yield Fault((*path, place), wrong, "make a file system for the pools of each zone")


def _kind_faults(settings: Settings, path: KeyPath, filesystem: Filesystem) -> Iterator[Fault]:
    """A kind of file system the region does not have, or nobody has."""
    try:
        offered_tiers(
            filesystem.deployment_type, filesystem.storage_type, efa=filesystem.efa, region_name=settings.region
        )
    except NeedError as error:
        yield Fault((*path, error.key), error.wrong, error.right)


def _plan_faults(settings: Settings, path: KeyPath, filesystem: Filesystem) -> Iterator[Fault]:
    """What the planner refuses, and what its plan asks of the nodes that they do not have."""
    fed = readers(settings, filesystem)
    asked = feed(filesystem, fed)
    try:
        plan_throughput(
            asked,
            region_name=settings.region,
            deployment_type=filesystem.deployment_type,
            storage_type=filesystem.storage_type,
            efa=filesystem.efa,
            quota_gib=filesystem.quota_gib,
        )
    except NeedError as error:
        # Accelerators are not written here: they are the pools'.
        keys = ("pools",) if error.key == "accelerators_to_feed" else tuple(error.key.split("."))
        yield Fault((*path, *keys), error.wrong, error.right)
        return
    yield from _node_faults(path, filesystem, fed, asked.need.megabytes_per_second)


def _node_faults(path: KeyPath, filesystem: Filesystem, fed: Readers, megabytes_per_second: float) -> Iterator[Fault]:
    for place, name in enumerate(filesystem.pools):
        instance_type = fed.pools[name].instance_type
        if instance_type not in pool_types():
            continue  # said where the pool is
        if filesystem.efa and not has_efa(instance_type):
            right = "leave it out, or take a type with EFA"
            yield Fault((*path, "efa"), f"is true, and the nodes of {name!r}, {instance_type}, have no EFA", right)
            continue
        each = megabytes_per_second * devices(instance_type) / fed.accelerators / MBPS_PER_GBPS
        has = node_gbps(instance_type, efa=filesystem.efa)
        if has and each > has:
            wrong = f"names {name!r}, whose nodes need {each:,.1f} Gbps each, and {instance_type} has {has:g} Gbps"
            right = "smaller batches, longer steps or a type with more network is right"
            yield Fault((*path, "pools", place), wrong, right)


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
