"""The plans of file systems as lines of at most 80 columns."""

import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 80
LABEL = 12


def lines(found: list[dict[str, Any]]) -> Iterator[str]:
    """The documents of `storage_report` for people."""
    for place, each in enumerate(found):
        if place:
            yield ""
        yield f"{each['name']}, in {each['zone']}"
        for label, text in _parts(each):
            yield from _wrapped(label, text)
        yield from _commands(each)


def _parts(each: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for pool, fed in each["feeds"].items():
        yield "feeds", f"{pool}: {fed['nodes']} x {fed['instance_type']}, {fed['nodes'] * fed['devices']} readers"
    for pool, zones in each["across_zones"].items():
        price = each["usd_per_gb_across_zones"]
        cost = f", at ${price:g} a GB each way" if price is not None else ""
        yield "beware", f"nodes of {pool} that come in {' or '.join(zones)} read across zones{cost}"
    need, plan = each["need"], each["plan"]
    reads, writes = need["read_gigabytes_per_second"], need["write_gigabytes_per_second"]
    yield "need", f"read {reads:,.1f} GB/s, write {writes:,.1f} GB/s; {need['gigabytes_per_second']:,.1f} GB/s at once"
    yield "", f"{need['gbps_of_a_node']:,.1f} Gbps a node; {need['metadata_iops']:,} metadata IOPS for opening files"
    yield "", f"hold {need['dataset_gib']:,.0f} GiB of data and {need['checkpoints_gib']:,.0f} GiB of checkpoints"
    yield "bought", f"{_kind(plan)}, {plan['capacity_gib']:,} GiB at {plan['megabytes_per_second_per_tib']} MB/s a TiB"
    speed, reach = plan["gigabytes_per_second"], plan["gbps_of_a_node_at_most"]
    yield "", f"{speed:,.1f} GB/s from {plan['servers']} servers; a node gets up to {reach:g} Gbps"
    if plan["metadata_iops"]:
        how = "bought" if plan["metadata_iops_bought"] else "come with the size"
        yield "", f"{plan['metadata_iops']:,} metadata IOPS, {how}"
    yield "costs", _dollars(plan["usd_per_month"])
    for other in each["instead"]:
        yield "instead", _instead(other)
    cache = each["local_cache"]
    cost = f" {_dollars(cache['usd_per_month'])};" if cache["usd_per_month"] is not None else ""
    yield "NVMe + S3", f"{cache['verdict']}:{cost} {cache['why']}"
    for price in each["prices"]:
        yield "price from", f"{price['source']} ({price['as_of'] or 'undated'}, {price['region']})"


def _kind(plan: dict[str, Any]) -> str:
    return f"{plan['deployment_type']} {plan['storage_type']}{' over EFA' if plan['efa'] else ''}"


def _instead(other: dict[str, Any]) -> str:
    if other.get("usd_per_month_at_least"):
        cost = f"at least {_dollars(other['usd_per_month_at_least'])}"
        return f"{_kind(other)}: {cost} for {other['gigabytes_per_second']:g} GB/s: {other['why']}"
    if other["usd_per_month"] is None:
        return f"{_kind(other)}: {other['why']}"
    size = f"{other['capacity_gib']:,} GiB at {other['megabytes_per_second_per_tib']}"
    return f"{_kind(other)}: {_dollars(other['usd_per_month'])}, {size}" + (f"; {other['why']}" if other["why"] else "")


def _dollars(usd: float | None) -> str:
    return "price not known" if usd is None else f"${usd:,.0f} a month"


def _commands(each: dict[str, Any]) -> Iterator[str]:
    """Commands stand whole on a line, to be copied; none is longer than the screen."""
    yield "  on one node, mounted at /fsx, before any file is there:"
    yield f"    {each['stripes']}"
    for pool, client in each["clients"].items():
        if client["modprobe"]:
            yield f"  on the nodes of {pool}, in /etc/modprobe.d before Lustre is loaded:"
            yield from (f"    {line}" for line in client["modprobe"])
        yield f"  on the nodes of {pool}, after each mount:"
        yield from (f"    {line}" for line in client["mounted"])


def _wrapped(label: str, text: str) -> list[str]:
    first = f"  {label:<{LABEL}}"
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
