"""What a pool's capacity is asked to be: an ordered chain of steps, the first preferred, the others its fallbacks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NotRequired, TypedDict

from catalogue.instances import InstanceType

RESERVATION_ID = re.compile(r"cr-[0-9a-f]{17}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
RIGHT_INSTANT = "a time in UTC is right, such as '2026-12-01T11:30:00Z'"
TARGETED, OPEN = "targeted", "open"
MATCHINGS = (TARGETED, OPEN)
NODE_GROUPS, KARPENTER = "node_groups", "karpenter"
PROVISIONERS = (NODE_GROUPS, KARPENTER)

Path = tuple[str | int, ...]


class CapacityStep(TypedDict):
    """One way to get nodes. Where it has none, the next one is tried."""

    purchase: str
    """`on_demand`, `spot`, `reservation` (a capacity reservation you own) or `capacity_block` (bought for a window)."""
    zones: list[str]
    """Zone ids the nodes may be in, the preferred first; one where they are reserved."""
    reservation_id: NotRequired[str]
    """Capacity reservation or block (`cr-...`) the nodes are launched in. Default: none; required where targeted."""
    reserved_nodes: NotRequired[int]
    """Instances the reservation or block holds, 1 to 450; a block at most 64. Default: none; required with those."""
    matching: NotRequired[str]
    """How nodes find a reservation: `targeted` (by its id) or `open` (any open one of the type in the zone). Default:
    targeted."""
    placement_group: NotRequired[str]
    """Placement group the reservation was made in. Default: none, and then its nodes are in none."""
    starts: NotRequired[str]
    """When the reserved capacity begins, in UTC, such as `2026-12-01T11:30:00Z`. Default: none; required of a block."""
    ends: NotRequired[str]
    """When it ends, in UTC; EC2 begins to end nodes 30 minutes before. Default: none; required of a block."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the chain, as it is written."""

    purchase: str
    zones: tuple[str, ...]
    reservation_id: str = ""
    reserved_nodes: int = 0
    matching: str = TARGETED
    placement_group: str = ""
    starts: str = ""
    ends: str = ""

    @property
    def begins(self) -> datetime | None:
        return instant(self.starts)

    @property
    def ceases(self) -> datetime | None:
        return instant(self.ends)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The capacity of one pool, as it is written: plain values, nothing looked up."""

    machine: InstanceType
    steps: tuple[Step, ...]
    nodes: int
    max_nodes: int
    wall_time_hours: int = 0
    """Hours the longest job runs; 0 where nobody said."""
    provisioner: str = NODE_GROUPS
    karpenter_version: str = ""
    group_settings: tuple[str, ...] = ()
    """Keys that are given and only a node group has."""

    def numbered(self) -> Iterator[tuple[Path, Step]]:
        """Each step with its path, such as `("capacity", 0)`."""
        for place, step in enumerate(self.steps):
            yield ("capacity", place), step


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a chain cannot be: the key, and the two halves of a sentence."""

    path: Path
    """Keys and list places from the pool down."""
    wrong: str
    right: str

    @property
    def argument(self) -> str:
        """The path as people write it, such as `capacity[1].zones`."""
        return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.path).lstrip(".")

    def __str__(self) -> str:
        return f"{self.argument} {self.wrong}; {self.right}"


def instant(text: str) -> datetime | None:
    """The time a text says; None where it says none."""
    if not INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def said(moment: datetime) -> str:
    """A time as people read it, such as `2026-12-01 11:30 UTC`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
