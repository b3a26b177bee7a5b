"""The capacity of pools as a table of at most 80 columns."""

import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 80
UNKNOWN = "unknown"


def lines(found: list[dict[str, Any]]) -> Iterator[str]:
    """The documents of `capacity_report` for people."""
    for place, pool in enumerate(found):
        if place:
            yield ""
        longest = f", jobs of up to {pool['wall_time_hours']:,} hours" if pool["wall_time_hours"] else ""
        yield f"{pool['name']}: {pool['instance_type']}, {pool['nodes']} nodes at the start{longest}"
        yield _row("try", "purchase", "zone", "nodes", "$ a node-hour", "$ an hour")
        for number, group in enumerate(pool["groups"], 1):
            yield _row(
                str(number),
                group["purchase"],
                group["zone"],
                _span(str(group["least_nodes"]), str(group["most_nodes"])),
                _dollars(group["usd_per_node_hour"]),
                _span(_dollars(group["least_usd_per_hour"]), _dollars(group["most_usd_per_hour"])),
            )
        yield from _notes(pool["groups"])


def _row(number: str, purchase: str, zone: str, nodes: str, each: str, hour: str) -> str:
    return f"{number:>5}  {purchase:<15}{zone:<12}{nodes:>9}{each:>15}{hour:>21}".rstrip()


def _notes(groups: list[dict[str, Any]]) -> Iterator[str]:
    """What a group takes and how it is paid for, then where prices are from or why there is none."""
    for number, group in enumerate(groups, 1):
        if group["reserved_nodes"]:
            what = group["reservation_id"] or "open reservations"
            when = f", {group['starts']} to {group['ends']}" if group["starts"] and group["ends"] else ""
            until = f"; its nodes go at {group['nodes_go_at']}" if group["nodes_go_at"] else ""
            yield from _wrapped(f"{number:>5}  {what}: {group['reserved_nodes']} nodes{when}, {group['paid']}{until}")
    prices: dict[str, list[str]] = {}
    for group in groups:
        bought = prices.setdefault(_price(group["price"]), [])
        if group["purchase"] not in bought:
            bought.append(group["purchase"])
    for said, bought in prices.items():
        yield from _wrapped(f"       price of {' and '.join(bought)} {said}")


def _price(price: dict[str, Any]) -> str:
    if price["source"]:
        return f"from {price['source']} ({price['as_of'] or 'undated'})"
    return f"unknown: {price['note']}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * 7, break_on_hyphens=False, drop_whitespace=True)


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _dollars(usd: float | None) -> str:
    return UNKNOWN if usd is None else f"{usd:,.2f}"
