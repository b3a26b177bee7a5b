"""The command: `python -m preview STACK [--json] [--all]`, with `--recovery`, `--changes`, and with `--records DIR`.

Ends with 0 where nothing blocks, 1 where a finding refuses the stack (or Groundwork itself failed), 2 where what was
asked for is wrong: no such stack, a stack file that is refused, a folder that cannot be written. Records are written of
what is declared, whatever the rules say of it: with `--records` no rule is asked.
"""

import os
import sys
from datetime import date as day
from pathlib import Path
from typing import Annotated, NoReturn

import typer

ROOT = Path(__file__).resolve().parent.parent
REFUSED, WRONG_INPUT = 1, 2

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def preview(
    stack: Annotated[str, typer.Argument(help="A stack (prod), or the path of a stack file.")],
    json: Annotated[bool, typer.Option("--json", help="Print the document of docs/preview-json.md instead.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="One line a resource, and every finding.")] = False,
    records: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the registers and the erasure runbook of docs/records.md.")
    ] = None,
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day the records are said to be of.")] = "",
    recovery: Annotated[
        bool, typer.Option("--recovery", help="What keeps data, how much of it can be lost, and where copies are.")
    ] = False,
    changes: Annotated[
        bool,
        typer.Option("--changes", help="Which arguments change in place, with downtime, or replace what keeps data."),
    ] = False,
    base: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --changes: the stack file as it was, to compare with.")
    ] = None,
    stacks: Annotated[Path, typer.Option(help="Folder of the stack files.", show_default="stacks")] = ROOT / "stacks",
) -> None:
    """What STACK declares and which rules it breaks. Needs no engine, credentials or network."""
    from preview.progress import Progress

    # Imports wait until here so that --help and a misspelt stack answer at once.
    from preview.stack_file import UnknownStack, find_stack_file

    try:
        path = find_stack_file(stack, shown(stacks))
    except UnknownStack as wrong:
        _stop(str(wrong), WRONG_INPUT)
    if date and (wrong_date := _wrong_date(date, records)):
        _stop(wrong_date, WRONG_INPUT)
    if base is not None and (wrong_base := _wrong_base(base, changes)):
        _stop(wrong_base, WRONG_INPUT)
    with Progress(f"Running the program of {path} in process ..."):
        from preview.run import Refused, changes_of, recovery_of, run

        try:
            if records is not None:
                lines = _records(path, records, date, json)
            elif recovery:
                table = recovery_of(path)
            elif changes:
                report = changes_of(path, base)
            else:
                document = run(path)
        except Refused as wrong:
            _stop(str(wrong), WRONG_INPUT)
        except Exception as fault:
            if os.environ.get("GROUNDWORK_TRACEBACK"):
                raise
            _stop(fault_sentence(fault), REFUSED)
    if records is not None:
        typer.echo(lines)
        raise typer.Exit
    if recovery:
        typer.echo(table.model_dump_json(indent=2) if json else table.as_text())
        raise typer.Exit(REFUSED if table.without else 0)
    if changes:
        typer.echo(report.model_dump_json(indent=2) if json else report.as_text())
        raise typer.Exit(REFUSED if report.lost else 0)
    if json:
        typer.echo(document.model_dump_json(indent=2))
    else:
        from rich.console import Console

        from preview.terminal import show

        show(document, Console(highlight=False), everything)
    raise typer.Exit(REFUSED if document.result == "refused" else 0)


def _records(path: Path, folder: Path, date: str, json: bool) -> str:
    """Write the records; what is printed of it."""
    from json import dumps

    from preview.records.write import as_json, write
    from preview.run import records_sheets

    sheets = records_sheets(path, date)
    written = write(sheets, folder)
    if json:
        return dumps(as_json(sheets), indent=2, ensure_ascii=False)
    return "\n".join(f"wrote {shown(file)}" for file in written)


def _wrong_date(date: str, records: Path | None) -> str:
    """The sentence for a day that is none, or that nothing is asked for; "" where it is right."""
    if records is None:
        return "--date is for records; give --records DIR with it"
    try:
        right = day.fromisoformat(date).isoformat() == date
    except ValueError:
        right = False
    return "" if right else f"--date {date}: is no day; one such as 2026-11-24 is right"


def _wrong_base(base: Path, changes: bool) -> str:
    """The sentence for a file that nothing is compared with, or that is not there; "" where it is right."""
    if not changes:
        return "--base is for changes; give --changes with it"
    return "" if base.is_file() else f"--base {base}: there is no such file; the stack file as it was is right"


def shown(path: Path) -> Path:
    """The path as a person would type it from where they are."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def _stop(sentence: str, code: int) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(code)


def fault_sentence(fault: Exception) -> str:
    """A fault of ours, in one sentence: never blame the person's file, always say how to see more."""
    at = fault.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f" at {Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at is not None else ""
    text = " ".join(str(fault).split())
    return (
        f"Groundwork itself failed{where} ({type(fault).__name__}: {text}); "
        "this is not your stack file's fault. Set GROUNDWORK_TRACEBACK=1 to see where, and report it."
    )
