"""FSx for Lustre (SSD): the throughput steps of each deployment type, with a list price to compare them by.

Steps: https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateFileSystemLustreConfiguration.html
(PerUnitStorageThroughput). Prices are of one region and dated; only their ratios decide anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table


@dataclass(frozen=True, slots=True)
class LustreTier:
    """One throughput step of a deployment type."""

    deployment_type: str
    megabytes_per_second_per_tib: int
    usd_per_gib_month: float
    """List price of storage at that step in us-east-1."""


@cache
def lustre_tiers() -> Mapping[str, tuple[LustreTier, ...]]:
    """The steps by deployment type, slowest first."""
    found: dict[str, list[LustreTier]] = {}
    for row in table("lustre_tiers"):
        tier = LustreTier(
            row["deployment_type"], int(row["megabytes_per_second_per_tib"]), float(row["usd_per_gib_month"])
        )
        found.setdefault(tier.deployment_type, []).append(tier)
    return {
        deployment_type: tuple(sorted(tiers, key=lambda tier: tier.megabytes_per_second_per_tib))
        for deployment_type, tiers in found.items()
    }
