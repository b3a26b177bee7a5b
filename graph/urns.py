"""URNs: how the engine makes them, and every one a program answers to."""

from dataclasses import dataclass

from graph.model import STACK_TYPE, Graph, Resource


@dataclass(frozen=True, slots=True)
class Alias:
    """What a resource was called before, as far as it differs: "" means as today."""

    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent_urn: str = ""
    no_parent: bool = False
    """True where the resource stood directly under the stack."""


def urn_of(stack: str, project: str, parent: str, type_: str, name: str) -> str:
    """The URN of a resource: its type is qualified by those of all its parents below the stack."""
    if parent:
        parent_type = qualified_type(parent)
        if parent_type != STACK_TYPE:
            type_ = f"{parent_type}${type_}"
    return f"urn:pulumi:{stack}::{project}::{type_}::{name}"


def qualified_type(urn: str) -> str:
    """The types of a resource and its parents, such as `groundwork:index:Network$aws:ec2/vpc:Vpc`."""
    return urn.split("::", 3)[2]


def name_of(urn: str) -> str:
    """The logical name; it may hold `::` itself."""
    return urn.split("::", 3)[3]


def known_urns(graph: Graph) -> frozenset[str]:
    """Every URN this program answers to: today's and, through aliases, yesterday's.

    As the engine does (`inheritedChildAlias`): a child inherits its parent's aliases, and one whose name starts with
    the parent's follows the parent's old name.
    """
    known: dict[str, frozenset[str]] = {}
    for resource in sorted(graph, key=lambda r: r.urn.count("$")):  # parents first
        parents = known.get(resource.parent, frozenset((resource.parent,)))
        found = {_with_parent(graph, resource, resource.type, resource.name, parent) for parent in parents}
        for alias in resource.aliases:
            if isinstance(alias, str):
                found.add(alias)
                continue
            old_parents = {""} if alias.no_parent else {alias.parent_urn} if alias.parent_urn else parents
            for parent in old_parents:
                found.add(
                    _with_parent(
                        graph,
                        resource,
                        alias.type or resource.type,
                        alias.name,
                        parent,
                        alias.stack,
                        alias.project,
                    )
                )
        known[resource.urn] = frozenset(found)
    return frozenset().union(*known.values())


def _with_parent(
    graph: Graph, resource: Resource, type_: str, name: str, parent: str, stack: str = "", project: str = ""
) -> str:
    """The resource's URN under one of its parent's names; without a name of its own it follows the parent's."""
    if not name or name == resource.name:
        name = resource.name
        old = name_of(parent) if parent else ""
        new = name_of(resource.parent) if resource.parent else ""
        if old and old != new and name.startswith(new):
            name = old + name.removeprefix(new)
    return urn_of(stack or graph.stack, project or graph.project, parent, type_, name)
