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
    """True where the capacity is in a reservation, which must be named."""
    market_type: str = ""
    """The launch template's market; "" for the ordinary one."""

    def template(self, reservation_id: str) -> dict[str, Any]:
        """Launch-template arguments that take nodes from exactly this reservation."""
        if not self.reserved:
            return {}
        target = {"capacity_reservation_id": reservation_id}
        parts: dict[str, Any] = {"capacity_reservation_specification": {"capacity_reservation_target": target}}
        if self.market_type:
            parts["instance_market_options"] = {"market_type": self.market_type}
        return parts


# https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
PURCHASES = MappingProxyType(
    {
        "on_demand": Purchase("ON_DEMAND", "on-demand", reserved=False),
        "spot": Purchase("SPOT", "spot", reserved=False),
        "reservation": Purchase("ON_DEMAND", "on-demand", reserved=True),
        "capacity_block": Purchase("CAPACITY_BLOCK", "capacity-block", reserved=True, market_type="capacity-block"),
    }
)
