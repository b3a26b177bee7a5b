"""What `python -m stacks storage` shows of each file system: its need, the plan, its price, and what else there is."""

from dataclasses import asdict
from math import ceil
from typing import Any

from catalogue.instances import instance_type
from catalogue.lustre import SERVICE, LustreTier, automatic_metadata_iops, deployment_types, lustre_limit, lustre_tiers
from catalogue.service_prices import service_price
from components.storage.local_cache_plan import FILLS_PER_MONTH, plan_local_cache
from components.storage.lustre_clients import client_commands, module_options, stripe_command
from components.storage.lustre_offers import STORAGE_TYPES
from components.storage.lustre_plan import WITH_METADATA_IOPS, LustrePlan
from components.storage.storage_need import MB_PER_GB, NeedError, StorageNeed
from components.storage.throughput_plan import Feed, plan_throughput
from stacks.readers import Readers, devices, feed, node_gbps, other_zones, readers
from stacks.sections.storage import Filesystem
from stacks.settings import Settings

BYTES_PER_GB = 1_000_000_000
MIB_PER_GIB = 1024
GIVES_UP = {
    "SCRATCH_2": "what a failed server held is gone, and it takes no key of yours",
    "HDD": "milliseconds to the first byte",
    "efa": "coarser sizes; it cannot be changed later",
}
TIERING = "INTELLIGENT_TIERING"
MOUNTED = "/fsx"
"""Where the commands take it to be mounted."""


def storage_report(settings: Settings) -> list[dict[str, Any]]:
    """A document for each file system of settings without faults."""
    return [_filesystem(settings, name, each) for name, each in settings.filesystems.items()]


def _filesystem(settings: Settings, name: str, filesystem: Filesystem) -> dict[str, Any]:
    fed = readers(settings, filesystem)
    asked = feed(filesystem, fed)
    plan = _planned(
        settings, asked, filesystem.deployment_type, filesystem.storage_type, filesystem.efa, filesystem.quota_gib
    )
    return {
        "name": name,
        "zone": fed.zone,
        "feeds": {
            pool: {"instance_type": each.instance_type, "nodes": each.max_nodes, "devices": devices(each.instance_type)}
            for pool, each in fed.pools.items()
        },
        "across_zones": {pool: list(other_zones(each)) for pool, each in fed.pools.items() if other_zones(each)},
        "usd_per_gb_across_zones": service_price("Data transfer", "intra-region-inter-az-each-direction").usd,
        "need": _need(asked.need, fed),
        "plan": _plan(plan),
        "instead": [*_others(settings, asked, plan), _tiering(asked.need)],
        "local_cache": _local_cache(asked, fed, plan),
        "stripes": stripe_command(plan, MOUNTED),
        "clients": {pool: _client(each.instance_type) for pool, each in fed.pools.items()},
        "prices": _sources(plan.tier),
    }


def _planned(
    settings: Settings, asked: Feed, deployment_type: str, storage_type: str, efa: bool, quota_gib: int | None
) -> LustrePlan:
    return plan_throughput(
        asked,
        region_name=settings.region,
        deployment_type=deployment_type,
        storage_type=storage_type,
        efa=efa,
        quota_gib=quota_gib,
    )


def _need(need: StorageNeed, fed: Readers) -> dict[str, Any]:
    return {
        "accelerators": fed.accelerators,
        "nodes": fed.nodes,
        "read_gigabytes_per_second": need.read_megabytes_per_second / MB_PER_GB,
        "write_gigabytes_per_second": need.write_megabytes_per_second / MB_PER_GB,
        "gigabytes_per_second": need.megabytes_per_second / MB_PER_GB,
        "gbps_of_a_node": need.client_gbps,
        "dataset_gib": need.dataset_gib,
        "checkpoints_gib": need.checkpoints_gib,
        "metadata_iops": need.metadata_iops,
    }


