"""Node pools: types that exist, are offered in their zones, fit the pool, and can be bought as asked."""

from collections.abc import Iterable, Iterator

import catalogue
from catalogue.families import families
from catalogue.instances import accelerators, instance_types
from catalogue.regions import regions
from catalogue.unknown import nearest
from stacks.checks.network import network_zone_faults
from stacks.checks.node_settings import node_setting_faults
from stacks.fault import Fault, KeyPath, listed, some
from stacks.sections.compute import AcceleratorPool, NodePool
from stacks.settings import Settings

CHECKPOINTS = "checkpoints"


def node_pool_faults(settings: Settings) -> Iterator[Fault]:
    for name, pool in settings.node_pools.items():
        path = ("node_pools", name)
        yield from _size_faults(path, "min_nodes", pool.min_nodes, pool.max_nodes)
        yield from _node_zone_faults(settings, path, pool)
        known = [each for each in pool.instance_types if each in instance_types()]
        for place, each in enumerate(pool.instance_types):
            type_path = (*path, "instance_types", place)
            if each not in known:
                yield _unknown(type_path, each, instance_types())
            elif each in accelerators():
                right = "a type without accelerators is right; GPU nodes belong to 'accelerator_pools'"
                yield Fault(type_path, f"{each!r} has accelerators, which these nodes have no driver for", right)
            elif each in pool.instance_types[:place]:
                yield Fault(type_path, f"names {each!r} a second time", "name each type once")
            else:
                yield from offer_faults(settings, type_path, each, pool.zones)
        processors = {catalogue.instance_type(each).architecture for each in known}
        if len(processors) > 1:
            words = listed(sorted(processors), "and")
            right = "types of one processor are right: a pool has one image"
            yield Fault((*path, "instance_types"), f"mixes the processors {words}", right)


def accelerator_pool_faults(settings: Settings) -> Iterator[Fault]:
    for name, pool in settings.accelerator_pools.items():
        path = ("accelerator_pools", name)
        yield from _size_faults(path, "nodes", pool.nodes, pool.max_nodes)
        yield from _checkpoint_faults(settings, path, pool)
        type_path = (*path, "instance_type")
        why = catalogue.why_unplaceable(pool.instance_type)
        if why:
            yield Fault(type_path, f"{pool.instance_type!r} cannot be placed: {why}", "choose another type")
        elif pool.instance_type not in instance_types():
            yield _unknown(type_path, pool.instance_type, accelerators())
        elif catalogue.instance_type(pool.instance_type).family not in families():
            right = "a type with accelerators is right, such as 'g6e.xlarge'; CPU nodes belong to 'node_pools'"
            yield Fault(type_path, f"{pool.instance_type!r} has no accelerator", right)
        else:
            yield from node_setting_faults(settings, path, pool)


def _unknown(path: KeyPath, asked: str, known: Iterable[str]) -> Fault:
    close = nearest(asked, known)
    right = f"did you mean {close!r}?" if close else "a type of EC2 is right, such as 'm7i.xlarge'"
    return Fault(path, f"unknown instance type {asked!r}", right)


def _size_faults(path: KeyPath, low_key: str, low: int, high: int) -> Iterator[Fault]:
    if low > high:
        yield Fault((*path, low_key), f"is {low}, more than max_nodes, which is {high}", f"{high} or fewer is right")


def _node_zone_faults(settings: Settings, path: KeyPath, pool: NodePool) -> Iterator[Fault]:
    for place, zone in enumerate(pool.zones):
        yield from network_zone_faults(settings, (*path, "zones", place), zone)
        if zone in pool.zones[:place]:
            yield Fault((*path, "zones", place), f"names {zone!r} a second time", "name each zone once")
    if pool.max_nodes < len(set(pool.zones)):
        zones = len(set(pool.zones))
        yield Fault(
            (*path, "max_nodes"), f"is {pool.max_nodes}, fewer than the {zones} zones", f"{zones} or more is right"
        )


def offer_faults(settings: Settings, path: KeyPath, instance_type: str, zones: tuple[str, ...]) -> Iterator[Fault]:
    """The fault of a type its zones do not have.

    Offers are known of accelerated types and of common others; what is not known is not refused.
    """
    if settings.region not in regions() or not catalogue.offerings_known(instance_type, settings.region):
        return
    offers = catalogue.regions_offering(instance_type)
    here = offers.get(settings.region, ())
    if not here:
        right = f"{some(sorted(offers))} offer it"
        yield Fault(path, f"{instance_type!r} is not offered in {settings.region}", right)
        return
    missing = [zone for zone in dict.fromkeys(zones) if zone in settings.network.zones and zone not in here]
    if missing:
        right = f"in {settings.region} it is offered in {listed(here, 'and')}"
        yield Fault(path, f"{instance_type!r} is not offered in {listed(missing, 'and')}", right)


def _checkpoint_faults(settings: Settings, path: KeyPath, pool: AcceleratorPool) -> Iterator[Fault]:
    """Nodes that can be taken away at any minute need somewhere to leave their work."""
    if any(store.purpose == CHECKPOINTS for store in settings.stores.values()):
        return
    for place, step in enumerate(pool.capacity):
        if step.purchase == "spot":
            yield Fault(
                (*path, "capacity", place, "purchase"),
                "is 'spot', whose nodes go at two minutes' notice, and no store is for checkpoints",
                f"add a store with 'purpose: {CHECKPOINTS}'",
            )
