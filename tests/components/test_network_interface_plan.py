"""Interfaces as AWS advises them, for any cards a type could have and for every type the catalogue has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.instances import network_cards
from components.compute.network_interface_plan import (
    EFA,
    EFA_ONLY,
    PLAIN,
    PlannedInterface,
    efa_count,
    plan_network_interfaces,
)
from components.compute.network_interface_plan import Card as AnyCard
from tests.components.efa_types import LIMITS, ONE_OF_EACH_LAYOUT

EVERY_KIND = (PLAIN, EFA, EFA_ONLY)


@dataclass(frozen=True)
class Card:
    index: int
    interface_types: tuple[str, ...] = EVERY_KIND
    max_interfaces: int = 4
    shares_with: int | None = None


def cards(count: int, **details: Any) -> list[Card]:
    return [Card(index, **details) for index in range(count)]


def layout(planned: Sequence[PlannedInterface]) -> list[tuple[int, int, str]]:
    return [(interface.card, interface.device, interface.kind) for interface in planned]


@st.composite
def any_cards(draw: st.DrawFn) -> list[Card]:
    count = draw(st.integers(1, 40))
    kinds = st.sampled_from([EVERY_KIND, (PLAIN,)])
    shared = st.sampled_from([None, 0])
    return [
        Card(index, draw(kinds), draw(st.integers(1, 15)), draw(shared) if index else None)
        for index in draw(st.permutations(range(count)))
    ]


def able(card: AnyCard) -> bool:
    """Whether the plan can put EFA on a card: its first one needs room beside the primary, or takes both in one."""
    return EFA_ONLY in card.interface_types and card.shares_with is None


@given(any_cards(), st.integers(0, 40))
def test_there_are_as_many_efa_interfaces_as_cards_and_type_allow(some: list[Card], limit: int) -> None:
    assert efa_count(plan_network_interfaces(some, limit)) == min(sum(map(able, some)), limit)


@given(any_cards(), st.integers(0, 40))
def test_no_card_gets_more_interfaces_than_it_takes_or_a_kind_it_does_not_take(some: list[Card], limit: int) -> None:
    planned = plan_network_interfaces(some, limit)
    for card in some:
        mine = [interface for interface in planned if interface.card == card.index]
        assert len(mine) <= card.max_interfaces
        assert {interface.kind for interface in mine} <= set(card.interface_types)


@given(any_cards(), st.integers(0, 40))
def test_the_primary_interface_comes_first_and_always_carries_ip(some: list[Card], limit: int) -> None:
    planned = plan_network_interfaces(some, limit)
    assert (planned[0].card, planned[0].device) == (0, 0)
    assert planned[0].carries_ip


@given(any_cards(), st.integers(0, 40))
def test_every_card_with_bandwidth_of_its_own_has_an_interface_and_a_plain_one_only_beyond_the_reach_of_efa(
    some: list[Card], limit: int
) -> None:
    planned = plan_network_interfaces(some, limit)
    assert {interface.card for interface in planned} == {card.index for card in some if card.shares_with is None}
    plain = [interface.card for interface in planned[1:] if interface.carries_ip]
    assert not set(plain) & {interface.card for interface in planned if interface.carries_efa}
    assert len(set(plain)) == len(plain)


@given(any_cards(), st.integers(0, 40))
def test_no_two_interfaces_have_the_same_place(some: list[Card], limit: int) -> None:
    planned = plan_network_interfaces(some, limit)
    assert len({(interface.card, interface.device) for interface in planned}) == len(planned)


@given(any_cards(), st.integers(0, 40))
def test_the_order_of_the_cards_does_not_matter(some: list[Card], limit: int) -> None:
    assert plan_network_interfaces(some, limit) == plan_network_interfaces(some[::-1], limit)


def test_a_card_that_takes_efa_gets_it_beside_a_plain_primary_interface() -> None:
    assert layout(plan_network_interfaces(cards(1), 1)) == [(0, 0, PLAIN), (0, 1, EFA_ONLY)]


def test_every_further_card_gets_one_efa_interface_as_its_first() -> None:
    assert layout(plan_network_interfaces(cards(3), 3)) == [
        (0, 0, PLAIN),
        (0, 1, EFA_ONLY),
        (1, 0, EFA_ONLY),
        (2, 0, EFA_ONLY),
    ]


def test_a_first_card_without_efa_stays_plain_and_the_others_get_theirs() -> None:
    some = [replace(card, interface_types=(PLAIN,)) if card.index == 0 else card for card in cards(3)]
    assert layout(plan_network_interfaces(some, 2)) == [(0, 0, PLAIN), (1, 0, EFA_ONLY), (2, 0, EFA_ONLY)]


def test_a_first_card_with_room_for_one_interface_gets_the_combined_kind() -> None:
    assert layout(plan_network_interfaces(cards(2, max_interfaces=1), 2)) == [(0, 0, EFA), (1, 0, EFA_ONLY)]


def test_a_type_without_efa_has_one_plain_interface_a_card() -> None:
    assert layout(plan_network_interfaces(cards(1, interface_types=(PLAIN,)), 0)) == [(0, 0, PLAIN)]
    assert layout(plan_network_interfaces(cards(2, interface_types=(PLAIN,)), 0)) == [(0, 0, PLAIN), (1, 0, PLAIN)]


def test_a_type_whose_limit_is_below_its_cards_has_plain_interfaces_beyond_the_limit() -> None:
    assert layout(plan_network_interfaces(cards(2), 1)) == [(0, 0, PLAIN), (0, 1, EFA_ONLY), (1, 0, PLAIN)]


def test_a_card_that_takes_neither_what_is_left_of_efa_nor_a_plain_interface_stays_empty() -> None:
    some = [Card(0), Card(1, interface_types=(EFA_ONLY,))]
    assert layout(plan_network_interfaces(some, 1)) == [(0, 0, PLAIN), (0, 1, EFA_ONLY)]


def test_cards_without_the_first_one_are_refused() -> None:
    with pytest.raises(ValueError, match="needs network card 0"):
        plan_network_interfaces([Card(1)], 1)


@pytest.mark.parametrize("instance_type", ONE_OF_EACH_LAYOUT)
def test_every_type_with_efa_in_the_catalogue_gets_all_it_takes_and_nothing_it_does_not(instance_type: str) -> None:
    its_cards = {card.index: card for card in network_cards(instance_type)}
    planned = plan_network_interfaces(list(its_cards.values()), LIMITS[instance_type])
    assert efa_count(planned) == min(sum(map(able, its_cards.values())), LIMITS[instance_type])
    for index, card in its_cards.items():
        mine = [interface for interface in planned if interface.card == index]
        assert len(mine) <= card.max_interfaces
        assert {interface.kind for interface in mine} <= set(card.interface_types)
        assert [interface.device for interface in mine] == list(range(len(mine)))


def test_only_types_with_room_for_one_interface_on_their_first_card_have_efa_on_the_primary_one() -> None:
    combined = {
        name for name, limit in LIMITS.items() if plan_network_interfaces(network_cards(name), limit)[0].kind != PLAIN
    }
    first = {name: network_cards(name)[0] for name in LIMITS}
    assert combined == {
        name for name, card in first.items() if card.max_interfaces == 1 and EFA in card.interface_types
    }
    assert "hpc6id.32xlarge" in combined


def test_b300_has_more_cards_than_efa_interfaces_because_its_first_card_takes_none() -> None:
    planned = plan_network_interfaces(network_cards("p6-b300.48xlarge"), LIMITS["p6-b300.48xlarge"])
    assert len(planned) == 17
    assert efa_count(planned) == 16
