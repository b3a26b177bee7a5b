"""The recovery table: every resource that keeps data, what of it can be lost, and where its copies are.

Made from the graph alone, by the judgement the rule REC-001 has too (`policies/recovery.py`). Times to restore are
orders of magnitude: AWS publishes none, and they grow with the data.
"""

import textwrap
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from catalogue.stateful import stateful_types
from graph.model import Resource
from policies.recovery import Way, is_stateful, ways_back
from policies.scene import Scene
from policies.values import at

WIDTHS = (22, 12, 27, 13)
HEAD = ("resource", "lost at most", "brought back by", "within")
NONE = "NONE"


class RecoveryRow(BaseModel):
    """One resource that keeps data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urn: str
    type: str
    name: str
    label: str = Field(description="What people call the type, such as RDS.")
    data_class: str = Field(description="Its DataClassification; empty where it says none.")
    brought_back_by: list[str] = Field(description="Every way there is, the one that loses least first.")
    recovery_point_minutes: float | None = Field(description="Minutes of data lost at most; null: nobody promises any.")
    recovery_time: str = Field(description="How long it takes: an order of magnitude. Empty where nothing helps.")
    region: str = Field(description="Where the resource, and what its own service keeps of it, are.")
    copies: list[str] = Field(description="Other regions that have a copy.")


class RecoveryTable(BaseModel):
    """Every resource of a stack that keeps data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stack: str
    without: int = Field(description="Resources that nothing brings back.")
    rows: list[RecoveryRow]

    def as_text(self) -> str:
        """The table in 80 columns; the copies of a resource on a line of their own."""
        if not self.rows:
            return f"{self.stack}: nothing keeps data."
        lines = [_line(HEAD), _line("-" * width for width in WIDTHS)]
        for row in self.rows:
            lines += _cells(row)
            where = ", ".join([row.region or "a region not known yet", *row.copies])
            lines.append(f"    {row.label}, {row.data_class or 'no class'}; copies in {where}")
        kept = len(self.rows) - self.without
        lines.append("")
        lines.append(f"{kept} of {len(self.rows)} resources that keep data can be brought back.")
        if any(row.recovery_point_minutes is None and row.brought_back_by for row in self.rows):
            lines += textwrap.wrap(
                "A file system in front of a store is read again from it: what was not exported yet is lost.", 80
            )
        return "\n".join(lines)


def recovery_table(scene: Scene) -> RecoveryTable:
    """The table of a graph. The same graph always gives the same table."""
    rows = [_row(resource, scene) for resource in scene.graph if is_stateful(resource)]
    rows.sort(key=lambda row: (row.label, row.name))
    return RecoveryTable(stack=scene.graph.stack, without=sum(not row.brought_back_by for row in rows), rows=rows)


def _row(resource: Resource, scene: Scene) -> RecoveryRow:
    ways = sorted((way for way in ways_back(resource, scene) if way.holds), key=_loses)
    said = at(resource, "tags.DataClassification")
    return RecoveryRow(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        label=stateful_types()[resource.type].label,
        data_class=said if isinstance(said, str) else "",
        brought_back_by=[way.how for way in ways],
        recovery_point_minutes=ways[0].rpo_minutes if ways else None,
        recovery_time=ways[0].rto if ways else "",
        region=resource.region if isinstance(resource.region, str) else "",
        copies=sorted({place for way in ways for place in way.copies}),
    )


def _loses(way: Way) -> float:
    return float("inf") if way.rpo_minutes is None else way.rpo_minutes


def _cells(row: RecoveryRow) -> list[str]:
    """The lines of a row: a long cell goes on below itself."""
    if not row.brought_back_by:
        cells = (row.name, "everything", NONE, "never")
    else:
        cells = (row.name, _spoken(row.recovery_point_minutes), ", ".join(row.brought_back_by), row.recovery_time)
    parts = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    high = max(map(len, parts))
    return [_line(part[place] if place < len(part) else "" for part in parts) for place in range(high)]


def _spoken(minutes: float | None) -> str:
    if minutes is None:
        return "what is new"
    if minutes == 0:
        return "nothing"
    if minutes < 60:
        return f"{minutes:g} minutes"
    return f"{minutes / 60:g} hours" if minutes < 2880 else f"{minutes / 1440:g} days"


def _line(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
