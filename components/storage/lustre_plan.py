"""How large and how fast an FSx for Lustre file system must be, and what it costs.

Throughput is bought as MB/s per TiB of storage, so speed and size are one choice: of every size and step the service
sells, the plan is the cheapest one that reads, writes, holds and opens what is needed, for the whole pool and for each
of its nodes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from catalogue.lustre import (
    LustreTier,
    automatic_metadata_iops,
    lustre_limit,
    metadata_capacities,
    metadata_price,
    provisioned_metadata_iops,
)
from components.storage.storage_need import MB_PER_GB, NeedError, StorageNeed

GIB_PER_TIB = 1_024
WITH_METADATA_IOPS = "PERSISTENT_2"


@dataclass(frozen=True, slots=True)
class LustrePlan:
    """A file system the service sells."""

    tier: LustreTier
    capacity_gib: int
    metadata_iops: int
    """Metadata IOPS bought; 0 where those that come with the size are enough."""
    usd_per_month: float | None
    """List price of storage and metadata IOPS, US East; None where it is not known."""

    @property
    def megabytes_per_second(self) -> float:
        """Throughput of the whole file system."""
        return self.capacity_gib / GIB_PER_TIB * self.tier.megabytes_per_second_per_tib

    @property
    def servers(self) -> int:
        """File servers (OSS)."""
        return self.tier.servers(self.capacity_gib)

    @property
    def targets(self) -> int:
        """Storage targets (OST) files are striped over, about; `lfs df` has the exact number."""
        return max(1, self.capacity_gib // int(lustre_limit("gib_of_one_target")))

    @property
    def client_gbps(self) -> float:
        """The most one node can read or write, whatever its network, in gigabits a second."""
        if self.tier.efa:
            return lustre_limit("client_gbps_with_efa")
        return min(lustre_limit("client_gbps"), self.servers * lustre_limit("client_gbps_of_one_server"))


def plan_lustre(need: StorageNeed, tiers: Iterable[LustreTier], quota_gib: int | None = None) -> LustrePlan:
    """The cheapest file system of these steps that meets the need.

    Of equal prices the smaller is taken, since growing is possible and shrinking is not; so too where none is known.
    quota_gib: storage the account may have of this kind, in GiB. Default: what Service Quotas gives every account.
    """
    tiers = tuple(tiers)
    _refuse_what_none_can(need, tiers)
    plans = [
        plan for tier in tiers for plan in _plans(need, tier) if plan.capacity_gib <= (quota_gib or tier.quota_gib)
    ]
    if not plans:
        raise _beyond(need, tiers, quota_gib)
    return min(plans, key=_rank)


def _rank(plan: LustrePlan) -> tuple[bool, float, int, int]:
    unknown = plan.usd_per_month is None
    return unknown, plan.usd_per_month or 0, plan.capacity_gib, plan.tier.megabytes_per_second_per_tib


def _plans(need: StorageNeed, tier: LustreTier) -> Iterator[LustrePlan]:
    """The smallest file system of a step that will do, and larger ones whose metadata IOPS need not be bought."""
    fast = need.megabytes_per_second / tier.megabytes_per_second_per_tib * GIB_PER_TIB
    wide = 0 if tier.efa else (_servers_for(need.client_gbps) - 1) * tier.gib_per_server + 1
    smallest = tier.capacity_gib(max(fast, need.capacity_gib, wide))
    capacities = {smallest}
    if tier.deployment_type == WITH_METADATA_IOPS and automatic_metadata_iops(smallest) < need.metadata_iops:
        capacities |= {tier.capacity_gib(size) for size in metadata_capacities() if size > smallest}
    for capacity in sorted(capacities):
        bought = _bought_metadata_iops(need, tier, capacity)
        yield LustrePlan(tier, capacity, bought, _price(tier, capacity, bought))


def _servers_for(client_gbps: float) -> int:
    """Servers a node must read from at once, since one gives it no more than a TCP flow."""
    return max(1, ceil(client_gbps / lustre_limit("client_gbps_of_one_server")))


def _bought_metadata_iops(need: StorageNeed, tier: LustreTier, capacity_gib: int) -> int:
    if tier.deployment_type != WITH_METADATA_IOPS or need.metadata_iops <= automatic_metadata_iops(capacity_gib):
        return 0
    return provisioned_metadata_iops(need.metadata_iops)


def _price(tier: LustreTier, capacity_gib: int, metadata_iops: int) -> float | None:
    """Storage, and the metadata IOPS above those that come with it."""
    each = metadata_price().usd if metadata_iops else 0
    if tier.usd_per_gib_month is None or each is None:
        return None
    return capacity_gib * tier.usd_per_gib_month + max(0, metadata_iops - automatic_metadata_iops(capacity_gib)) * each


def _refuse_what_none_can(need: StorageNeed, tiers: tuple[LustreTier, ...]) -> None:
    """What no size would change."""
    efa = any(tier.efa for tier in tiers)
    most = lustre_limit("client_gbps_with_efa" if efa else "client_gbps")
    if need.client_gbps > most:
        over = lustre_limit("client_gbps_with_efa")
        right = (
            "spread the work over more nodes"
            if efa or need.client_gbps > over
            else "say 'efa: true', or take more nodes"
        )
        wrong = f"needs {need.client_gbps:,.0f} Gbps for each node, and a client reaches {most:g} Gbps"
        raise NeedError("accelerators_to_feed", wrong, right)
    iops = int(lustre_limit("metadata_iops_most"))
    if need.metadata_iops > iops:
        wrong = f"takes {need.metadata_iops:,} metadata IOPS, and there are at most {iops:,}"
        raise NeedError("training.files_per_step", wrong, "pack samples into fewer, larger files")


def _beyond(need: StorageNeed, tiers: tuple[LustreTier, ...], quota_gib: int | None) -> NeedError:
    """Why no file system within the quota will do, and what would."""
    best = max(tiers, key=lambda tier: tier.megabytes_per_second_per_tib)
    quota = quota_gib or best.quota_gib
    more = f"ask for more of quota {best.quota_code} and write it as 'quota_gib'"
    limit = f"the account may have {quota:,} GiB"
    if need.checkpoints_gib > quota:
        wrong = f"takes {need.checkpoints_gib:,.0f} GiB for the checkpoints it keeps, and {limit}"
        return NeedError("checkpoint", wrong, f"keep fewer, or {more}")
    if need.capacity_gib > quota:
        wrong = f"makes {need.capacity_gib:,.0f} GiB with the checkpoints, and {limit}"
        return NeedError("dataset_bytes", wrong, f"keep what is read again and again, or {more}")
    smallest = min(plan.capacity_gib for tier in tiers for plan in _plans(need, tier))
    rates = (quota // tier.step_gib * tier.step_gib / GIB_PER_TIB * tier.megabytes_per_second_per_tib for tier in tiers)
    wrong = f"needs {need.megabytes_per_second / MB_PER_GB:,.1f} GB/s, a file system of {smallest:,} GiB or more"
    right = f"{limit}, which give {max(rates) / MB_PER_GB:,.1f} GB/s: make one for each part of the pool, or {more}"
    return NeedError("accelerators_to_feed", wrong, right)
