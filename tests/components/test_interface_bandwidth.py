"""The planned interfaces reach the whole bandwidth of a type: the sum of its cards' peaks.

The table has a peak for every card of a type with EFA, and the first test keeps it so.
"""

import pytest

from catalogue.instances import network_cards
from components.compute.network_interface_plan import EFA, EFA_ONLY, PLAIN, plan_network_interfaces
from tests.components.efa_types import LIMITS, ONE_OF_EACH_LAYOUT

ONE_EFA_FOR_TWO_CARDS = ["i7ie.48xlarge", "i7ie.metal-48xl", "i8ge.48xlarge", "i8ge.metal-48xl"]
"""EC2 allows these one EFA interface on two cards that take it: the second card needs a plain one to be used."""


def planned_gbps(instance_type: str, kind: str = "") -> float:
    """Peak of all cards that have an interface, or one of a kind."""
    cards = network_cards(instance_type)
    planned = plan_network_interfaces(cards, LIMITS[instance_type])
    used = {interface.card for interface in planned if not kind or interface.kind == kind}
    return sum(card.peak_gbps for card in cards if card.index in used)


def full_gbps(instance_type: str) -> float:
    """Peak of all cards, but of those that share a link or a GPU that of the first."""
    return sum(card.peak_gbps for card in network_cards(instance_type) if card.shares_with is None)


@pytest.mark.parametrize("instance_type", ONE_OF_EACH_LAYOUT)
def test_the_source_states_the_peak_of_every_card(instance_type: str) -> None:
    assert all(card.peak_gbps > 0 for card in network_cards(instance_type))


@pytest.mark.parametrize("instance_type", ONE_OF_EACH_LAYOUT)
def test_the_plan_uses_every_card_of_the_type(instance_type: str) -> None:
    assert planned_gbps(instance_type) == full_gbps(instance_type)


@pytest.mark.parametrize("instance_type", ONE_EFA_FOR_TWO_CARDS)
def test_a_card_that_efa_may_not_use_carries_a_plain_interface_so_that_its_half_is_not_lost(instance_type: str) -> None:
    assert LIMITS[instance_type] == 1
    assert planned_gbps(instance_type, EFA_ONLY) == full_gbps(instance_type) / 2
    planned = plan_network_interfaces(network_cards(instance_type), LIMITS[instance_type])
    assert [(each.card, each.device, each.kind) for each in planned] == [(0, 0, PLAIN), (0, 1, EFA_ONLY), (1, 0, PLAIN)]


def test_no_other_type_has_more_than_one_interface_that_takes_addresses() -> None:
    several = {
        name
        for name, limit in LIMITS.items()
        if sum(each.carries_ip for each in plan_network_interfaces(network_cards(name), limit)) > 1
    }
    assert several == set(ONE_EFA_FOR_TWO_CARDS)


def test_hpc6id_has_cards_for_one_interface_each_so_its_primary_one_carries_efa_too() -> None:
    assert {card.max_interfaces for card in network_cards("hpc6id.32xlarge")} == {1}
    planned = plan_network_interfaces(network_cards("hpc6id.32xlarge"), LIMITS["hpc6id.32xlarge"])
    assert planned[0].kind == EFA


def test_the_first_card_of_b300_takes_plain_interfaces_only_and_gets_one() -> None:
    assert network_cards("p6-b300.48xlarge")[0].interface_types == (PLAIN,)
    planned = plan_network_interfaces(network_cards("p6-b300.48xlarge"), LIMITS["p6-b300.48xlarge"])
    assert [interface.kind for interface in planned if interface.card == 0] == [PLAIN]


def test_gb200_has_17_cards_and_four_efa_interfaces_of_400_gbps_one_for_each_gpu() -> None:
    cards = network_cards("p6e-gb200.36xlarge")
    planned = plan_network_interfaces(cards, LIMITS["p6e-gb200.36xlarge"])
    assert len(cards) == 17
    assert [(each.card, each.device, each.kind) for each in planned] == [
        (0, 0, PLAIN),
        *((card, 0, EFA_ONLY) for card in (1, 5, 9, 13)),
    ]
    assert planned_gbps("p6e-gb200.36xlarge", EFA_ONLY) == 1600


@pytest.mark.parametrize(
    ("instance_type", "gbps"),
    [
        ("p4d.24xlarge", 400),
        ("p5.48xlarge", 3200),
        ("p5e.48xlarge", 3200),
        ("p5en.48xlarge", 3200),
        ("p6-b200.48xlarge", 3200),
        ("p6-b300.48xlarge", 6400),
        ("trn1.32xlarge", 800),
        ("trn1n.32xlarge", 1600),
        ("trn2.48xlarge", 3200),
    ],
)
def test_the_efa_interfaces_of_a_training_type_reach_what_its_maker_states(instance_type: str, gbps: float) -> None:
    assert planned_gbps(instance_type, EFA_ONLY) == gbps
