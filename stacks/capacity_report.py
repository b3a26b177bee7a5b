"""What the capacity of each pool is and costs: its groups in the order they are tried, each with its list price.

A price that is not known stays unknown (null), never 0: then what depends on it is unknown too.
"""

from typing import Any

from catalogue.prices import instance_price
from components.compute.capacity_plan import NodeGroupPlan
from components.compute.capacity_window import CLOSING
from components.compute.purchase import CAPACITY_BLOCK
from stacks.capacity import plan_of
from stacks.sections.compute import AcceleratorPool
from stacks.settings import Settings

WHEN_USED = "paid for the hours nodes run"
ALWAYS = "paid for whether it is used or not"
UP_FRONT = "paid up front, used or not"


def capacity_report(settings: Settings) -> list[dict[str, Any]]:
    """A document for each pool of settings that can be deployed."""
    return [_pool(settings, name, pool) for name, pool in settings.accelerator_pools.items()]


def _pool(settings: Settings, name: str, pool: AcceleratorPool) -> dict[str, Any]:
    plan = plan_of(settings, pool)
    assert plan is not None, "a chain that cannot be is refused with the settings"
    return {
        "name": name,
        "instance_type": pool.instance_type,
        "nodes": pool.nodes,
        "max_nodes": pool.max_nodes,
        "wall_time_hours": pool.wall_time_hours,
        "groups": [_group(settings, pool, group) for group in plan.groups],
    }


def _group(settings: Settings, pool: AcceleratorPool, group: NodeGroupPlan) -> dict[str, Any]:
    step = group.step
    price = instance_price(pool.instance_type, settings.region, group.purchase.usage_class)
    # What is reserved is paid for as a whole.
    least, most = (step.reserved_nodes, step.reserved_nodes) if group.purchase.reserved else (group.low, group.high)
    return {
        "key": group.key,
        "step": group.place,
        "purchase": step.purchase,
        "zone": group.zone,
        "reservation_id": step.reservation_id or None,
        "reserved_nodes": step.reserved_nodes or None,
        "starts": step.starts or None,
        "ends": step.ends or None,
        "nodes_go_at": f"{step.ceases - CLOSING:%Y-%m-%dT%H:%M:%SZ}" if step.ceases else None,
        "least_nodes": group.low,
        "most_nodes": group.high,
        "priority": group.priority,
        "paid": UP_FRONT if step.purchase == CAPACITY_BLOCK else ALWAYS if group.purchase.reserved else WHEN_USED,
        "usd_per_node_hour": price.usd_per_hour,
        "least_usd_per_hour": _times(least, price.usd_per_hour),
        "most_usd_per_hour": _times(most, price.usd_per_hour),
        "price": {"source": price.source or None, "as_of": price.as_of or None, "note": price.note},
    }


def _times(nodes: int, usd_per_hour: float | None) -> float | None:
    """What nodes cost an hour; no nodes cost nothing, whatever one costs."""
    if nodes == 0:
        return 0.0
    return None if usd_per_hour is None else round(nodes * usd_per_hour, 2)
