"""FSx for Lustre: the steps it is sold in, where each kind is, what a client can reach, and how clients are set.

Each table of `data/lustre_*.csv` names the page it was read from. Prices are in `data/service_prices.csv`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil

from catalogue.service_prices import ServicePrice, service_price
from catalogue.tables import table
from catalogue.unknown import UnknownFact

SERVICE = "FSx for Lustre"


@dataclass(frozen=True, slots=True)
class LustreTier:
    """One throughput step of a deployment type and storage class."""

    deployment_type: str
    storage_type: str
    """SSD or HDD."""
    efa: bool
    """Whether clients reach it over EFA; such file systems come in coarser sizes."""
    megabytes_per_second_per_tib: int
    smallest_gib: int
    """The smallest file system; other sizes are multiples of `step_gib`."""
    step_gib: int
    gib_per_server: int
    """Storage behind each file server (OSS)."""
    quota_code: str
    """Service Quotas' code of the storage an account may have."""
    quota_gib: int
    """Storage an account may have by default, in GiB."""
    price_sku: str
    """Row of `data/service_prices.csv` with its price."""
    usd_per_gib_month: float | None
    """List price of storage at that step, US East; None where it is not known."""

    def accepts(self, capacity_gib: int) -> bool:
        """Whether the service sells a file system of that size."""
        return capacity_gib == self.smallest_gib or (capacity_gib > 0 and capacity_gib % self.step_gib == 0)

    def capacity_gib(self, at_least: float) -> int:
        """The smallest size the service sells that is not below `at_least` GiB."""
        return self.smallest_gib if at_least <= self.smallest_gib else ceil(at_least / self.step_gib) * self.step_gib

    def servers(self, capacity_gib: int) -> int:
        """File servers of a file system of that size."""
        return max(1, ceil(capacity_gib / self.gib_per_server))


@dataclass(frozen=True, slots=True)
class LustreRegion:
    """What of FSx for Lustre a region has."""

    region: str
    deployment_types: tuple[str, ...]
    persistent_2_up_to: int
    """The fastest step of PERSISTENT_2 there, in MB/s per TiB; 0 where it has none."""
    efa: bool
    """Whether file systems reached over EFA can be had."""


@dataclass(frozen=True, slots=True)
class ClientSetting:
    """A setting AWS advises for the nodes that mount a file system."""

    kind: str
    """`module`: an option of a kernel module, before it is loaded. `mounted`: `lctl set_param`, after each mount."""
    setting: str
    value: str
    """The value; `100 a vCPU` is to be multiplied by the node's vCPUs."""
    more_vcpus_than: int
    """For nodes with more vCPUs than this only."""
    more_memory_gib_than: int
    """For nodes with more memory than this only, in GiB."""
    source: str
    note: str


def lustre_region(name: str) -> LustreRegion:
    """What a region has. Raises UnknownFact for one that the service's table does not list."""
    found = _regions().get(name)
    if found is None:
        raise UnknownFact("region of FSx for Lustre", name, _regions())
    return found


def lustre_tiers(
    deployment_type: str, storage_type: str = "SSD", *, efa: bool = False, region_name: str | None = None
) -> tuple[LustreTier, ...]:
    """The steps of a kind, slowest first; of a region only those it has. Of an unlisted region all are taken to be."""
    found = [
        tier
        for tier in _tiers()
        if (tier.deployment_type, tier.storage_type, tier.efa) == (deployment_type, storage_type, efa)
    ]
    here = _regions().get(region_name or "")
    if here is not None:
        found = [tier for tier in found if _sold(tier, here)]
    return tuple(sorted(found, key=lambda tier: tier.megabytes_per_second_per_tib))


def deployment_types() -> tuple[str, ...]:
    """Every kind of file system there is."""
    return tuple(dict.fromkeys(tier.deployment_type for tier in _tiers()))


