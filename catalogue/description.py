"""What the catalogue knows of one machine, as a document: the facts, where each is from, and what was corrected."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from catalogue.collectives import collective_floors, floor_row
from catalogue.fabric_domains import fabric_domain
from catalogue.families import families
from catalogue.instances import MIB_PER_GIB, InstanceType, accelerators, instance_type, network_cards
from catalogue.prices import Price, instance_price, priced_regions
from catalogue.quotas import NoQuota, quota, quota_row
from catalogue.regions import regions_offering
from catalogue.tables import Row, table

TABLES = ("accelerators", "instance_types", "network_cards", "zone_offerings")
DOCUMENTED = ("documented_accelerators", "documented_instance_types", "documented_network_cards")


def describe(name: str) -> dict[str, Any]:
    """Everything known of a machine. Units are in the names; zones are zone ids.

    Raises UnknownFact for a machine the catalogue has not, with the nearest name it has.
    """
    host = instance_type(name)
    found = accelerators().get(name)
    return {
        "instance_type": name,
        "vcpus": host.vcpus,
        "memory_gib": host.memory_mib / MIB_PER_GIB,
        "architecture": host.architecture,
        "accelerators": None
        if found is None
        else {
            "model": found.accelerator,
            "count": found.accelerator_count,
            "memory_gib_each": found.accelerator_memory_mib / MIB_PER_GIB,
            "memory_gib": found.total_memory_mib / MIB_PER_GIB,
            "fabric": _fabric(name),
        },
        "needs": _needs(host.family),
        "network_performance": host.network_performance,
        "max_efa_interfaces": host.max_efa_interfaces,
        "network_cards": [
            {
                "index": card.index,
                "interface_types": list(card.interface_types),
                "max_interfaces": card.max_interfaces,
                "peak_gbps": card.peak_gbps,
            }
            for card in network_cards(name)
        ],
        "all_reduce": _all_reduce(name),
        "nvme": {"disks": host.nvme_disks, "gb_each": host.nvme_gb_each},
        "ebs_max_mbps": host.ebs_max_mbps,
        "purchase": [_purchase(host, usage_class) for usage_class in host.usage_classes],
        "zones": {region: list(zones) for region, zones in regions_offering(name).items()},
        "prices": _prices(name),
        "corrections": [_correction(row) for row in table("corrections") if row["key"].split("/")[0] == name],
        "sources": _sources(host),
    }


def _sources(host: InstanceType) -> list[dict[str, str]]:
    """Where each fact of the machine is from, and when it was true; each once."""
    said = (*_machine_rows(host.instance_type), *_other_rows(host))
    once = {(each, row["source"], row["as_of"]): None for each, row in said}
    return [{"table": each, "source": source, "as_of": as_of} for each, source, as_of in once]


def _machine_rows(name: str) -> list[tuple[str, Row]]:
    """What EC2 describes, with the source of its table; or the documents of a machine that it does not describe."""
    documented = [(each, row) for each in DOCUMENTED for row in table(each) if row["instance_type"] == name]
    return documented or [(row["table"], row) for row in table("sources") if row["table"] in TABLES]


def _other_rows(host: InstanceType) -> Iterator[tuple[str, Row]]:
    """The rows with a source of their own, but for prices and corrections, which are shown with theirs."""
    for usage_class in host.usage_classes:
        row = quota_row(host.instance_type, usage_class)
        if row:
            yield "quotas", row
    floor = floor_row(host.instance_type)
    if floor:
        yield "collective_floors", floor
    family = families().get(host.family)
    for each, column, key in (
        ("accelerator_families", "family", host.family),
        ("accelerator_kinds", "kind", family.kind.kind if family else ""),
        ("fabric_domains", "family", host.family),
    ):
        yield from ((each, row) for row in table(each) if row[column] == key)


def _fabric(name: str) -> dict[str, Any] | None:
    domain = fabric_domain(name)
    return None if domain is None else asdict(domain)


def _all_reduce(name: str) -> dict[str, Any] | None:
    """What the acceptance test of a pool runs and asks for; None where nothing runs one over EFA."""
    floor = collective_floors().get(name)
    if floor is None:
        return None
    return {
        "tool": floor.tool,
        "ranks": floor.ranks,
        "least_gigabytes_per_second": floor.gigabytes_per_second,
        "basis": floor.basis,
        "note": floor.note,
    }


def _needs(family_name: str) -> dict[str, Any] | None:
    """What a pod needs of the node and the cluster to use the devices; None for a family of no accelerator pool."""
    found = families().get(family_name)
    if found is None:
        return None
    kind = found.kind
    return {
        "image_kind": kind.image_kind,
        "resource": kind.resource,
        "taint": kind.taint,
        "in_cluster": list(kind.needs),
        "image_since": found.image_since,
        "refused": found.refused,
        "instead": found.instead,
    }


def _purchase(host: InstanceType, usage_class: str) -> dict[str, Any]:
    """A way to buy it, and the quota that counts it or why none does."""
    try:
        found = quota(host.instance_type, usage_class)
    except NoQuota as none:
        return {"usage_class": usage_class, "quota_code": None, "quota_vcpus": None, "why_no_quota": none.why}
    return {
        "usage_class": usage_class,
        "quota_code": found.code,
        "quota_vcpus": host.vcpus,
        "quota_name": found.name,
        "default_vcpus": found.default_vcpus,
        "source": found.source,
    }


def _prices(name: str) -> list[dict[str, Any]]:
    """The prices that are known, those of one purchase, source and day together: on demand first, the newest first."""
    return [
        row
        for purchase in ("on-demand", "capacity-block")
        for row in sorted(_of_purchase(name, purchase), key=lambda row: (row["as_of"], row["source"]), reverse=True)
    ]


def _of_purchase(name: str, purchase: str) -> Iterator[dict[str, Any]]:
    for each in priced_regions(name, purchase):
        price = instance_price(name, each, purchase)
        yield {"purchase": purchase, "region": each, "usd_per_hour": price.usd_per_hour, **_provenance(price)}


def _provenance(price: Price) -> dict[str, str]:
    return {"source": price.source, "as_of": price.as_of, "note": price.note}


def _correction(row: dict[str, str]) -> dict[str, str]:
    return {part: row[part] for part in ("table", "column", "was", "now", "why", "source", "as_of")}
