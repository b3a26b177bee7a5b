"""Capacity of accelerator pools: chains the planner takes, in zones that have the type, each reservation used once."""

from collections.abc import Iterator
from datetime import datetime

from catalogue.instances import instance_types
from components.compute.capacity_refusals import refusals
from components.compute.capacity_step import Step
from components.compute.purchase import CAPACITY_BLOCK, PURCHASES
from stacks.capacity import wanted
from stacks.checks.network import network_zone_faults
from stacks.checks.pools import offer_faults
from stacks.fault import Fault, KeyPath, dotted
from stacks.sections.compute import AcceleratorPool
from stacks.settings import Settings

# Instances an account may have in all its capacity blocks at a time:
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-purchase.html
MOST_IN_BLOCKS = 256


def capacity_faults(settings: Settings, today: datetime) -> Iterator[Fault]:
    """What is wrong with the capacity of each pool, and of all pools together."""
    for name, pool in settings.accelerator_pools.items():
        path = ("accelerator_pools", name)
        if pool.instance_type not in instance_types():
            continue
        for refusal in refusals(wanted(settings, pool), today):
            yield Fault((*path, *refusal.path), refusal.wrong, refusal.right)
        yield from _zone_faults(settings, path, pool)
    yield from _shared_faults(settings)
    yield from _block_faults(settings)


def _zone_faults(settings: Settings, path: KeyPath, pool: AcceleratorPool) -> Iterator[Fault]:
    nowhere = list(offer_faults(settings, (*path, "instance_type"), pool.instance_type, ()))
    yield from nowhere
    for place, step in enumerate(pool.capacity):
        for number, zone in enumerate(step.zones):
            zone_path = (*path, "capacity", place, "zones", number)
            outside = list(network_zone_faults(settings, zone_path, zone))
            offered = () if nowhere else offer_faults(settings, zone_path, pool.instance_type, (zone,))
            yield from outside or offered


def _steps(settings: Settings) -> Iterator[tuple[KeyPath, str, Step]]:
    """Every step of every pool, with its path and the pool's type."""
    for name, pool in settings.accelerator_pools.items():
        if pool.instance_type in instance_types():
            for path, step in wanted(settings, pool).numbered():
                yield ("accelerator_pools", name, *path), pool.instance_type, step


def _shared_faults(settings: Settings) -> Iterator[Fault]:
    """A reservation that two pools count on is there for one of them."""
    taken: dict[tuple[str, ...], KeyPath] = {}
    for path, type_, step in _steps(settings):
        if not PURCHASES[step.purchase].reserved:
            continue
        open_ones = (type_, *step.zones)
        first = taken.setdefault((step.reservation_id,) if step.reservation_id else open_ones, path)
        if first[:2] == path[:2]:
            continue
        if step.reservation_id:
            wrong = f"is {step.reservation_id!r}, which {dotted(first)} takes already"
            yield Fault((*path, "reservation_id"), wrong, "a reservation belongs to one pool; name another")
        else:
            wrong = f"is 'open', and {dotted(first)} takes the open reservations of {type_} there already"
            yield Fault((*path, "matching"), wrong, "make one of them 'targeted', with its reservation_id")


def _block_faults(settings: Settings) -> Iterator[Fault]:
    blocks = [(path, step) for path, _, step in _steps(settings) if step.purchase == CAPACITY_BLOCK]
    for path, step in blocks:
        begins = step.begins
        if begins is None:
            continue
        # The most there is at a time is there when some block begins.
        then = [each for _, each in blocks if each.begins and each.ceases and each.begins <= begins < each.ceases]
        total = sum(each.reserved_nodes for each in then)
        if total > MOST_IN_BLOCKS:
            wrong = f"makes it {total} instances in blocks when it begins"
            yield Fault((*path, "reserved_nodes"), wrong, f"an account has {MOST_IN_BLOCKS} at a time at most")
            return
