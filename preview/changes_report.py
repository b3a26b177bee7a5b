"""What a change does to a stack: per component what its arguments do, or per resource what has changed since a base."""

import textwrap
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from catalogue.changes import DOWNTIME, IN_PLACE, REPLACES, argument_changes
from graph.model import Graph
from preview.changes import resource_changes

PACKAGE = "groundwork:index:"
SAID = {IN_PLACE: "in place", DOWNTIME: "with downtime", REPLACES: "replaced"}
NEVER = ("account_id", "partition", "region")
"""Arguments that are the whole stack's: another place is another stack."""


class ComponentChanges(BaseModel):
    """What the arguments of one component of the stack do when they change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    component: str
    in_place: list[str]
    downtime: dict[str, str] = Field(description="By argument, what happens.")
    replaces: dict[str, str] = Field(description="By argument, how to get there without losing data.")


class ChangedResource(BaseModel):
    """What becomes of one resource."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    urn: str
    type: str
    name: str
    what: str = Field(description="made, gone, in_place, downtime or replaces.")
    properties: list[str] = Field(description="Inputs that differ.")
    because: list[str] = Field(description="Those of them that replace it, or interrupt it.")
    loses: bool = Field(description="Whether data it keeps is lost.")


class Changes(BaseModel):
    """The answer of `--changes`: of the components, or with a base of the resources that differ."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stack: str
    compared: bool = Field(description="Whether there was a base.")
    lost: int = Field(description="Resources whose data would be lost; 0 without a base.")
    components: list[ComponentChanges]
    resources: list[ChangedResource]

    def as_text(self) -> str:
        """At most 80 columns."""
        return "\n".join(self._compared() if self.compared else self._described())

    def _described(self) -> Iterator[str]:
        if not self.components:
            yield f"{self.stack}: nothing keeps data."
        for each in self.components:
            yield f"{each.component} {each.name}"
            for argument, what in each.downtime.items():
                yield from _wrapped(f"  {argument}: with downtime; {what}")
            for argument, instead in each.replaces.items():
                yield from _wrapped(f"  {argument}: replaces; instead {instead}")
            yield f"  the other {len(each.in_place)} arguments change in place"

    def _compared(self) -> Iterator[str]:
        for each in self.resources:
            why = f": {', '.join(each.because or each.properties)}" if each.properties else ""
            lost = "; WHAT IT KEEPS IS LOST" if each.loses else ""
            yield from _wrapped(
                f"{each.type.rpartition(':')[2]} {each.name} {SAID.get(each.what, each.what)}{why}{lost}"
            )
        stops = sum(each.what == DOWNTIME for each in self.resources)
        yield (
            f"{self.stack}: {len(self.resources)} resources change, {stops} with downtime; "
            f"{self.lost or 'none'} would lose data."
        )


def changes_report(graph: Graph, base: Graph | None) -> Changes:
    """The report of a graph; the same graphs always give the same report."""
    if base is None:
        return Changes(stack=graph.stack, compared=False, lost=0, components=_components(graph), resources=[])
    found = [
        ChangedResource(
            urn=each.urn,
            type=each.type,
            name=each.name,
            what=each.what,
            properties=list(each.properties),
            because=list(each.because),
            loses=each.loses,
        )
        for each in resource_changes(base, graph)
    ]
    lost = sum(each.loses for each in found)
    return Changes(stack=graph.stack, compared=True, lost=lost, components=[], resources=found)


def _components(graph: Graph) -> list[ComponentChanges]:
    known = argument_changes()
    found = [
        (resource.type.removeprefix(PACKAGE), resource.name)
        for resource in graph
        if resource.type.startswith(PACKAGE) and resource.type.removeprefix(PACKAGE) in known
    ]
    return [_component(component, name) for component, name in sorted(found)]


def _component(component: str, name: str) -> ComponentChanges:
    rows = [row for row in argument_changes()[component].values() if row.argument not in NEVER]
    return ComponentChanges(
        name=name,
        component=component,
        in_place=[row.argument for row in rows if row.change == IN_PLACE],
        downtime={row.argument: row.what for row in rows if row.change == DOWNTIME},
        replaces={row.argument: row.instead for row in rows if row.change == REPLACES},
    )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 80, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
