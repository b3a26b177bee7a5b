"""Run a stack's program in this process, judge what it declares, and make the document of it."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from preview.document import Preview
from preview.stack_file import read_lines, stack_name

if TYPE_CHECKING:
    from graph.model import Graph
    from preview.changes_report import Changes
    from preview.records.sheet import Sheet
    from preview.recovery import RecoveryTable
    from stacks.settings import AnySettings

PROJECT = "groundwork"
COMPONENT_SENTENCE = re.compile(r"^[A-Z]\w+ '[^']*': ")
"""How a component begins when it refuses an argument (`Component.refuse`)."""


class Refused(ValueError):
    """The stack file cannot be deployed; the text is one sentence for each fault."""


def captured(path: Path, stack: str = "") -> "tuple[AnySettings, Graph]":
    """What a stack file says, and the graph of everything it declares. Takes no engine, credentials or network.

    stack: the stack it is a version of; the one its name says if not given.
    """
    from graph.capture import capture
    from stacks.platform import deploy
    from stacks.settings import SettingsError, load_any

    try:
        settings = load_any(path)
    except SettingsError as wrong:
        raise Refused(str(wrong)) from None
    try:
        return settings, capture(lambda: deploy(settings), project=PROJECT, stack=stack or stack_name(path))
    except ValueError as wrong:
        if COMPONENT_SENTENCE.match(str(wrong)):
            raise Refused(f"{path}: {wrong}") from None
        raise


def records_sheets(path: Path, day: str = "") -> "tuple[Sheet, ...]":
    """The records of what a stack file declares; `day` is the only date in them."""
    from policies.context import context_of
    from preview.records.build import records_of
    from preview.records.sheets import sheets_of

    settings, graph = captured(path)
    return sheets_of(records_of(graph, context_of(settings.model_dump())), day)


def run(path: Path, today: date | None = None) -> Preview:
    """The preview of one stack file. Takes no engine, credentials or network."""
    from policies.context import context_of
    from policies.evaluate import evaluate, ledger
    from policies.registry import RULES
    from policies.waivers import load as load_waivers
    from preview.assemble import preview_document
    from preview.waivers import waiver_entries

    settings, graph = captured(path)
    day = today or date.today()
    waivers = load_waivers()
    context = context_of(settings.model_dump())
    findings = evaluate(graph, waivers=waivers.waivers, today=day, context=context)
    return preview_document(
        graph,
        findings,
        rules=len(RULES),
        verdicts=ledger(graph, findings),
        waivers=waiver_entries(waivers.waivers, graph.stack, findings, day),
        waiver_problems=waivers.problems(day),
        stack_file=read_lines(path),
    )


def recovery_of(path: Path) -> "RecoveryTable":
    """What of a stack file's resources keeps data, and how it is brought back. Takes no engine or network."""
    from policies.context import context_of
    from policies.scene import Scene
    from preview.recovery import recovery_table

    settings, graph = captured(path)
    return recovery_table(Scene(graph, context_of(settings.model_dump())))


def changes_of(path: Path, base: Path | None = None) -> "Changes":
    """What a change does to what a stack file's components keep; with a base, what has changed since then."""
    from preview.changes_report import changes_report

    graph = captured(path)[1]
    return changes_report(graph, None if base is None else captured(base, stack_name(path))[1])