def automatic_metadata_iops(capacity_gib: int) -> int:
    """Metadata IOPS that a PERSISTENT_2 file system of that size has without paying for more."""
    steps = [(int(row["from_gib"]), int(row["metadata_iops"])) for row in table("lustre_metadata")]
    largest, _ = steps[-1]
    if capacity_gib >= largest:
        return capacity_gib // (largest // 2) * int(lustre_limit("metadata_iops_step"))
    return max((iops for from_gib, iops in steps if from_gib <= capacity_gib), default=0)


def metadata_capacities() -> tuple[int, ...]:
    """The sizes in GiB from which on AUTOMATIC gives more metadata IOPS, ascending, up to the most there can be."""
    listed = [int(row["from_gib"]) for row in table("lustre_metadata")]
    pace = listed[-1] // 2
    steps = int(lustre_limit("metadata_iops_most") // lustre_limit("metadata_iops_step"))
    return (*listed, *(pace * count for count in range(3, steps + 1)))


def provisioned_metadata_iops(at_least: int) -> int:
    """The smallest number of metadata IOPS the service sells that is not below what is asked for."""
    step = int(lustre_limit("metadata_iops_step"))
    small = sorted({int(row["metadata_iops"]) for row in table("lustre_metadata")} - {2 * step})
    return next((iops for iops in small if iops >= at_least), ceil(at_least / step) * step)


def metadata_price() -> ServicePrice:
    """What one metadata IOPS above those that AUTOMATIC gives costs a month."""
    return service_price(SERVICE, "persistent2-metadata-iops")


def lustre_limit(name: str) -> float:
    """A figure of `data/lustre_limits.csv`, in the unit that stands there."""
    return _limits()[name]


def layout() -> tuple[tuple[str, int], ...]:
    """The progressive file layout of new file systems: up to where in a file, as `lfs` says it (-1: to its end), and
    over how many targets (OSTs)."""
    return tuple((row["up_to"], int(row["stripes"])) for row in table("lustre_layout"))


def client_settings(vcpus: int, memory_gib: float) -> tuple[ClientSetting, ...]:
    """The settings AWS advises for a node of that size."""
    return tuple(
        each for each in _settings() if vcpus > each.more_vcpus_than and memory_gib > each.more_memory_gib_than
    )


def _sold(tier: LustreTier, here: LustreRegion) -> bool:
    if tier.deployment_type not in here.deployment_types or (tier.efa and not here.efa):
        return False
    return tier.deployment_type != "PERSISTENT_2" or tier.megabytes_per_second_per_tib <= here.persistent_2_up_to


@cache
def _tiers() -> tuple[LustreTier, ...]:
    return tuple(
        LustreTier(
            row["deployment_type"],
            row["storage_type"],
            row["efa"] == "True",
            int(row["megabytes_per_second_per_tib"]),
            int(row["smallest_gib"]),
            int(row["step_gib"]),
            int(row["gib_per_server"]),
            row["quota_code"],
            int(row["quota_gib"]),
            row["price_sku"],
            service_price(SERVICE, row["price_sku"]).usd,
        )
        for row in table("lustre_tiers")
    )


@cache
def _regions() -> Mapping[str, LustreRegion]:
    return {
        row["region"]: LustreRegion(
            row["region"],
            tuple(row["deployment_types"].split("/")),
            int(row["persistent_2_up_to"] or 0),
            row["efa"] == "True",
        )
        for row in table("lustre_regions")
    }


@cache
def _limits() -> Mapping[str, float]:
    return {row["name"]: float(row["value"]) for row in table("lustre_limits")}


@cache
def _settings() -> tuple[ClientSetting, ...]:
    return tuple(
        ClientSetting(
            row["kind"],
            row["setting"],
            row["value"],
            int(row["more_vcpus_than"] or 0),
            int(row["more_memory_gib_than"] or 0),
            row["source"],
            row["note"],
        )
        for row in table("lustre_client_settings")
    )
