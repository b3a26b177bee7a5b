"""Check stack files, show what they plan, write the schema editors use, and see whether pods use EFA."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from stacks import fabric_command
from stacks.settings import Settings, SettingsError, load, load_any

JSON_VERSION = 1

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)

app.command()(fabric_command.pods)
app.command(name="fabric-log")(fabric_command.fabric_log)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Stack files, such as stacks/Pulumi.prod.yaml.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say of each stack file whether it can be deployed; a sentence for each fault. Ends with 1 if one cannot."""
    faults = {str(file): _faults(file) for file in files}
    if as_json:
        found = [{"file": file, "valid": not sentences, "faults": sentences} for file, sentences in faults.items()]
        typer.echo(json.dumps({"version": JSON_VERSION, "files": found}, indent=2))
    else:
        for file, sentences in faults.items():
            typer.echo("\n".join(sentences) if sentences else f"{file}: can be deployed")
    raise typer.Exit(1 if any(faults.values()) else 0)


@app.command()
def schema(
    check_only: Annotated[bool, typer.Option("--check", help="Only say whether the file is up to date.")] = False,
) -> None:
    """Write the JSON Schema of stack files, which editors complete and check them with."""
    from stacks.schema import FILE, text

    if not check_only:
        FILE.write_text(text(), encoding="utf-8")
        typer.echo(f"wrote {FILE.name}")
    elif FILE.read_text(encoding="utf-8") != text():
        typer.echo(f"{FILE.name} is stale; run 'python -m stacks schema'")
        raise typer.Exit(1)


@app.command()
def storage(
    file: Annotated[Path, typer.Argument(help="A stack file, such as stacks/Pulumi.prod.yaml.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the plans as JSON.")] = False,
) -> None:
    """Show of each file system what it must do, what is bought for it, what else there is, and how nodes are set.

    Prices are list prices of US East. Ends with 1 for a stack that cannot be deployed.
    """
    from stacks.storage_lines import lines
    from stacks.storage_report import storage_report

    _tell(file, as_json, "filesystems", "file systems", storage_report, lines)


@app.command()
def capacity(
    file: Annotated[Path, typer.Argument(help="A stack file, such as stacks/Pulumi.prod.yaml.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the chains as JSON.")] = False,
) -> None:
    """Show of each accelerator pool where its nodes come from, in the order it is tried, and what that costs an hour.

    Prices are list prices; one that is not known is called unknown. Ends with 1 for a stack that cannot be deployed.
    """
    from stacks.capacity_lines import lines
    from stacks.capacity_report import capacity_report

    _tell(file, as_json, "pools", "accelerator pools", capacity_report, lines)


def _tell(
    file: Path,
    as_json: bool,
    key: str,
    what: str,
    report: Callable[[Settings], list[Any]],
    lines: Callable[[list[Any]], Iterable[str]],
) -> None:
    """What a report has of a stack file, for people or as JSON; a sentence and 1 where the file cannot be deployed."""
    try:
        found = report(load(file))
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps({"version": JSON_VERSION, "file": str(file), key: found}, indent=2))
    else:
        typer.echo("\n".join(lines(found)) if found else f"{file}: has no {what}")


def _faults(file: Path) -> list[str]:
    try:
        load_any(file)
    except SettingsError as error:
        return str(error).splitlines()
    return []


if __name__ == "__main__":
    app(prog_name="python -m stacks")
