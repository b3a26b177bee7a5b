"""Which block storage holds what is needed, at the least cost: from size, IOPS, throughput, latency and durability.

Arithmetic only. A volume is never below the need; among those that are not, none is cheaper. Flash is sold by ratios
(IOPS for each GiB, throughput for each IOPS), so a small volume may have to grow to be fast. Disks keep a pace that
grows with their size and go faster for a while, on credits.
"""

from dataclasses import dataclass
from math import ceil

from catalogue.volumes import (
    DURABILITIES,
    FEWEST_IO2_IOPS,
    Burst,
    VolumeClass,
    usd_a_month,
    volume_burst,
    volume_class,
    volume_classes,
)
from components.storage.storage_need import NeedError

GIB_PER_TIB = 1024
MIB_PER_GIB = 1024
SECONDS_A_DAY = 86_400
ROUNDING = 1e-9
"""What a quotient of two floats may be off by before it is rounded up."""


@dataclass(frozen=True, slots=True)
class MachineStorage:
    """What a machine has of its own and nothing else uses. It is paid with the machine."""

    disks_gib: int = 0
    """Local NVMe disks."""
    disks_iops: int = 0
    disks_mib_per_second: int = 0
    memory_gib: int = 0
    """Memory no pod asks for; its pace is taken to be enough for whatever is needed."""


@dataclass(frozen=True, slots=True)
class VolumeNeed:
    """What a volume has to do."""

    size_gib: int
    """What it holds, in GiB."""
    iops: int = 0
    """Random reads and writes a second, of at most 16 KiB."""
    mib_per_second: int = 0
    """Throughput, in MiB/s."""
    latency_ms: float | None = None
    """What an operation may take, in milliseconds; None where it does not matter, as in large sequential reads."""
    durability: str = "replicated"
    """`none`: it can be made anew; `replicated`: it outlives a disk; `highest`: 99.999 % a year."""
    busy_hours_a_day: float = 24
    """Hours of a day, in one stretch, at that pace; idle for the rest. Only disks make a difference."""
    machine: MachineStorage = MachineStorage()
    """What the machine has; only where nothing has to outlive it."""

    @property
    def busy_seconds(self) -> float:
        return self.busy_hours_a_day * 3600


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """A volume that holds the need."""

    volume_class: str
    size_gib: int
    iops: int
    """IOPS to ask for; those it is sold with, on disks those of a full pace."""
    mib_per_second: int
    """Throughput to ask for, in MiB/s; on disks what it keeps up without end."""
    usd_a_month: float | None
    """List price in US East; 0 for what is paid with the machine."""


def plan_volume(need: VolumeNeed, only: str | None = None) -> VolumePlan:
    """The cheapest volume that holds the need, or a NeedError that says what stands in the way.

    only: the class it has to be of.
    """
    _check(need)
    offers = volume_classes() if only is None else (volume_class(only),)
    plans: list[VolumePlan] = []
    refusals: list[NeedError] = []
    for offer in offers:
        try:
            plans.append(_fit(offer, need, exactly=only is not None))
        except NeedError as error:
            refusals.append(error)
    if not plans:
        raise refusals[0] if len(offers) == 1 else _nothing_holds(need)
    # Of equal price the one on disks of the machine before its memory, which programs want more.
    return min(plans, key=lambda plan: (plan.usd_a_month is None, plan.usd_a_month or 0.0))


def _check(need: VolumeNeed) -> None:
    for key, value, low in (
        ("size_gib", need.size_gib, 1),
        ("iops", need.iops, 0),
        ("mib_per_second", need.mib_per_second, 0),
    ):
        if value < low:
            raise NeedError(key, f"is {value}", f"a whole number of {low} or more is right")
    if need.durability not in DURABILITIES:
        raise NeedError("durability", f"is {need.durability!r}", f"one of {', '.join(DURABILITIES)} is right")
    if not 0 < need.busy_hours_a_day <= 24:
        raise NeedError("busy_hours_a_day", f"is {need.busy_hours_a_day:g}", "more than 0, at most 24 is right")
    if need.latency_ms is not None and need.latency_ms <= 0:
        raise NeedError("latency_ms", f"is {need.latency_ms:g}", "more than 0 is right")


def _fit(offer: VolumeClass, need: VolumeNeed, *, exactly: bool) -> VolumePlan:
    """The smallest volume of a class that holds the need. exactly: not grown to the smallest size it is sold in."""
    if DURABILITIES.index(offer.durability) < DURABILITIES.index(need.durability):
        raise NeedError("durability", f"is {need.durability!r}", f"{offer.name} is {offer.durability!r} only")
    if need.latency_ms is not None and (offer.latency_ms is None or offer.latency_ms > need.latency_ms):
        has = "no latency" if offer.latency_ms is None else f"{offer.latency_ms:g} ms"
        raise NeedError("latency_ms", f"is {need.latency_ms:g}", f"{offer.name} promises {has}")
    if not offer.sold:
        return _of_the_machine(offer, need)
    if exactly and need.size_gib < offer.smallest_gib:
        raise NeedError("size_gib", f"is {need.size_gib}", f"{offer.name} begins at {offer.smallest_gib} GiB")
    burst = volume_burst(offer.name)
    plan = _on_flash(offer, need) if burst is None else _on_disks(offer, burst, need)
    if plan.size_gib > offer.largest_gib:
        why = f"{offer.name} ends at {offer.largest_gib} GiB"
        if plan.size_gib > need.size_gib:
            raise NeedError("mib_per_second", f"would take {plan.size_gib} GiB of {offer.name}", why)
        raise NeedError("size_gib", f"is {need.size_gib}", why)
    return plan


