"""The capacity of a pool, from its section of the stack file to the planner's description."""

import catalogue
from catalogue.instances import instance_types
from components.compute.capacity_plan import CapacityPlan, CapacityPlanError, plan_capacity
from components.compute.capacity_step import Step, Wanted
from components.compute.node_repair import LIMITS
from stacks.sections.compute import AcceleratorPool, CapacityStep
from stacks.settings import Settings


def wanted(settings: Settings, pool: AcceleratorPool) -> Wanted:
    """What the planner is asked for; of a pool whose type the catalogue has."""
    return Wanted(
        machine=catalogue.instance_type(pool.instance_type),
        steps=tuple(_step(step) for step in pool.capacity),
        nodes=pool.nodes,
        max_nodes=pool.max_nodes,
        wall_time_hours=pool.wall_time_hours or 0,
        provisioner=pool.provisioner,
        karpenter_version=(settings.cluster.karpenter_version or "") if settings.cluster else "",
        group_settings=tuple(key for key in LIMITS if getattr(pool, key) is not None),
    )


def plan_of(settings: Settings, pool: AcceleratorPool) -> CapacityPlan | None:
    """The pool's plan; None while its type or its chain cannot be, which the checks say."""
    if pool.instance_type not in instance_types():
        return None
    try:
        return plan_capacity(wanted(settings, pool))
    except CapacityPlanError:
        return None


def most_nodes(settings: Settings, pool: AcceleratorPool) -> dict[str, int]:
    """Nodes of the pool there are at most, by zone."""
    plan = plan_of(settings, pool)
    return {zone: plan.most_in(zone) for zone in plan.zones} if plan else {}


def _step(step: CapacityStep) -> Step:
    return Step(
        purchase=step.purchase,
        zones=step.zones,
        reservation_id=step.reservation_id or "",
        reserved_nodes=step.reserved_nodes or 0,
        matching=step.matching,
        placement_group=step.placement_group or "",
        starts=step.starts or "",
        ends=step.ends or "",
    )
