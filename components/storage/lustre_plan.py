"""How large and how fast an FSx for Lustre file system must be to feed its accelerators.

Throughput is bought as MB/s per TiB of storage, so speed and size are one choice: the plan takes, of every step the
service accepts, the cheapest one that is fast and large enough.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Protocol

# SSD file systems are 1,200 GiB, 2,400 GiB or a multiple of 2,400 GiB.
# https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateFileSystem.html (StorageCapacity)
SMALLEST_CAPACITY_GIB = 1_200
CAPACITY_STEP_GIB = 2_400
GIB_PER_TIB = 1_024
MB_PER_GB = 1_000


class Tier(Protocol):
    """A throughput step of a deployment type; the catalogue's rows are such tiers."""

    @property
    def megabytes_per_second_per_tib(self) -> int: ...
    @property
    def usd_per_gib_month(self) -> float:
        """Price in one region; only the ratio between tiers matters here."""
        ...


@dataclass(frozen=True, slots=True)
class LustrePlan:
    """A size and a throughput step that the service accepts."""

    capacity_gib: int
    megabytes_per_second_per_tib: int
    usd_per_month: float
    """List price of the storage in the catalogue's reference region, for comparing plans."""

    @property
    def megabytes_per_second(self) -> float:
        """Throughput of the whole file system."""
        return self.capacity_gib / GIB_PER_TIB * self.megabytes_per_second_per_tib


def needed_megabytes_per_second(accelerators: int, gigabytes_per_second_each: float) -> float:
    """What the file system must deliver when every accelerator reads at once."""
    return accelerators * gigabytes_per_second_each * MB_PER_GB


def accepted_capacity(at_least_gib: float) -> int:
    """The smallest capacity the service accepts that is not below `at_least_gib`."""
    if at_least_gib <= SMALLEST_CAPACITY_GIB:
        return SMALLEST_CAPACITY_GIB
    return ceil(at_least_gib / CAPACITY_STEP_GIB) * CAPACITY_STEP_GIB


def plan_lustre(tiers: Iterable[Tier], megabytes_per_second: float, minimum_capacity_gib: int = 0) -> LustrePlan:
    """The cheapest file system that delivers `megabytes_per_second` and holds `minimum_capacity_gib`."""

    def at(tier: Tier) -> LustrePlan:
        enough = megabytes_per_second / tier.megabytes_per_second_per_tib * GIB_PER_TIB
        capacity = accepted_capacity(max(enough, minimum_capacity_gib))
        return LustrePlan(capacity, tier.megabytes_per_second_per_tib, capacity * tier.usd_per_gib_month)

    # Equal prices: the smaller file system, since growing is possible and shrinking is not.
    return min((at(tier) for tier in tiers), key=lambda plan: (plan.usd_per_month, plan.capacity_gib))
