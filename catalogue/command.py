"""`python -m catalogue`: what is known of a machine, and which machines have what is asked for."""

import json
import sys
from typing import Annotated, NoReturn

import typer

from catalogue import fits_report
from catalogue.description import describe
from catalogue.fits import OVERHEAD, Work, check
from catalogue.fits import fits as machines_for
from catalogue.instances import MIB_PER_GIB, Accelerator
from catalogue.lines import lines
from catalogue.models import model as find_model
from catalogue.regions import region as find_region
from catalogue.regions import zones_offering
from catalogue.search import find as search
from catalogue.tpu_description import describe_tpu, tpu_lines
from catalogue.unknown import UnknownFact

JSON_VERSION = 1
TPU_NAMES = ("ct5", "ct6", "tpu")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The facts of the platform: machines, what is in them, and where they are offered.",
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")]


def _refuse(wrong: Exception) -> NoReturn:
    print(wrong, file=sys.stderr)
    raise typer.Exit(2)


@app.command()
def show(
    instance_type: Annotated[str, typer.Argument(help="A machine, such as p6-b300.48xlarge or ct6e-standard-4t.")],
    as_json: AsJson = False,
) -> None:
    """Show all that is known of a machine, with source and date. Ends with 2 for one that is unknown."""
    try:
        # Who writes ct6e-standart-4t means a TPU machine: no other cloud's names begin so.
        tpu = instance_type.startswith(TPU_NAMES)
        found = describe_tpu(instance_type) if tpu else describe(instance_type)
    except UnknownFact as unknown:
        _refuse(unknown)
    told = tpu_lines(found) if tpu else lines(found)
    print(json.dumps({"version": JSON_VERSION, **found}, indent=2) if as_json else "\n".join(told))


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


@app.command()
def fits(
    model: Annotated[str, typer.Argument(help="An open model, such as llama-3.1-405b. A wrong name gets the nearest.")],
    dtype: Annotated[str, typer.Option(help="Format of the weights: bf16, fp16, fp8 or mxfp4.")] = "bf16",
    training: Annotated[
        bool, typer.Option("--training", help="Count gradients and Adam's state too: 16 bytes a parameter.")
    ] = False,
    context: Annotated[int, typer.Option(min=1, help="Tokens of a sequence.")] = 8192,
    batch: Annotated[int, typer.Option(min=1, help="Sequences at a time, over all machines.")] = 1,
    cache_dtype: Annotated[str, typer.Option(help="Format of keys and values: bf16, fp16 or fp8.")] = "bf16",
    overhead: Annotated[
        float, typer.Option(min=0, max=0.9, help="Part of each accelerator kept free for the runtime.")
    ] = OVERHEAD,
    region: Annotated[
        str | None, typer.Option(help="Only what this region of AWS or Google offers, at its prices.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every kind of machine, not one of each accelerator.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say how many machines hold a model, and which are the cheapest.

    Serving takes the weights, and the keys and values of every token
    (context x batch). The accelerators of a machine share each layer;
    several machines, where the kind has EFA, have some layers each. All
    chips of a slice of TPUs share each layer.

    Training takes 16 bytes a parameter and the activations, spread over
    all accelerators.

    It is memory that is counted: whether a serving library has the model
    for an accelerator is not. Formulas and their sources are in
    catalogue/model_memory.py. Prices are on demand; without --region
    those of the cheapest region known.

    Ends with 1 where nothing holds it, with 2 for an unknown name.
    """
    try:
        work = Work(find_model(model), dtype, training, context, batch, cache_dtype, overhead)
        check(work)
        found = machines_for(work, region)
    except (UnknownFact, ValueError) as wrong:
        _refuse(wrong)
    if as_json:
        print(json.dumps({"version": JSON_VERSION, **fits_report.document(work, found)}, indent=2))
    elif found:
        print("\n".join(fits_report.lines(work, found, every=every)))
    if not found:
        print(f"no machine of the catalogue holds it{f' in {region}' if region else ''}", file=sys.stderr)
        raise typer.Exit(1)


@app.command()
def diff(
    region: Annotated[str, typer.Option(help="The region whose EC2 is asked.")] = "us-east-1",
    only: Annotated[str, typer.Option(help="Only machines whose names match, such as 'p5*'.")] = "*",
    as_json: AsJson = False,
) -> None:
    """Ask EC2 what it says today, and show where the catalogue differs.

    Compares machines, their network cards and accelerators, and the zones
    that offer them: stale is what EC2 says otherwise, new what the
    catalogue lacks, gone what EC2 no longer offers.

    Needs boto3, credentials, and a role that may call
    ec2:DescribeInstanceTypes and ec2:DescribeInstanceTypeOfferings.

    Ends with 0 where nothing differs, with 1 where something does, and
    with 2 where EC2 could not be asked.
    """
    from catalogue import diff_report, live, staleness  # what they need is large, and no other command needs it

    try:
        find_region(region)
        answer = live.ask(region, only)
        found = staleness.differences(answer, only)
    except (UnknownFact, live.CouldNotAsk) as why:
        _refuse(why)
    if as_json:
        print(json.dumps({"version": JSON_VERSION, **diff_report.document(answer, found)}, indent=2))
    else:
        print("\n".join(diff_report.lines(answer, found)))
    raise typer.Exit(1 if found else 0)


def _line(found: Accelerator, region: str | None) -> str:
    memory = f"{found.total_memory_mib / MIB_PER_GIB:,.0f} GiB"
    zones = f"  {' '.join(zones_offering(found.instance_type, region))}" if region else ""
    return f"{found.instance_type:<18}{found.accelerator_count:>5g} x {found.accelerator:<22.22}{memory:>10}{zones}"
