"""What a pool of TPU nodes may be: the rules that the component and the check of a stack file share."""

import re
from collections.abc import Iterator

from catalogue.tpus import tpu_zones
from components.compute.tpu_purchase import TPU_PURCHASES
from components.compute.tpu_slice_plan import TpuSlice, TpuSlicePlanError, plan_tpu_slice

RESERVATION = re.compile(r"(projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/reservations/)?[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
RESERVATION_RIGHT = "the name of yours is right, such as 'tpu-2026' or 'projects/p/reservations/r'"

Fault = tuple[str, str, str]
"""Argument, what is wrong with it, and what is right."""


def tpu_pool_faults(
    machine_type: str,
    topology: str,
    zone: str,
    purchase: str,
    reservation_name: str,
    slices: int,
    max_slices: int,
) -> Iterator[Fault]:
    """What Google would refuse of these, one fault for each thing to change. `purchase` is a word of TPU_PURCHASES."""
    yield from _reservation_faults(purchase, reservation_name)
    if TPU_PURCHASES[purchase].on_request and slices:
        right = "0 is right: GKE makes the nodes when a job asks for them"
        yield "slices", f"is {slices} with purchase {purchase!r}", right
    try:
        plan = plan_tpu_slice(machine_type, topology)
    except TpuSlicePlanError as error:
        yield error.argument, error.wrong, error.right
        return
    yield from _place_faults(plan, zone)
    if plan.multi_host and max_slices > 1:
        right = "1 is right: GKE keeps one such slice in a pool, so make a pool for each"
        yield "max_slices", f"is {max_slices}, of {plan.nodes} nodes each", right


def _place_faults(plan: TpuSlice, zone: str) -> Iterator[Fault]:
    zones = tpu_zones(plan.version.name)
    if zone not in zones:
        yield "zone", f"is {zone!r}, which has no {plan.version.name}", f"it is in {', '.join(zones)}"


def _reservation_faults(purchase: str, reservation_name: str) -> Iterator[Fault]:
    """The reservation of a purchase that has one, and none of any other."""
    reserved = TPU_PURCHASES[purchase].reserved
    if not reserved and reservation_name:
        right = "leave it out, or make the purchase 'reservation'"
        yield "reservation_name", f"is given with purchase {purchase!r}", right
    elif reserved and not reservation_name:
        yield "reservation_name", "is missing with purchase 'reservation'", RESERVATION_RIGHT
    elif reserved and not RESERVATION.fullmatch(reservation_name):
        yield "reservation_name", f"is {reservation_name!r}", RESERVATION_RIGHT
