"""`python -m stacks pods` and `fabric-log`: will these pods use EFA, and did that test?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from components.compute.fabric_log import faults_of_log, read_fabric_log
from components.compute.fabric_plan import FabricPlan, plan_fabric
from components.compute.pod_lint import lint_pods
from stacks.fault import listed, shown
from stacks.settings import SettingsError, load


def pods(
    stack_file: Annotated[Path, typer.Argument(help="Stack file with the pool, such as stacks/Pulumi.prod.yaml.")],
    pool: Annotated[str, typer.Argument(help="Accelerator pool the pods are to run on.")],
    manifests: Annotated[
        list[Path], typer.Argument(help="Kubernetes manifests: pods, jobs, or anything with pods in it.")
    ],
) -> None:
    """Say what keeps the pods of a manifest from EFA; a sentence each. Ends with 1 if anything does."""
    try:
        plan = _plan(stack_file, pool)
        sentences = [f"{shown(path)}: {each}" for path in manifests for each in _sentences(path, plan)]
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for sentence in sentences:
        typer.echo(sentence)
    if not sentences:
        typer.echo(f"nothing keeps these pods from the {plan.efa_interfaces} EFA interfaces of a {plan.instance_type}")
    raise typer.Exit(1 if sentences else 0)


def fabric_log(
    log: Annotated[Path, typer.Argument(help="Log of nccl-tests or nccom-test, run with NCCL_DEBUG=INFO.")],
    floor: Annotated[float, typer.Option(help="Bus bandwidth the largest size must reach, in GB/s.")] = 0,
) -> None:
    """Say whether a collective test ran over EFA, and how fast. Ends with 1 if it did not, or was too slow."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        typer.echo(f"{shown(log)}: cannot be read: {error.strerror}", err=True)
        raise typer.Exit(2) from None
    found = read_fabric_log(text)
    faults = faults_of_log(found, floor)
    for fault in faults:
        typer.echo(f"{shown(log)}: {fault}")
    if not faults:
        through = "GPU memory" if found.gpu_direct else "the host"
        typer.echo(f"over EFA through {through}: {found.bus_gigabytes_per_second:g} GB/s")
    raise typer.Exit(1 if faults else 0)


def _plan(stack_file: Path, pool: str) -> FabricPlan:
    pools = load(stack_file).accelerator_pools
    if pool not in pools:
        known = listed(pools, "and") or "none"
        raise SettingsError(f"{shown(stack_file)}: has no accelerator pool {pool!r}; its pools are {known}")
    return plan_fabric(pools[pool].instance_type, pools[pool].max_nodes)


def _sentences(path: Path, plan: FabricPlan) -> Iterator[str]:
    for document in _documents(path):
        try:
            yield from lint_pods(document, plan)
        except ValueError as error:
            raise ValueError(f"{shown(path)}: {error}") from None


def _documents(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a manifest."""
    try:
        documents = list(YAML(typ="safe").load_all(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ValueError(f"{shown(path)}: cannot be read: {error.strerror}") from None
    except (YAMLError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0]
        raise ValueError(f"{shown(path)}: is not YAML: {first}; a Kubernetes manifest is right") from None
    for document in documents:
        if isinstance(document, Mapping):
            yield document
