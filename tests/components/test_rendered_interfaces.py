"""What a pool's launch template really has: all bandwidth of the type, and what its cards take, for every layout."""

from functools import cache
from typing import Any

import pytest

from catalogue.families import pool_type, pool_types
from catalogue.instances import network_cards
from components.compute.accelerator_pool import AcceleratorPool
from components.compute.fabric_plan import plan_fabric
from graph.capture import capture
from tests.examples import FULL, MINIMAL

WITH_EFA = sorted(
    {
        (network_cards(name), pool_type(name).max_efa_interfaces): name
        for name in pool_types()
        if pool_type(name).max_efa_interfaces
    }.values()
)
"""Types of pools with EFA; of those with equal cards and an equal limit, which have equal plans, one."""


@cache
def rendered(instance_type: str) -> list[dict[str, Any]]:
    args = {
        **MINIMAL["AcceleratorPool"],
        "instance_type": instance_type,
        "own_image": FULL["AcceleratorPool"]["own_image"],
    }
    if "on-demand" not in pool_type(instance_type).usage_classes:
        args["capacity"] = [FULL["AcceleratorPool"]["capacity"][0]]
    graph = capture(lambda: AcceleratorPool("pool", args))  # type: ignore[arg-type]
    found: list[dict[str, Any]] = graph.one("aws:ec2/launchTemplate:LaunchTemplate").inputs["networkInterfaces"]
    return found


@pytest.mark.parametrize("instance_type", WITH_EFA)
def test_the_rendered_interfaces_of_a_pool_reach_the_whole_bandwidth_of_its_type(instance_type: str) -> None:
    cards = {card.index: card for card in network_cards(instance_type)}
    interfaces = rendered(instance_type)
    used = {each["networkCardIndex"] for each in interfaces}
    own = {index: card.peak_gbps for index, card in cards.items() if card.shares_with is None}
    assert sum(own[index] for index in used) == sum(own.values()) > 0
    for index in used:
        mine = [each for each in interfaces if each["networkCardIndex"] == index]
        assert [each["deviceIndex"] for each in mine] == list(range(len(mine)))
        assert len(mine) <= cards[index].max_interfaces
        assert {each["interfaceType"] for each in mine} <= set(cards[index].interface_types)


@pytest.mark.parametrize("instance_type", WITH_EFA)
def test_a_pool_renders_its_plan_and_as_many_efa_interfaces_as_its_pods_ask_for(instance_type: str) -> None:
    plan = plan_fabric(instance_type, 1)
    interfaces = rendered(instance_type)
    places = [(each["networkCardIndex"], each["deviceIndex"], each["interfaceType"]) for each in interfaces]
    assert places == [(each.card, each.device, each.kind) for each in plan.interfaces]
    assert sum(each["interfaceType"] != "interface" for each in interfaces) == plan.efa_per_pod
