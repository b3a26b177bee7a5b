"""Flows of data, read from the resources that make them: never declared a second time."""

import re
from collections.abc import Iterator, Mapping

from catalogue.store_flows import Carries, FlowType, flow_types, log_groups
from graph.model import Resource
from policies.flows.access import accesses, roles_named
from policies.flows.backups import backup_flows
from policies.flows.model import NOT_KNOWN, UNKNOWN, End, Flow, flow
from policies.flows.places import Places
from policies.values import ABSENT, at, hidden, items

IN_BRACES = re.compile(r"\{([\w.]+)\}")
ROLE = "role:"


def flows_of(places: Places) -> tuple[Flow, ...]:
    """Every flow that a resource of the graph makes or a role may make, sorted; worked out once."""
    found: tuple[Flow, ...] = places.scene.once("flows", lambda: tuple(sorted(_all(places))))
    return found


def flows_from(places: Places) -> Mapping[str, tuple[Flow, ...]]:
    """The flows out of each store by its URN; under "" those whose source is not in the stack or not known."""

    def by_source() -> Mapping[str, tuple[Flow, ...]]:
        found: dict[str, list[Flow]] = {}
        for each in flows_of(places):
            found.setdefault(each.source_urn, []).append(each)
        return {urn: tuple(flows) for urn, flows in found.items()}

    made: Mapping[str, tuple[Flow, ...]] = places.scene.once("flows by source", by_source)
    return made


def _all(places: Places) -> set[Flow]:
    found: set[Flow] = set(backup_flows(places))
    through: set[str] = set()
    for resource in places.scene.graph:
        for about in flow_types().get(resource.type, ()):
            found.update(_flows(resource, about, places))
            paths = [path.removeprefix(ROLE) for path in (about.source, about.target) if path.startswith(ROLE)]
            through.update(urn for path in paths for urn in roles_named(places, resource, path))
        found.update(_logs(resource, places))
    certain = {(each.source, each.target) for each in found if not each.possible}
    found.update(_granted(places, through))
    return {each for each in found if not each.possible or (each.source, each.target) not in certain}


def _flows(resource: Resource, about: FlowType, places: Places) -> Iterator[Flow]:
    words = [_said(resource, path) for path in IN_BRACES.findall(about.what)]
    if any(word == "" for word in words):
        return  # such as an association without a policy of export: nothing flows by itself
    what = IN_BRACES.sub(lambda match: _said(resource, match[1]), about.what)
    for source in _ends(resource, about.source, "reads", places):
        for target in _ends(resource, about.target, "writes", places):
            if source != target:
                yield flow(
                    source,
                    target,
                    what,
                    _via(resource),
                    carries_data=about.carries is not Carries.ABOUT,
                    possible=about.carries is Carries.MAY,
                )


def _ends(resource: Resource, path: str, does: str, places: Places) -> tuple[End, ...]:
    if not path.startswith(ROLE):
        return places.ends(resource, path)
    roles = roles_named(places, resource, path.removeprefix(ROLE))
    return tuple(one.place for one in accesses(places) if one.role_urn in roles and does in one.words)


def _granted(places: Places, through: set[str]) -> Iterator[Flow]:
    """From what a role may read to what it may write; a role that a store works with is left to that store's links."""
    held: dict[str, list[tuple[str, End, tuple[str, ...]]]] = {}
    for one in accesses(places):
        if one.role_urn and one.role_urn not in through:
            held.setdefault(one.role_urn, []).append((one.role, one.place, one.words))
    for grants in held.values():
        for role, source, reads in grants:
            for _, target, writes in grants:
                if "reads" in reads and "writes" in writes and source != target and (source.urn or target.urn):
                    yield flow(source, target, "what its holder makes of the data", f"{role} (Role)", possible=True)


def _said(resource: Resource, path: str) -> str:
    value = at(resource, path)
    listed = items(value)
    if hidden(value) or listed is None:
        return UNKNOWN
    return ", ".join(sorted(str(one) for one in listed))


def _via(resource: Resource) -> str:
    return f"{resource.name} ({resource.type.rpartition(':')[2]})"


def _logs(resource: Resource, places: Places) -> Iterator[Flow]:
    """A service writes to the log group of a fixed name, which no input names; without it, to one it makes itself."""
    about = log_groups().get(resource.type)
    kinds = at(resource, about.kinds) if about else ABSENT
    listed = items(kinds)
    if about is None or kinds is ABSENT or listed == ():
        return
    name = at(resource, about.name)
    for kind in listed if listed and "{kind}" in about.group else (_said(resource, about.kinds),):
        known = isinstance(name, str) and isinstance(kind, str)
        group = about.group.format(name=name, kind=kind) if known else ""
        what = f"log: {kind if isinstance(kind, str) else UNKNOWN}"
        yield flow(places.of(resource), _group(group, resource, places), what, _via(resource), carries_data=False)


def _group(name: str, writer: Resource, places: Places) -> End:
    """The log group of a name: a store, or one that the service makes where the writer is."""
    for urn in places.scene.urns_named(name):
        return places.of(places.scene.graph.by_urn[urn])
    said = f"{name} (log group), outside the stack" if name else NOT_KNOWN
    return End(said, UNKNOWN, places.of(writer).region)
