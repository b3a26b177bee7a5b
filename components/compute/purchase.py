"""How accelerator capacity is bought, and what that means for a launch template and a node group."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Purchase:
    """One way to buy capacity."""

    capacity_type: str
    """The node group's word for it."""
    usage_class: str
    """EC2's word for it in what a type can be bought as."""
    reserved: bool
    """True where the capacity is in a reservation, paid for whether it is used or not."""
    karpenter_type: str
    """Karpenter's word for it."""
    market_type: str = ""
    """The launch template's market; "" for the ordinary one."""

    def template(self, reservation_id: str) -> dict[str, Any]:
        """Launch-template arguments that take nodes from exactly this reservation, or with "" from open ones only."""
        if not self.reserved:
            return {}
        where: dict[str, Any] = {"capacity_reservation_target": {"capacity_reservation_id": reservation_id}}
        if not reservation_id:
            # "open" would start what is not reserved on demand: a step buys one way only, the next step another.
            where = {"capacity_reservation_preference": "capacity-reservations-only"}
        parts: dict[str, Any] = {"capacity_reservation_specification": where}
        if self.market_type:
            parts["instance_market_options"] = {"market_type": self.market_type}
        return parts


CAPACITY_BLOCK = "capacity_block"

# https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
# https://karpenter.sh/docs/tasks/odcrs/
PURCHASES = MappingProxyType(
    {
        "on_demand": Purchase("ON_DEMAND", "on-demand", reserved=False, karpenter_type="on-demand"),
        "spot": Purchase("SPOT", "spot", reserved=False, karpenter_type="spot"),
        "reservation": Purchase("ON_DEMAND", "on-demand", reserved=True, karpenter_type="reserved"),
        CAPACITY_BLOCK: Purchase(
            "CAPACITY_BLOCK", "capacity-block", reserved=True, karpenter_type="reserved", market_type="capacity-block"
        ),
    }
)
