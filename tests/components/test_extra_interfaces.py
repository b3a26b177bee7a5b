"""Plain interfaces on request: on the cards with room left, and refused where there is none."""

import pytest

from catalogue.instances import NetworkCard, network_cards
from catalogue.tables import table
from components.compute.network_interface_plan import PLAIN, PlannedInterface, plan_network_interfaces

LIMITS = {row["instance_type"]: int(row["max_efa_interfaces_of_type"]) for row in table("network_cards")}


def room(cards: tuple[NetworkCard, ...], limit: int) -> int:
    return sum(card.max_interfaces for card in cards) - len(plan_network_interfaces(cards, limit))


@pytest.mark.parametrize("instance_type", sorted(LIMITS))
def test_every_type_with_efa_takes_extra_interfaces_until_its_cards_are_full(instance_type: str) -> None:
    cards, limit = network_cards(instance_type), LIMITS[instance_type]
    without = plan_network_interfaces(cards, limit)
    planned = plan_network_interfaces(cards, limit, room(cards, limit))
    assert planned[: len(without)] == without
    assert {interface.kind for interface in planned[len(without) :]} <= {PLAIN}
    places = {(interface.card, interface.device) for interface in planned}
    assert len(places) == len(planned)
    assert places == {(card.index, device) for card in cards for device in range(card.max_interfaces)}


@pytest.mark.parametrize("instance_type", sorted(LIMITS))
def test_one_extra_interface_more_than_there_is_room_for_is_refused(instance_type: str) -> None:
    cards, limit = network_cards(instance_type), LIMITS[instance_type]
    free = room(cards, limit)
    needed = len(plan_network_interfaces(cards, limit))
    with pytest.raises(ValueError, match=f"beside the {needed} interfaces the node needs there is room for {free}$"):
        plan_network_interfaces(cards, limit, free + 1)


def test_extra_interfaces_come_at_device_1_of_the_further_efa_cards_first() -> None:
    planned = plan_network_interfaces(network_cards("p5.48xlarge"), 32, 2)
    assert planned[-2:] == (PlannedInterface(1, 1, PLAIN), PlannedInterface(2, 1, PLAIN))
