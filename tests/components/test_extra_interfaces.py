"""Plain interfaces on request: on the cards with room left, and refused where there is none."""

import pytest

from catalogue.instances import NetworkCard, instance_type, instance_types, network_cards
from components.compute.network_interface_plan import PLAIN, PlannedInterface, plan_network_interfaces
from tests.components.efa_types import LIMITS, ONE_OF_EACH_LAYOUT


def places_for_plain(cards: tuple[NetworkCard, ...]) -> set[tuple[int, int]]:
    return {
        (card.index, device) for card in cards if PLAIN in card.interface_types for device in range(card.max_interfaces)
    }


def room(cards: tuple[NetworkCard, ...], limit: int) -> int:
    taken = {(interface.card, interface.device) for interface in plan_network_interfaces(cards, limit)}
    return len(places_for_plain(cards) - taken)


@pytest.mark.parametrize("instance_type", ONE_OF_EACH_LAYOUT)
def test_every_type_with_efa_takes_extra_interfaces_until_its_cards_are_full(instance_type: str) -> None:
    cards, limit = network_cards(instance_type), LIMITS[instance_type]
    without = plan_network_interfaces(cards, limit)
    planned = plan_network_interfaces(cards, limit, room(cards, limit))
    assert planned[: len(without)] == without
    assert {interface.kind for interface in planned[len(without) :]} <= {PLAIN}
    places = {(interface.card, interface.device) for interface in planned}
    assert len(places) == len(planned)
    assert places >= places_for_plain(cards)


@pytest.mark.parametrize("instance_type", ONE_OF_EACH_LAYOUT)
def test_one_extra_interface_more_than_there_is_room_for_is_refused(instance_type: str) -> None:
    cards, limit = network_cards(instance_type), LIMITS[instance_type]
    free = room(cards, limit)
    needed = len(plan_network_interfaces(cards, limit))
    with pytest.raises(ValueError, match=f"beside the {needed} interfaces the node needs there is room for {free}$"):
        plan_network_interfaces(cards, limit, free + 1)


def test_extra_interfaces_come_at_device_1_of_the_further_efa_cards_first() -> None:
    planned = plan_network_interfaces(network_cards("p5.48xlarge"), 32, 2)
    assert planned[-2:] == (PlannedInterface(1, 1, PLAIN), PlannedInterface(2, 1, PLAIN))


def test_fewer_than_none_are_refused() -> None:
    with pytest.raises(ValueError, match="extra_interfaces is -1; 0 or more is right"):
        plan_network_interfaces(network_cards("p5.48xlarge"), 32, -1)


def test_the_cards_of_a_type_take_together_as_many_interfaces_as_the_type() -> None:
    types_with_several_limits = {
        name
        for name in LIMITS.keys() & instance_types()
        if sum(card.max_interfaces for card in network_cards(name)) != instance_type(name).max_network_interfaces
    }
    assert types_with_several_limits == set()
