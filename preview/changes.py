"""What changes between two graphs, and what each change does to what keeps data.

A resource is replaced where an input that forces it changes, or where such an input names a resource that is replaced:
that goes on until nothing more is. Which inputs those are is data (`catalogue/changes.py`); an engine's own preview
against the real provider is the last word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.changes import DOWNTIME, IN_PLACE, REPLACES, keeps, properties_with_downtime, replacing_properties
from graph.model import Graph, Resource, references

MADE, GONE = "made", "gone"


@dataclass(frozen=True)
class ResourceChange:
    """What happens to one resource."""

    urn: str
    type: str
    name: str
    what: str
    """made, gone, in_place, downtime or replaces."""
    properties: tuple[str, ...] = ()
    """Paths of the inputs that differ."""
    because: tuple[str, ...] = ()
    """Those of them that replace it, or interrupt it."""
    interrupts: bool = False
    """Whether the service is interrupted, also where it is what keeps nothing that is replaced."""

    @property
    def loses(self) -> bool:
        """Whether what it keeps is lost."""
        return self.what in (GONE, REPLACES) and keeps(self.type)


@dataclass
class _Compared:
    before: Resource
    after: Resource
    differing: Mapping[str, tuple[Any, Any]]
    forced: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """Inputs that name a replaced resource."""


def resource_changes(before: Graph, after: Graph) -> tuple[ResourceChange, ...]:
    """Every resource that is made, changed, replaced or gone, by its URN. Components are not resources."""
    old = {resource.urn: resource for resource in before if resource.custom}
    new = {resource.urn: resource for resource in after if resource.custom}
    compared = {urn: _compared(old[urn], new[urn]) for urn in old.keys() & new.keys()}
    _replace_what_follows(compared)
    found = [_change(each) for each in compared.values() if each.differing or each.moved]
    found += [ResourceChange(urn, old[urn].type, old[urn].name, GONE) for urn in old.keys() - new.keys()]
    found += [ResourceChange(urn, new[urn].type, new[urn].name, MADE) for urn in new.keys() - old.keys()]
    return tuple(sorted(found, key=lambda change: change.urn))


def verdict(changes: tuple[ResourceChange, ...]) -> str:
    """in_place, downtime or replaces: the worst that happens to anything that keeps data."""
    if any(change.loses for change in changes):
        return REPLACES
    return DOWNTIME if any(change.interrupts for change in changes) else IN_PLACE


def _compared(before: Resource, after: Resource) -> _Compared:
    differing = {path: values for path, *values in _differences("", before.inputs, after.inputs)}
    made = _Compared(before, after, {path: (old, new) for path, (old, new) in differing.items()})
    made.forced |= {path for path, (old, new) in made.differing.items() if _forces(after.type, path, old, new)}
    return made


def _forces(type_: str, path: str, old: Any, new: Any) -> bool:
    return any(each.forces(path, old, new) for each in replacing_properties().get(type_, ()))


def _replace_what_follows(compared: Mapping[str, _Compared]) -> None:
    """An input that names a replaced resource changes with it."""
    replaced = {urn for urn, each in compared.items() if each.forced}
    new = replaced
    while new:
        for each in compared.values():
            for path, value in _leaves("", each.after.inputs):
                if new.intersection(references(value)):
                    each.moved.add(path)
                    if _forces(each.after.type, path, None, value):
                        each.forced.add(path)
        new = {urn for urn, each in compared.items() if each.forced} - replaced
        replaced |= new


def _change(each: _Compared) -> ResourceChange:
    type_, paths = each.after.type, tuple(sorted(each.differing.keys() | each.moved))
    stops = {path for path in paths if f"{type_}/{path}" in properties_with_downtime()}
    what = REPLACES if each.forced else DOWNTIME if stops else IN_PLACE
    return ResourceChange(
        each.after.urn, type_, each.after.name, what, paths, tuple(sorted(each.forced or stops)), bool(stops)
    )


def _differences(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Paths whose values differ; a list is one value, since its items have no names."""
    if isinstance(old, Mapping) or isinstance(new, Mapping):
        if not (isinstance(old, Mapping | None) and isinstance(new, Mapping | None)):
            yield path, old, new
            return
        old, new = old or {}, new or {}
        for key in sorted(old.keys() | new.keys()):
            yield from _differences(f"{path}.{key}" if path else key, old.get(key), new.get(key))
    elif old != new:
        yield path, old, new


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, item)
    else:
        yield path, value