def _on_flash(offer: VolumeClass, need: VolumeNeed) -> VolumePlan:
    """IOPS that carry the throughput, and a size that may have those IOPS."""
    _within(offer, "iops", need.iops, offer.most_iops)
    _within(offer, "mib_per_second", need.mib_per_second, offer.most_mib_per_second)
    carrying = _up(need.mib_per_second / offer.mib_per_second_per_iops)
    fewest = max(offer.included_iops, FEWEST_IO2_IOPS if offer.name == "io2" else 0)
    iops = max(need.iops, carrying, fewest)
    paid_by_size = 0 if iops <= offer.included_iops else _up(iops / offer.iops_per_gib)
    size = max(need.size_gib, offer.smallest_gib, paid_by_size)
    throughput = max(need.mib_per_second, offer.included_mib_per_second)
    if offer.name == "io2":  # throughput is not asked for: it comes with the IOPS
        throughput = min(offer.most_mib_per_second, int(iops * offer.mib_per_second_per_iops + ROUNDING))
    return VolumePlan(offer.name, size, iops, throughput, usd_a_month(offer.name, size, iops, throughput))


def _on_disks(offer: VolumeClass, burst: Burst, need: VolumeNeed) -> VolumePlan:
    """A size whose pace is the one needed: at all hours, or for the busy ones out of a bucket of credits."""
    _within(offer, "iops", need.iops, offer.most_iops)
    pace = max(need.mib_per_second, need.iops * burst.mib_per_io)
    _within(offer, "mib_per_second", pace, burst.most_burst_mib_per_second)
    for_ever = _up(pace / burst.mib_per_second_per_tib * GIB_PER_TIB)
    if pace > burst.most_mib_per_second:
        for_ever = offer.largest_gib + 1
    size = max(need.size_gib, offer.smallest_gib, min(for_ever, _on_credits(burst, pace, need.busy_seconds)))
    kept_up = min(burst.most_mib_per_second, burst.mib_per_second_per_tib * size / GIB_PER_TIB)
    mib_per_second = int(kept_up + ROUNDING)
    most_iops = int(min(offer.most_iops, kept_up / burst.mib_per_io) + ROUNDING)
    return VolumePlan(offer.name, size, most_iops, mib_per_second, usd_a_month(offer.name, size, 0, 0))


def _on_credits(burst: Burst, pace: float, busy_seconds: float) -> int:
    """GiB at which the burst is as fast, a full bucket lasts for the busy hours, and a day fills it again."""
    fast_enough = pace / burst.burst_mib_per_second_per_tib * GIB_PER_TIB
    earned_each = burst.mib_per_second_per_tib / GIB_PER_TIB * busy_seconds
    lasts = pace * busy_seconds / (burst.credit_gib_per_gib * MIB_PER_GIB + earned_each)
    filled = pace * busy_seconds / SECONDS_A_DAY / burst.mib_per_second_per_tib * GIB_PER_TIB
    return _up(max(fast_enough, lasts, filled))


def _of_the_machine(offer: VolumeClass, need: VolumeNeed) -> VolumePlan:
    machine = need.machine
    disks = offer.name == "instance-store"
    has_gib = machine.disks_gib if disks else machine.memory_gib
    _within(offer, "size_gib", need.size_gib, has_gib)
    if disks:
        _within(offer, "iops", need.iops, machine.disks_iops)
        _within(offer, "mib_per_second", need.mib_per_second, machine.disks_mib_per_second)
    return VolumePlan(offer.name, need.size_gib, need.iops, need.mib_per_second, usd_a_month(offer.name, 0, 0, 0))


def _within(offer: VolumeClass, key: str, asked: float, has: float) -> None:
    if asked > has:
        raise NeedError(key, f"is {asked:g}", f"{offer.name} has at most {has:g}")


def _nothing_holds(need: VolumeNeed) -> NeedError:
    """What no class has, in one sentence."""
    sold = [each for each in volume_classes() if each.sold]
    largest, fastest, widest = (
        max(sold, key=lambda each: each.largest_gib),
        max(sold, key=lambda each: each.most_iops),
        max(sold, key=lambda each: each.most_mib_per_second),
    )
    for key, asked, best, has in (
        ("size_gib", need.size_gib, largest, largest.largest_gib),
        ("iops", need.iops, fastest, fastest.most_iops),
        ("mib_per_second", need.mib_per_second, widest, widest.most_mib_per_second),
    ):
        if asked > has:
            return NeedError(key, f"is {asked}", f"one volume has at most {has} ({best.name}): join several")
    outlives = "" if need.durability == "none" else ", and what is quicker does not outlive its machine"
    return NeedError(
        "latency_ms",
        f"is {need.latency_ms:g}" if need.latency_ms is not None else "is not given",
        f"volumes of EBS answer within a millisecond at best (io2){outlives}",
    )


def _up(value: float) -> int:
    return ceil(value - ROUNDING * max(1.0, value))
