"""The planned interfaces reach the whole bandwidth of a type: the sum of its cards' peaks.

The table has a peak for every card of a type with EFA, and the first test keeps it so.
"""

import pytest

from catalogue.instances import network_cards
from components.compute.network_interface_plan import EFA, PLAIN, plan_network_interfaces
from tests.components.efa_types import LIMITS, ONE_OF_EACH_LAYOUT

ONE_EFA_FOR_TWO_CARDS = {"i7ie.48xlarge", "i7ie.metal-48xl", "i8ge.48xlarge", "i8ge.metal-48xl"}
"""EC2 allows these one EFA interface on two cards that take it: the second card needs a plain one to be used."""


def planned_gbps(instance_type: str, extra_interfaces: int = 0) -> float:
    cards = network_cards(instance_type)
    used = {interface.card for interface in plan_network_interfaces(cards, LIMITS[instance_type], extra_interfaces)}
    return sum(card.peak_gbps for card in cards if card.index in used)


def full_gbps(instance_type: str) -> float:
    return sum(card.peak_gbps for card in network_cards(instance_type))


@pytest.mark.parametrize("instance_type", ONE_OF_EACH_LAYOUT)
def test_the_source_states_the_peak_of_every_card(instance_type: str) -> None:
    assert all(card.peak_gbps > 0 for card in network_cards(instance_type))


@pytest.mark.parametrize("instance_type", [name for name in ONE_OF_EACH_LAYOUT if name not in ONE_EFA_FOR_TWO_CARDS])
def test_the_plan_uses_every_card_of_the_type(instance_type: str) -> None:
    assert planned_gbps(instance_type) == full_gbps(instance_type)


@pytest.mark.parametrize("instance_type", sorted(ONE_EFA_FOR_TWO_CARDS))
def test_a_type_with_one_efa_for_two_cards_needs_an_extra_interface_for_its_whole_bandwidth(instance_type: str) -> None:
    assert LIMITS[instance_type] == 1
    assert planned_gbps(instance_type) == full_gbps(instance_type) / 2
    assert planned_gbps(instance_type, extra_interfaces=1) == full_gbps(instance_type)


def test_hpc6id_has_cards_for_one_interface_each_so_its_primary_one_carries_efa_too() -> None:
    assert {card.max_interfaces for card in network_cards("hpc6id.32xlarge")} == {1}
    planned = plan_network_interfaces(network_cards("hpc6id.32xlarge"), LIMITS["hpc6id.32xlarge"])
    assert planned[0].kind == EFA


def test_the_first_card_of_b300_takes_plain_interfaces_only_and_gets_one() -> None:
    assert network_cards("p6-b300.48xlarge")[0].interface_types == (PLAIN,)
    planned = plan_network_interfaces(network_cards("p6-b300.48xlarge"), LIMITS["p6-b300.48xlarge"])
    assert [interface.kind for interface in planned if interface.card == 0] == [PLAIN]
