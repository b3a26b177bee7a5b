"""What is known of a machine, in lines for people."""

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

INDENT = " " * 16
AGREED = re.compile("$|agrees in|newer sources agree")


def lines(found: dict[str, Any]) -> Iterator[str]:
    """The document of `describe` as lines of at most 80 columns."""
    yield found["instance_type"]
    yield f"  host          {found['vcpus']} vCPUs ({found['architecture']}), {found['memory_gib']:,g} GiB"
    yield from _accelerators(found["accelerators"])
    yield from _needs(found["needs"])
    yield f"  network       {found['network_performance']}; EFA interfaces: {found['max_efa_interfaces']}"
    yield from _cards(found["network_cards"])
    yield from _all_reduce(found["all_reduce"])
    disks = found["nvme"]
    yield f"  NVMe          {disks['disks']} x {disks['gb_each']} GB" if disks["disks"] else "  NVMe          none"
    yield f"  EBS           up to {found['ebs_max_mbps']:,} Mbps"
    for way in found["purchase"]:
        yield from _bought(way)
    for region, zones in found["zones"].items():
        yield f"  offered       {region}: {' '.join(zones)}"
    if not found["zones"]:
        yield "  offered       not known"
    yield from _prices(found["prices"])
    for row in found["corrections"]:
        yield f"  corrected     {row['table']}.{row['column']}: {row['was'] or 'nothing'} -> {row['now']}"
        yield from wrapped(f"{row['source']} ({row['as_of']})")
    for (source, as_of), rows in groupby(found["sources"], key=lambda row: (row["source"], row["as_of"])):
        yield f"  source        of {', '.join(row['table'] for row in rows)} ({as_of}):"
        yield from wrapped(source)


def _all_reduce(asked: dict[str, Any] | None) -> Iterator[str]:
    if asked:
        least = f"{asked['least_gigabytes_per_second']:g} GB/s of bus bandwidth"
        yield f"  all-reduce    {least} at least ({asked['basis']}), {asked['ranks']} ranks a node"


def _accelerators(inside: dict[str, Any] | None) -> Iterator[str]:
    if inside is None:
        return
    each, whole = inside["memory_gib_each"], inside["memory_gib"]
    yield f"  accelerators  {inside['count']:g} x {inside['model']}, {each:,.1f} GiB each, {whole:,.0f} in all"
    fabric = inside["fabric"]
    if fabric:
        across = f" in {fabric['machines']} machines" if fabric["machines"] > 1 else ""
        speed = f", {fabric['bandwidth']:g} {fabric['unit']} each" if fabric["bandwidth"] else ""
        topology = f" ({fabric['topology']})" if fabric["topology"] else ""
        joined = f"{fabric['link']}{topology} joins {fabric['accelerators']}{across}{speed}"
        yield from wrapped(joined, f"{'  link':<16}")
        yield from wrapped(fabric["note"]) if fabric["note"] else ()
        sold = [f"{name} ({count} machines)" for count, name in fabric["sold_as"].items()]
        yield from wrapped(f"sold as {' or '.join(sold)}, never alone") if sold else ()


def _needs(needs: dict[str, Any] | None) -> Iterator[str]:
    """The image, and what the cluster has to run before a pod can use the devices."""
    if needs is None:
        return
    if needs["refused"]:
        yield from wrapped(f"none can be made: it {needs['refused']}; {needs['instead']}", f"{'  pool':<16}")
        return
    since = f" of {needs['image_since']} or later" if needs["image_since"] else ""
    yield f"  image         {needs['image_kind']}{since}" if needs["image_kind"] else "  image         your own"
    yield f"  pods ask for  {needs['resource'] or 'nothing: no device plugin counts them'}"
    if needs["in_cluster"]:
        yield from wrapped(", ".join(needs["in_cluster"]), f"{'  in cluster':<16}")


def _bought(way: dict[str, Any]) -> Iterator[str]:
    """A way to buy it, with the quota that counts it or why none does."""
    if way["quota_code"]:
        yield (
            f"  bought        {way['usage_class']}: quota {way['quota_code']}, {way['quota_vcpus']} vCPUs each "
            f"(default {way['default_vcpus']})"
        )
    else:
        yield f"  bought        {way['usage_class']}: no quota"
        yield from wrapped(way["why_no_quota"])


def wrapped(text: str, first: str = INDENT) -> list[str]:
    """Lines of at most 80 columns; an address stays in one piece."""
    return textwrap.wrap(
        text, 80, initial_indent=first, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )


def _cards(cards: list[dict[str, Any]]) -> Iterator[str]:
    """A line for each run of equal cards."""
    for _, run in groupby(cards, key=lambda card: {**card, "index": None}):
        equal = list(run)
        first, last = equal[0]["index"], equal[-1]["index"]
        card = equal[0]
        name = f"card {first}" if first == last else f"cards {first}-{last}"
        takes = ", ".join(card["interface_types"])
        room = f"{card['max_interfaces']} interfaces" if card["max_interfaces"] > 1 else "1 interface"
        speed = f", {card['peak_gbps']:g} Gbps" if card["peak_gbps"] else ""
        yield f"    {name:<12}{takes}; {room}{speed}"


def _prices(prices: list[dict[str, Any]]) -> Iterator[str]:
    """The prices of each purchase, source and day, the cheapest region first."""
    if not prices:
        yield "  price         not known"
    for (way, day, source), rows in groupby(prices, key=lambda row: (row["purchase"], row["as_of"], row["source"])):
        equal = list(rows)
        yield f"  price         USD an hour, {way} ({day}):"
        # A space that does not break keeps a region and its price on one line.
        figures = wrapped(", ".join(f"{row['region']}\N{NO-BREAK SPACE}{row['usd_per_hour']:.2f}" for row in equal))
        yield from (line.replace("\N{NO-BREAK SPACE}", " ") for line in figures)
        # That the sources agree needs no words here; `--json` has every note.
        for note in dict.fromkeys(row["note"] for row in equal if not AGREED.match(row["note"])):
            yield from wrapped(f"note: {note}")
        yield from wrapped(source)
