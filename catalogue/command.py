"""`python -m catalogue`: what is known of a machine, and which machines have what is asked for."""

import json
import sys
from typing import Annotated, NoReturn

import typer

from catalogue.description import describe
from catalogue.instances import MIB_PER_GIB, Accelerator
from catalogue.lines import lines
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
    print(json.dumps({"version": JSON_VERSION, **found}, indent=2) if as_json else "\n".join(lines(found)))


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
