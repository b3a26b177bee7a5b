"""How TPU capacity is bought on Google Cloud, and what that means for a node pool of GKE."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

# https://docs.cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations
RESERVATION_KEY = "compute.googleapis.com/reservation-name"
# https://docs.cloud.google.com/kubernetes-engine/docs/concepts/dws
MOST_RUN_HOURS = 168
SECONDS_PER_HOUR = 3600


@dataclass(frozen=True, slots=True)
class TpuPurchase:
    """One way to buy TPU nodes."""

    reserved: bool = False
    """True where the nodes are in a reservation, which must be named."""
    on_request: bool = False
    """True where GKE makes nodes only when a job asks for them, and takes them away after a time (flex-start)."""
    node: dict[str, Any] = field(default_factory=dict)
    """Node configuration that says so."""
    pool: dict[str, Any] = field(default_factory=dict)
    """Node-pool arguments that say so."""
    auto_repair: bool = True

    def affinity(self, reservation_name: str) -> dict[str, Any]:
        """Where nodes are taken from: this reservation, or none at all, never one that somebody else counts on."""
        if not self.reserved:
            return {"consume_reservation_type": "NO_RESERVATION"}
        return {
            "consume_reservation_type": "SPECIFIC_RESERVATION",
            "key": RESERVATION_KEY,
            "values": [reservation_name],
        }


# https://docs.cloud.google.com/tpu/docs/consumption-options
TPU_PURCHASES = MappingProxyType(
    {
        "on_demand": TpuPurchase(),
        "spot": TpuPurchase(node={"spot": True}),
        "reservation": TpuPurchase(reserved=True),
        "flex_start": TpuPurchase(on_request=True, node={"flex_start": True}),
        # A job waits in Kueue until all its nodes can be had at once. GKE wants no repair of such nodes.
        "queued": TpuPurchase(
            on_request=True,
            node={"flex_start": True},
            pool={"queued_provisioning": {"enabled": True}},
            auto_repair=False,
        ),
    }
)
