"""Block storage: what each class of EBS volume promises and costs, and what a machine has of its own.

`data/volume_classes.csv` has limits and ratios, `data/volume_bursts.csv` the pace of disks, each with its source.
Prices are in `data/service_prices.csv`. GiB, TiB and MiB are binary.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.service_prices import service_price
from catalogue.tables import table
from catalogue.unknown import UnknownFact

SERVICE = "EBS"
DURABILITIES = ("none", "replicated", "highest")
"""What survives, least first: nothing beyond the machine; the loss of a disk; nearly everything (99.999 % a year)."""
FEWEST_IO2_IOPS = 100
IO2_STEPS = ((32_000, "io2-iops-to-32000"), (64_000, "io2-iops-to-64000"), (256_000, "io2-iops-above-64000"))
"""Up to how many IOPS each price of io2 holds."""


@dataclass(frozen=True, slots=True)
class VolumeClass:
    """What a class of block storage promises. What depends on the machine is 0."""

    name: str
    durability: str
    """One of DURABILITIES."""
    latency_ms: float | None
    """What an operation takes at most, ordinarily; None where the service promises nothing (disks)."""
    smallest_gib: int
    largest_gib: int
    included_iops: int
    """IOPS of every volume, without paying for more."""
    most_iops: int
    iops_per_gib: int
    """IOPS that may be bought for each GiB; 0 where none are sold."""
    included_mib_per_second: int
    most_mib_per_second: int
    mib_per_second_per_iops: float
    """Throughput that each IOPS carries; 0 where none are sold."""

    @property
    def sold(self) -> bool:
        """Whether it is a volume of EBS; the others are part of a machine."""
        return self.largest_gib > 0


@dataclass(frozen=True, slots=True)
class Burst:
    """The pace of a volume on disks: what it keeps up, and what its credits buy."""

    mib_per_second_per_tib: float
    most_mib_per_second: float
    burst_mib_per_second_per_tib: float
    most_burst_mib_per_second: float
    credit_gib_per_gib: float
    """GiB of credits that a full bucket holds for each GiB of the volume."""
    mib_per_io: float
    """What a random read or write counts for, in MiB, however small it is."""


def volume_class(name: str) -> VolumeClass:
    """A class by its name. Raises UnknownFact for one there is not."""
    found = _classes().get(name)
    if found is None:
        raise UnknownFact("class of block storage", name, _classes())
    return found


def volume_classes() -> tuple[VolumeClass, ...]:
    """Every class, volumes of EBS first."""
    return tuple(_classes().values())


def volume_burst(name: str) -> Burst | None:
    """The pace of a class on disks; None for those on flash."""
    return _bursts().get(name)


def usd_a_month(name: str, size_gib: int, iops: int, mib_per_second: int) -> float | None:
    """List price of a volume in US East; None where one of its prices is not known. What a machine has is paid."""
    offer = volume_class(name)
    if not offer.sold:
        return 0.0
    parts = [(size_gib, f"{name}-storage")]
    if name == "gp3":
        parts += [
            (max(0, iops - offer.included_iops), "gp3-iops"),
            (max(0, mib_per_second - offer.included_mib_per_second), "gp3-throughput"),
        ]
    if name == "io2":
        below = 0
        for up_to, sku in IO2_STEPS:
            parts.append((max(0, min(iops, up_to) - below), sku))
            below = up_to
    total = 0.0
    for amount, sku in parts:
        usd = service_price(SERVICE, sku).usd
        if usd is None:
            return None
        total += amount * usd
    return total


@cache
def _classes() -> Mapping[str, VolumeClass]:
    return {
        row["name"]: VolumeClass(
            row["name"],
            row["durability"],
            float(row["latency_ms"]) if row["latency_ms"] else None,
            int(row["smallest_gib"]),
            int(row["largest_gib"] or 0),
            int(row["included_iops"] or 0),
            int(row["most_iops"] or 0),
            int(row["iops_per_gib"] or 0),
            int(row["included_mib_per_second"] or 0),
            int(row["most_mib_per_second"] or 0),
            float(row["mib_per_second_per_iops"] or 0),
        )
        for row in table("volume_classes")
    }


@cache
def _bursts() -> Mapping[str, Burst]:
    return {
        row["name"]: Burst(
            float(row["mib_per_second_per_tib"]),
            float(row["most_mib_per_second"]),
            float(row["burst_mib_per_second_per_tib"]),
            float(row["most_burst_mib_per_second"]),
            float(row["credit_gib_per_gib"]),
            float(row["mib_per_io"]),
        )
        for row in table("volume_bursts")
    }
