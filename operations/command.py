"""The command: `python -m operations preflight STACK`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from preview.command import fault_sentence, shown

if TYPE_CHECKING:
    from operations.preflight.account import Account
    from operations.preflight.plan import Plan
    from operations.preflight.report import Report

ROOT = Path(__file__).resolve().parent.parent
FAILED, COULD_NOT_RUN = 1, 2

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What needs a live account. It reads; what it would have changed, it gives as a command.",
)


@app.callback()
def operations() -> None:
    """Keeps `preflight` a word of its own while it is the only one."""


@app.command()
def preflight(
    stack: Annotated[str, typer.Argument(help="A stack (prod), or the path of a stack file.")] = "",
    skip: Annotated[str, typer.Option(help="Checks to leave out, with commas: quotas,zones")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print the document of docs/preflight.md instead.")] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="List the checks and what they may ask, and ask nothing.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Tell in full what is ok, too.")] = False,
    profile: Annotated[str | None, typer.Option(help="AWS profile to ask as. Default: the environment's.")] = None,
    stacks: Annotated[Path, typer.Option(help="Folder of the stack files.", show_default="stacks")] = ROOT / "stacks",
) -> None:
    """Will the account take STACK? Asks it, changes nothing. Ends with 0 where nothing fails, 1 where something does,
    2 where it could not be asked."""
    from operations.preflight.checks import CHECKS

    if list_:
        from rich.console import Console

        from operations.preflight.terminal import show_checks

        show_checks(CHECKS, Console(highlight=False))
        return
    skipped = [word.strip() for word in skip.split(",") if word.strip()]
    names = [check.name for check in CHECKS]
    for word in skipped:
        if word not in names:
            _stop(f"--skip: there is no check {word!r}; there are {', '.join(names)}")
    if not stack:
        _stop("name a stack, such as prod, or the path of a stack file")

    from operations.preflight.account import Account

    plan = _plan(stack, stacks)
    report = _asked(plan, Account(plan.region, profile=profile), skipped)
    if json:
        print(report.model_dump_json(indent=2))
    else:
        from rich.console import Console

        from operations.preflight.terminal import show

        show(report, Console(highlight=False), everything)
    raise typer.Exit(FAILED if report.result == "fail" else 0)


def _plan(stack: str, stacks: Path) -> "Plan":
    from operations.preflight.plan import NothingToAsk
    from operations.preflight.run import plan_of
    from preview.progress import Progress
    from preview.run import Refused
    from preview.stack_file import UnknownStack, find_stack_file

    try:
        path = find_stack_file(stack, shown(stacks))
        with Progress(f"Running the program of {path} in process ..."):
            plan = plan_of(path)
            _ = plan.account_id
    except (UnknownStack, Refused, NothingToAsk) as wrong:
        _stop(str(wrong))
    except Exception as fault:
        if os.environ.get("GROUNDWORK_TRACEBACK"):
            raise
        _stop(fault_sentence(fault))
    return plan


def _asked(plan: "Plan", account: "Account", skipped: list[str]) -> "Report":
    from operations.preflight.account import NoCredentials
    from operations.preflight.check import Check
    from operations.preflight.checks import CHECKS
    from operations.preflight.report import report
    from operations.preflight.run import preflight as run
    from preview.progress import Progress

    with Progress(f"Asking account {plan.account_id} in {plan.region} ...") as progress:
        left = {check.name for check in CHECKS}

        def told(check: Check) -> None:
            left.discard(check.name)
            progress.say(
                f"Asking account {plan.account_id} in {plan.region}: {len(left)} of {len(CHECKS)} checks left ..."
            )

        try:
            return report(plan, run(plan, account, skipped, told))
        except NoCredentials as nobody:
            _stop(str(nobody))
        except Exception as fault:
            if os.environ.get("GROUNDWORK_TRACEBACK"):
                raise
            _stop(fault_sentence(fault))


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(COULD_NOT_RUN)
