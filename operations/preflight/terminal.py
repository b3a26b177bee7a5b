"""A preflight as a person reads it: 80 columns are enough, colour is never needed."""

import shlex
import textwrap
from itertools import groupby

from rich.console import Console
from rich.text import Text

from operations.preflight.check import Check
from operations.preflight.finding import Grade
from operations.preflight.report import FindingEntry, Report

MARKS = {
    Grade.OK: ("ok", "green"),
    Grade.WARN: ("WARN", "yellow"),
    Grade.FAIL: ("FAIL", "bold red"),
    Grade.SKIP: ("skip", "dim"),
}
UNBREAKABLE = "\u00a0"
MARK_WIDTH = 6
NARROWEST = 40
"""Columns below which text is not wrapped any further, whatever the terminal says of itself."""


def show(report: Report, console: Console, everything: bool = False) -> None:
    """Print the findings by check, the checks that did not ask, and the result. What is ok is only named, unless
    everything is wanted."""
    console.print(Text.assemble((report.stack, "bold"), f"  account {report.account_id}, {report.region}"))
    unasked: dict[str, list[str]] = {}
    for finding in report.findings:
        if finding.grade is Grade.SKIP and not (finding.subject or finding.permission):
            unasked.setdefault(finding.reason, []).append(finding.check)
    told = [finding for finding in report.findings if finding.check not in unasked.get(finding.reason, ())]
    for name, group in groupby(told, key=lambda finding: finding.check):
        console.print(Text(name, "bold"))
        findings = list(group)
        fine = [finding for finding in findings if finding.grade is Grade.OK and not everything]
        if fine:
            _show_lines(Grade.OK, ", ".join(dict.fromkeys(_unbroken(finding.subject) for finding in fine)), console)
        for finding in findings:
            if everything or finding.grade is not Grade.OK:
                _show_finding(finding, console)
    if unasked:
        console.print(Text("not asked", "bold"))
    for reason, names in unasked.items():
        _show_lines(Grade.SKIP, f"{', '.join(names)}: {reason}", console)
    console.print()
    mark, style, text = _result(report)
    first, *rest = textwrap.wrap(f"{mark}: {text}", max(console.width, NARROWEST))
    console.print(Text.assemble((mark, style), first.removeprefix(mark)))
    for line in rest:
        console.print(Text(line))


def _unbroken(words: str) -> str:
    return words.replace(" ", UNBREAKABLE)


def _show_lines(grade: Grade, text: str, console: Console) -> None:
    """Text behind the mark of its grade."""
    mark, style = MARKS[grade]
    width = max(console.width - MARK_WIDTH, NARROWEST)
    first, *rest = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    console.print(Text.assemble((f"{mark:<{MARK_WIDTH}}", style), first.replace(UNBREAKABLE, " ")), soft_wrap=True)
    for line in rest:
        console.print(Text(" " * MARK_WIDTH + line.replace(UNBREAKABLE, " ")), soft_wrap=True)


def _show_finding(finding: FindingEntry, console: Console) -> None:
    text = f"{finding.subject}: {finding.reason}" if finding.subject else finding.reason
    _show_lines(finding.grade, text, console)
    if finding.grade is Grade.OK:
        return
    if finding.stack_file:
        place = finding.stack_file
        console.print(Text(f"{' ' * MARK_WIDTH}{place.file}:{place.line} ({place.key})", "dim"), soft_wrap=True)
    for line in command_lines(finding.fix, max(console.width - MARK_WIDTH, NARROWEST)):
        console.print(Text(" " * MARK_WIDTH + line, "cyan"), soft_wrap=True)


def command_lines(command: str, width: int) -> list[str]:
    """A command over as many lines as it needs, so that a shell still takes it when it is copied whole."""
    if not command:
        return []
    words = [shlex.quote(word) for word in shlex.split(command)]
    lines, line = [], "$"
    for word in words:
        # An option stays with its value: a break comes only before an option.
        if word.startswith("--") and len(line) + len(_with_value(words, word)) > width - len(" \\"):
            lines.append(f"{line} \\")
            line = "   "
        line = f"{line} {word}"
    return [*lines, line]


def _with_value(words: list[str], option: str) -> str:
    at = words.index(option)
    after = words[at + 1 : at + 2]
    return " ".join((option, *(word for word in after if not word.startswith("--"))))


def _result(report: Report) -> tuple[str, str, str]:
    """The last word, its style, and what follows it."""
    counts = report.counts
    told = ", ".join(f"{counts[grade]} {grade}" for grade in Grade if counts[grade])
    if report.result == "fail":
        return "fail", "bold red", f"{told}. `pulumi up` cannot work before the failures are gone."
    if counts[Grade.SKIP]:
        return "ok", "bold green", f"{told}. Nothing fails of what could be asked."
    return "ok", "bold green", f"{told}."


def show_checks(checks: tuple[Check, ...], console: Console) -> None:
    """Print every check with what it answers and what it may ask."""
    for check in checks:
        console.print(Text.assemble((f"{check.name:<14}", "bold"), check.title), soft_wrap=True)
        asks = textwrap.wrap(", ".join(check.permissions), max(console.width - 14, NARROWEST))
        for line in asks:
            console.print(Text(" " * 14 + line, "dim"), soft_wrap=True)
