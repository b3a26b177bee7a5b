"""Chains of capacity for tests: one that is right, and steps to build others of."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

import catalogue
from components.compute.capacity_step import Step, Wanted
from components.compute.purchase import PURCHASES

TODAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
ZONES = ("eun1-az1", "eun1-az2", "eun1-az3")
RESERVED = Step("reservation", ("eun1-az1",), reservation_id="cr-0123456789abcdef0", reserved_nodes=8)
BLOCK = Step(
    "capacity_block",
    ("eun1-az1",),
    reservation_id="cr-00000000000000b10",
    reserved_nodes=8,
    starts="2026-11-20T11:30:00Z",
    ends="2026-12-04T11:30:00Z",
)
ON_DEMAND = Step("on_demand", ("eun1-az1", "eun1-az2"))
SPOT = Step("spot", ("eun1-az3",))


def wanted(*steps: Step, instance_type: str = "p5.48xlarge", **changes: Any) -> Wanted:
    """A pool of 4 to 8 nodes with these steps."""
    return Wanted(catalogue.instance_type(instance_type), steps, **{"nodes": 4, "max_nodes": 8, **changes})


@st.composite
def chains(draw: st.DrawFn) -> Wanted:
    """Any chain that can be: first what is reserved, then what is bought when it is needed."""
    reserved = [
        Step(
            purchase,
            (draw(st.sampled_from(ZONES)),),
            reservation_id=f"cr-{number:017x}",
            reserved_nodes=draw(st.integers(1, 64)),
            placement_group=draw(st.sampled_from(["", "made-in"])) if purchase == "reservation" else "",
            starts=BLOCK.starts if purchase == "capacity_block" else "",
            ends=BLOCK.ends if purchase == "capacity_block" else "",
        )
        for number, purchase in enumerate(
            draw(st.lists(st.sampled_from(["reservation", "capacity_block"]), max_size=3))
        )
    ]
    bought = [
        Step(purchase, tuple(draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True))))
        for purchase in draw(st.lists(st.sampled_from(["on_demand", "spot"]), max_size=2, unique=True))
    ]
    steps = [*reserved, *bought] or [ON_DEMAND]
    most = 450 if bought or not reserved else sum(step.reserved_nodes for step in reserved)
    fewest = min(most, steps[0].reserved_nodes if PURCHASES[steps[0].purchase].reserved else 450)
    nodes = draw(st.integers(0, fewest))
    return wanted(*steps, nodes=nodes, max_nodes=draw(st.integers(max(nodes, 1), most)))
