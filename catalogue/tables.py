"""Tables of facts: a CSV file each, read once when first asked for, with its corrections applied.

A correction is a row of `data/corrections.csv`: what the source says, what is right instead, by which source, and why.
The copied files stay as their source has them, so that a newer copy can replace them; a correction whose `was` no
longer holds stops the load, because then the source has changed its mind.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
CORRECTIONS = "corrections"
# What `was` says where the source has no such row.
ABSENT = "(absent)"

# The columns that name a row of a table.
KEYS: Mapping[str, tuple[str, ...]] = {
    "accelerators": ("instance_type",),
    "instance_types": ("instance_type",),
    "network_cards": ("instance_type", "card_index"),
    "zone_offerings": ("instance_type", "region"),
}

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of a table, corrected."""
    rows = read(name)
    wanted = [row for row in _corrections() if row["table"] == name]
    return correct(name, rows, wanted) if wanted else rows


@cache
def _corrections() -> tuple[Row, ...]:
    return read(CORRECTIONS)


def read(name: str) -> tuple[Row, ...]:
    """The rows of a table as its file has them."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))


def correct(name: str, rows: tuple[Row, ...], corrections: list[Row]) -> tuple[Row, ...]:
    """The rows with each correction applied to the one cell it names; a row that is absent is added."""
    by_key = {_key(name, row): dict(row) for row in rows}
    columns = tuple(rows[0])
    for correction in corrections:
        key, column, was, now = (correction[part] for part in ("key", "column", "was", "now"))
        if column not in columns:
            raise ValueError(f"corrections.csv: {name} has no column {column!r}; its columns are {', '.join(columns)}")
        if was == ABSENT and key not in by_key:
            by_key[key] = dict.fromkeys(columns, "") | dict(zip(KEYS[name], key.split("/"), strict=True))
        found = by_key.get(key, {}).get(column, ABSENT)
        if found != ("" if was == ABSENT else was):
            raise ValueError(
                f"corrections.csv: {name} {key} {column} is {found!r}, not {was!r}; the source has changed"
            )
        by_key[key][column] = now
    return tuple(by_key.values())


def _key(name: str, row: Row) -> str:
    return "/".join(row[column] for column in KEYS[name])