def _plan(plan: LustrePlan) -> dict[str, Any]:
    metadata = automatic_metadata_iops(plan.capacity_gib) if plan.tier.deployment_type == WITH_METADATA_IOPS else None
    return {
        "deployment_type": plan.tier.deployment_type,
        "storage_type": plan.tier.storage_type,
        "efa": plan.tier.efa,
        "capacity_gib": plan.capacity_gib,
        "megabytes_per_second_per_tib": plan.tier.megabytes_per_second_per_tib,
        "gigabytes_per_second": plan.megabytes_per_second / MB_PER_GB,
        "servers": plan.servers,
        "gbps_of_a_node_at_most": plan.client_gbps,
        "metadata_iops": plan.metadata_iops or metadata,
        "metadata_iops_bought": plan.metadata_iops > 0,
        "usd_per_month": plan.usd_per_month,
    }


def _others(settings: Settings, asked: Feed, plan: LustrePlan) -> list[dict[str, Any]]:
    """What every other kind would cost, or why it will not do."""
    chosen = (plan.tier.deployment_type, plan.tier.storage_type, plan.tier.efa)
    found = []
    for deployment_type in deployment_types():
        for storage_type in STORAGE_TYPES:
            for efa in (False, True):
                kind = (deployment_type, storage_type, efa)
                if kind == chosen or not lustre_tiers(deployment_type, storage_type, efa=efa):
                    continue
                gives_up = [GIVES_UP[word] for word in (deployment_type, storage_type) if word in GIVES_UP]
                gives_up += [GIVES_UP["efa"]] if efa else []
                words = {"deployment_type": deployment_type, "storage_type": storage_type, "efa": efa}
                try:
                    other = _planned(settings, asked, deployment_type, storage_type, efa, None)
                except NeedError as error:
                    found.append({**words, "usd_per_month": None, "why": f"will not do: {error.wrong}"})
                else:
                    found.append({**_plan(other), "why": "; ".join(gives_up)})
    return found


def _tiering(need: StorageNeed) -> dict[str, Any]:
    """Intelligent-Tiering: the least it costs, since what its storage costs is not known."""
    step = lustre_limit("tiered_megabytes_per_second_step")
    bought = ceil(need.megabytes_per_second / step) * step
    price = service_price(SERVICE, "intelligent-tiering-throughput").usd
    return {
        "deployment_type": WITH_METADATA_IOPS,
        "storage_type": TIERING,
        "efa": False,
        "gigabytes_per_second": bought / MB_PER_GB,
        "usd_per_month": None,
        "usd_per_month_at_least": None if price is None else bought * price,
        "why": "throughput alone; the price of its storage is not known, and it is not planned with",
    }


def _local_cache(asked: Feed, fed: Readers, plan: LustrePlan) -> dict[str, Any]:
    """The pool's own disks filled from S3, against the file system."""
    if not asked.dataset_bytes:
        return {"verdict": "not compared", "why": "say 'dataset_bytes' to have it compared", "usd_per_month": None}
    machines = [instance_type(pool.instance_type) for pool in fed.pools.values()]
    disks = min(each.nvme_disks * each.nvme_gb_each for each in machines) * BYTES_PER_GB
    network = min(node_gbps(each.instance_type, efa=False) for each in machines)
    cache = plan_local_cache(asked.dataset_bytes, fed.nodes, disks, network, asked.checkpoint)
    found = asdict(cache) | {"fills_per_month": FILLS_PER_MONTH}
    if cache.obstacle:
        return found | {"verdict": "will not do", "why": cache.obstacle}
    if cache.usd_per_month is None or plan.usd_per_month is None:
        return found | {"verdict": "not compared", "why": "a price is not known"}
    verdict = "cheaper" if cache.usd_per_month < plan.usd_per_month else "dearer"
    holds = "each node holds all of it" if cache.holds == "node" else "each node holds its share only"
    return found | {
        "verdict": verdict,
        "why": f"{holds}, filled {FILLS_PER_MONTH} times a month; no node sees what another writes",
    }


def _client(name: str) -> dict[str, list[str]]:
    machine = instance_type(name)
    memory = machine.memory_mib / MIB_PER_GIB
    return {"modprobe": module_options(machine.vcpus, memory), "mounted": client_commands(machine.vcpus, memory)}


def _sources(tier: LustreTier) -> list[dict[str, str]]:
    prices = [service_price(SERVICE, tier.price_sku), service_price("S3", "standard-storage-first-50TB")]
    return [{"region": each.region, "as_of": each.as_of, "source": each.source} for each in prices]
