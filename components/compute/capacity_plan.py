"""Capacity plan: what one description of a pool's capacity is rendered as. Pure; nothing is declared here.

    {purchase: reservation, zones: [eun1-az1], reserved_nodes: 8}    nodes 4..8 of max 12, priority 3
    {purchase: on_demand,   zones: [eun1-az1, eun1-az2]}             nodes 0..12, priorities 2 and 1

Every step is a group of nodes in each of its zones. A group has one way to buy, one zone, one launch template: what
EKS wants of a group, and what a cluster placement group and a reservation are. Nodes start in the first group; the
others start empty, and a scaler that finds no capacity in one group goes to that of the next lower priority.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from components.compute.capacity_refusals import first_refusal
from components.compute.capacity_step import KARPENTER, RESERVATION_ID, Step, Wanted
from components.compute.purchase import PURCHASES, Purchase


class CapacityPlanError(ValueError):
    """A chain no plan exists for; the message is the sentence."""


@dataclass(frozen=True, slots=True)
class NodeGroupPlan:
    """The nodes of one step in one zone."""

    key: str
    """Unique in the pool: the reservation's id, or the way to buy and the zone, such as `on-demand-eun1-az1`. It stays
    when steps change places, so that a group is not replaced for that."""
    place: int
    """Place of the step in the chain, from 0."""
    step: Step
    zone: str
    low: int
    """Nodes at least, and at the start."""
    high: int
    """Nodes at most: of the pool, and of the reservation."""
    priority: int
    """Higher is tried first; the last one has 1."""
    makes_placement_group: bool
    """True where the nodes gain from a placement group of their own, near each other for EFA."""

    @property
    def purchase(self) -> Purchase:
        return PURCHASES[self.step.purchase]

    def template(self) -> dict[str, Any]:
        """Launch-template arguments: market and reservation."""
        return self.purchase.template(self.step.reservation_id)

    def labels(self) -> dict[str, str]:
        """What schedulers select the nodes of a group by; a job that must stay together names one group."""
        return {
            "groundwork/purchase": self.step.purchase,
            "groundwork/capacity": self.key,
            "groundwork/capacity-priority": str(self.priority),
        }


@dataclass(frozen=True, slots=True)
class CapacityPlan:
    """Every group of a pool, the preferred first."""

    groups: tuple[NodeGroupPlan, ...]
    by_karpenter: bool
    """True where Karpenter starts the nodes: then a group is a NodePool of Karpenter's."""

    @property
    def zones(self) -> tuple[str, ...]:
        """Every zone that nodes may be in, the preferred first."""
        return tuple(dict.fromkeys(group.zone for group in self.groups))

    def most_in(self, zone: str) -> int:
        """Nodes a zone holds at most when every group there is full."""
        return sum(group.high for group in self.groups if group.zone == zone)


def plan_capacity(wanted: Wanted) -> CapacityPlan:
    """The groups of a chain; a CapacityPlanError where the chain cannot be, whatever the date is."""
    refusal = first_refusal(wanted, None)
    if refusal:
        raise CapacityPlanError(str(refusal))
    return CapacityPlan(tuple(_groups(wanted)), wanted.provisioner == KARPENTER)


def _groups(wanted: Wanted) -> Iterator[NodeGroupPlan]:
    places = [(place, step, zone) for place, step in enumerate(wanted.steps) for zone in step.zones]
    for number, (place, step, zone) in enumerate(places):
        reserved = PURCHASES[step.purchase].reserved
        high = min(wanted.max_nodes, step.reserved_nodes) if reserved else wanted.max_nodes
        yield NodeGroupPlan(
            key=_key(step, zone),
            place=place,
            step=step,
            zone=zone,
            low=0 if number else wanted.nodes,
            high=high,
            priority=len(places) - number,
            # With a reservation a group starves the launch: the reserved instances stand where they stand, and only
            # those inside the group could be used.
            makes_placement_group=wanted.machine.max_efa_interfaces > 0 and not reserved and high > 1,
        )


def _key(step: Step, zone: str) -> str:
    if RESERVATION_ID.fullmatch(step.reservation_id):
        return step.reservation_id
    return f"{step.purchase.replace('_', '-')}-{zone}"
