"""`python -m catalogue`: what is known of a machine, and which machines have what is asked for."""

import json
import sys
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any, NoReturn

import typer

from catalogue.description import describe
from catalogue.instances import MIB_PER_GIB, Accelerator
from catalogue.regions import zones_offering
from catalogue.search import find as search
from catalogue.unknown import UnknownFact

JSON_VERSION = 1

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The facts of the platform: machines, what is in them, and where they are offered.",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")]


def _refuse(unknown: UnknownFact) -> NoReturn:
    print(unknown, file=sys.stderr)
    raise typer.Exit(2)


@app.command()
def show(
    instance_type: Annotated[str, typer.Argument(help="A machine, such as p6-b300.48xlarge.")],
    as_json: AsJson = False,
) -> None:
    """Show all that is known of a machine, with source and date. Ends with 2 for one that is unknown."""
    try:
        found = describe(instance_type)
    except UnknownFact as unknown:
        _refuse(unknown)
    print(json.dumps({"version": JSON_VERSION, **found}, indent=2) if as_json else "\n".join(_lines(found)))


@app.command()
def find(
    memory_at_least: Annotated[
        float, typer.Option(min=0, help="Accelerator memory of the whole machine, in GiB, at least.")
    ] = 0,
    region: Annotated[str | None, typer.Option(help="A region that offers it, such as eu-north-1.")] = None,
    accelerator: Annotated[str | None, typer.Option(help="A part of the model's name, such as H100.")] = None,
    efa: Annotated[bool, typer.Option("--efa", help="Only machines with Elastic Fabric Adapter.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find accelerated machines, the smallest that will do first. Ends with 1 where there is none."""
    try:
        found = search(
            memory_at_least_gib=memory_at_least, region_name=region, accelerator_model=accelerator, with_efa=efa
        )
    except UnknownFact as unknown:
        _refuse(unknown)
    if as_json:
        types = [describe(each.instance_type) for each in found]
        print(json.dumps({"version": JSON_VERSION, "instance_types": types}, indent=2))
    else:
        for each in found:
            print(_line(each, region))
    if not found:
        print("no machine of the catalogue has all of it; ask for less memory or another region", file=sys.stderr)
        raise typer.Exit(1)


def _line(found: Accelerator, region: str | None) -> str:
    memory = f"{found.total_memory_mib / MIB_PER_GIB:,.0f} GiB"
    zones = f"  {' '.join(zones_offering(found.instance_type, region))}" if region else ""
    return f"{found.instance_type:<18}{found.accelerator_count:>5g} x {found.accelerator:<22.22}{memory:>10}{zones}"


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield found["instance_type"]
    yield f"  host          {found['vcpus']} vCPUs ({found['architecture']}), {found['memory_gib']:,g} GiB"
    inside = found["accelerators"]
    if inside:
        each, whole = inside["memory_gib_each"], inside["memory_gib"]
        yield f"  accelerators  {inside['count']:g} x {inside['model']}, {each:,.1f} GiB each, {whole:,.0f} GiB in all"
    yield f"  network       {found['network_performance']}; EFA interfaces: {found['max_efa_interfaces']}"
    yield from _cards(found["network_cards"])
    disks = found["nvme"]
    yield f"  NVMe          {disks['disks']} x {disks['gb_each']} GB" if disks["disks"] else "  NVMe          none"
    yield f"  EBS           up to {found['ebs_max_mbps']:,} Mbps"
    for way in found["purchase"]:
        counted = (
            f"quota {way['quota_code']}, {way['quota_vcpus']} vCPUs each" if way["quota_code"] else "no quota known"
        )
        yield f"  bought        {way['usage_class']} ({counted})"
    for region, zones in found["zones"].items():
        yield f"  offered       {region}: {' '.join(zones)}"
    if not found["zones"]:
        yield "  offered       not known"
    for row in found["corrections"]:
        yield f"  corrected     {row['table']}.{row['column']}: {row['was'] or 'nothing'} -> {row['now']}"
        yield from _wrapped(f"{row['source']} ({row['as_of']})")
    for (source, as_of), rows in groupby(found["sources"], key=lambda row: (row["source"], row["as_of"])):
        yield f"  source        of {', '.join(row['table'] for row in rows)} ({as_of}):"
        yield from _wrapped(source)


def _wrapped(text: str) -> list[str]:
    """Lines of at most 80 columns; an address stays in one piece."""
    indent = " " * 16
    return textwrap.wrap(
        text, 80, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
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
