"""A sheet of the records, as CSV and as Markdown. The same sheet gives the same bytes every time."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """One document: a table with words before and after it."""

    name: str
    """File name without its ending."""
    title: str
    before: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str
    """What is said where there is no row."""
    after: tuple[str, ...] = ()
    cards: bool = False
    """Whether Markdown has a part for each row instead of a table: for rows too wide for one."""
    code: str = ""
    """The column, of cards, whose lines are commands."""
    rest: tuple[tuple[str, ...], ...] = ()
    """Rows that CSV and JSON have and Markdown does not."""


def as_csv(sheet: Sheet) -> str:
    """The rows with their header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(sheet.columns)
    writer.writerows((*sheet.rows, *sheet.rest))
    return out.getvalue()


def as_markdown(sheet: Sheet) -> str:
    """The document to read."""
    parts = [f"# {sheet.title}", *sheet.before]
    if not sheet.rows:
        parts.append(sheet.nothing)
    elif sheet.cards:
        parts += [_card(sheet, row) for row in sheet.rows]
    else:
        lines = [_line(sheet.columns), "|" + "---|" * len(sheet.columns), *(_line(row) for row in sheet.rows)]
        parts.append("\n".join(lines))
    return "\n\n".join((*parts, *sheet.after)) + "\n"


def _card(sheet: Sheet, row: Sequence[str]) -> str:
    title, *rest = zip(sheet.columns, row, strict=True)
    said = [f"- **{column}**: {_escaped(value)}" for column, value in rest if value and column != sheet.code]
    commands = [value for column, value in rest if value and column == sheet.code]
    blocks = [f"```sh\n{value}\n```" for value in commands]
    return "\n\n".join([f"## {title[1]}", "\n".join(said), *blocks])


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
