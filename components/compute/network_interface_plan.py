"""Which network interfaces a node is launched with, from what its network cards take.

AWS's advice for types with Elastic Fabric Adapter (EFA): the primary interface is plain, a card that takes EFA gets one
`efa-only` interface, and nothing else. An `efa-only` interface has no IP address, so 32 of them cost no subnet space.
Bandwidth belongs to a card: one that EFA does not reach, because the type allows fewer, gets a plain interface, or its
share of the node's bandwidth would lie idle.
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from components.compute.setting_error import SettingError

PLAIN = "interface"
EFA = "efa"
EFA_ONLY = "efa-only"


class Card(Protocol):
    """What the plan must know of a network card; the catalogue's rows are such cards."""

    @property
    def index(self) -> int: ...
    @property
    def interface_types(self) -> Collection[str]:
        """Kinds of interface the card takes: `interface`, `efa`, `efa-only`."""
        ...

    @property
    def max_interfaces(self) -> int: ...
    @property
    def shares_with(self) -> int | None:
        """Card whose bandwidth it has a part of: an interface on both reaches no more than on one."""
        ...


@dataclass(frozen=True, slots=True)
class PlannedInterface:
    """One interface of a node."""

    card: int
    """Network card index."""
    device: int
    """Device index; 0 is the first interface of a card."""
    kind: str
    """`interface`, `efa` (both IP and EFA) or `efa-only`."""

    @property
    def carries_ip(self) -> bool:
        return self.kind != EFA_ONLY

    @property
    def carries_efa(self) -> bool:
        return self.kind != PLAIN


def plan_network_interfaces(
    cards: Sequence[Card], max_efa_interfaces: int, extra_interfaces: int = 0
) -> tuple[PlannedInterface, ...]:
    """The interfaces of a node with these cards, the primary one first, with EFA on as many cards as are allowed.

    `extra_interfaces` more plain ones come last, each on the card with the fewest plain ones that has room: first one
    at device 1 of every further EFA card, as AWS advises. Each carries IP, and so takes addresses of the subnet.
    Raises SettingError.
    """
    if extra_interfaces < 0:
        raise SettingError("extra_interfaces", f"is {extra_interfaces}", "0 or more is right")
    planned = _advised(cards, max_efa_interfaces)
    if not extra_interfaces:
        return tuple(planned)
    free = sorted(place for card in cards for place in _free_places(planned, card))
    if extra_interfaces > len(free):
        raise SettingError(
            "extra_interfaces",
            f"is {extra_interfaces}, more than the network cards have room for",
            f"beside the {len(planned)} interfaces the node needs there is room for {len(free)}",
        )
    return (*planned, *(PlannedInterface(card, device, PLAIN) for _, card, device in free[:extra_interfaces]))


def _advised(cards: Sequence[Card], max_efa_interfaces: int) -> list[PlannedInterface]:
    first, *others = sorted(cards, key=lambda card: card.index)
    if first.index != 0:
        raise ValueError(f"the primary interface needs network card 0, and the cards start at {first.index}")
    budget = max_efa_interfaces

    primary = PLAIN
    planned = []
    if budget and EFA_ONLY in first.interface_types and first.max_interfaces > 1:
        planned.append(PlannedInterface(card=0, device=1, kind=EFA_ONLY))
        budget -= 1
    elif budget and EFA in first.interface_types and first.max_interfaces == 1:
        # One interface has to be both: the primary one must carry IP, and the card has no room for a second.
        primary = EFA
        budget -= 1
    planned.insert(0, PlannedInterface(card=0, device=0, kind=primary))

    for card in others:
        if card.shares_with is not None:
            continue
        if budget and EFA_ONLY in card.interface_types:
            planned.append(PlannedInterface(card=card.index, device=0, kind=EFA_ONLY))
            budget -= 1
        elif PLAIN in card.interface_types:
            planned.append(PlannedInterface(card=card.index, device=0, kind=PLAIN))
    return planned


def _free_places(planned: Sequence[PlannedInterface], card: Card) -> Iterator[tuple[int, int, int]]:
    """The places left on a card: plain interfaces before it on the card, card index, device index."""
    kinds = [interface.kind for interface in planned if interface.card == card.index]
    room = range(len(kinds), card.max_interfaces) if PLAIN in card.interface_types else ()
    for added, device in enumerate(room):
        yield kinds.count(PLAIN) + added, card.index, device


def efa_count(interfaces: Sequence[PlannedInterface]) -> int:
    """How many of the interfaces a pod can ask for as `vpc.amazonaws.com/efa`."""
    return sum(interface.carries_efa for interface in interfaces)
