"""The capacity of a pool from its component's arguments: read, refused in one sentence each, planned."""

from collections.abc import Mapping
from typing import Any

from catalogue.instances import InstanceType
from components.base import Component
from components.compute.capacity_plan import CapacityPlan, plan_capacity
from components.compute.capacity_refusals import first_refusal
from components.compute.capacity_step import NODE_GROUPS, TARGETED, CapacityStep, Step, Wanted
from components.compute.node_repair import LIMITS
from components.compute.node_template import MOST_NODES


def pool_capacity(
    component: Component,
    machine: InstanceType,
    args: Mapping[str, Any],
    nodes: int,
    max_nodes: int,
    wall_time_hours: int,
) -> CapacityPlan:
    """The plan of the chain; its dates are judged by the stack file's check, which knows what day it is."""
    steps = tuple(_step(component, f"capacity[{place}]", step) for place, step in enumerate(args["capacity"]))
    wanted = Wanted(
        machine,
        steps,
        nodes,
        max_nodes,
        wall_time_hours,
        provisioner=args.get("provisioner", NODE_GROUPS),
        karpenter_version=args.get("karpenter_version", ""),
        group_settings=tuple(name for name in LIMITS if name in args),
    )
    refusal = first_refusal(wanted, None)
    if refusal:
        raise component.refuse(refusal.argument, refusal.wrong, refusal.right)
    plan = plan_capacity(wanted)
    missing = [zone for zone in plan.zones if zone not in args["subnet_ids"]]
    if missing:
        right = "give the private subnet of every zone the capacity is in"
        raise component.refuse("subnet_ids", f"lacks {', '.join(missing)}", right)
    return plan


def _step(component: Component, where: str, step: CapacityStep) -> Step:
    reserved = step.get("reserved_nodes")
    return Step(
        purchase=step["purchase"],
        zones=component.checked_zones(f"{where}.zones", step["zones"]),
        reservation_id=step.get("reservation_id", ""),
        reserved_nodes=component.whole_number(f"{where}.reserved_nodes", reserved, 1, MOST_NODES) if reserved else 0,
        matching=step.get("matching", TARGETED),
        placement_group=step.get("placement_group", ""),
        starts=step.get("starts", ""),
        ends=step.get("ends", ""),
    )
