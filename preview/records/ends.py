"""The two ends of a flow: from a path of a resource's inputs to the places it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import Resource, Text
from policies.scene import Scene
from policies.values import ABSENT, at, hidden, items
from preview.records.model import UNKNOWN, Flow, Store
from preview.records.stores import region_of

ITSELF, REGION, STORES = ".", "region:", "store:"


@dataclass(frozen=True, order=True)
class End:
    """A place that data comes from or goes to."""

    label: str
    data_class: str
    region: str
    urn: str = ""
    """URN of the store; "" for anything else."""


@dataclass(frozen=True)
class Places:
    """The stores of a scene, by URN, and the scene itself."""

    scene: Scene
    stores: Mapping[str, Store]

    def ends(self, holder: Resource, path: str) -> tuple[End, ...]:
        """The places that a path of the table names; none where the input is not there."""
        if path == ITSELF:
            return (self.of(holder),)
        if path.startswith(REGION):
            leaves = _leaves(holder, path.removeprefix(REGION))
            return tuple(_copy(holder, UNKNOWN if hidden(leaf) else str(leaf)) for leaf in leaves)
        path, only_stores = path.removeprefix(STORES), path.startswith(STORES)
        top = path.partition(".")[0]
        found: dict[End, None] = {}
        for leaf in _leaves(holder, path):
            named = self.named(holder, leaf, top)
            found.update(dict.fromkeys(end for end in named if end.urn or not only_stores))
        return tuple(found)

    def named(self, holder: Resource, value: Any, top: str) -> tuple[End, ...]:
        """The places that one value names; a place outside the stack where it names nothing in it."""
        return tuple(self._named(holder, value, top) or [_outside(value)])

    def of(self, resource: Resource) -> End:
        """The end that a resource is."""
        store = self.stores.get(resource.urn)
        if store is not None:
            return End(store.label, store.data_class, store.region, resource.urn)
        return End(f"{resource.name} ({resource.type.rpartition(':')[2]})", UNKNOWN, region_of(resource))

    def _named(self, holder: Resource, leaf: Any, top: str) -> list[End]:
        if isinstance(leaf, str):
            name = leaf.removeprefix("s3://").partition("/")[0] if leaf.startswith("s3://") else leaf
            urns = self.scene.urns_named(name.removesuffix(":*")) or self._with_prefix(name)
            found = [self.scene.graph.by_urn[urn] for urn in urns]
        else:
            found = list(self.scene.named(holder, leaf, top, tuple(self.scene.graph.by_type)))
        stores = [resource for resource in found if resource.urn in self.stores]
        return [self.of(resource) for resource in stores or found[:1]]

    def _with_prefix(self, name: str) -> tuple[str, ...]:
        return tuple(urn for urn, store in self.stores.items() if store.resource.inputs.get("prefix") == name)


def flow(source: End, target: End, what: str, via: str, carries_data: bool = True) -> Flow:
    """A flow between two ends."""
    return Flow(
        source.label,
        target.label,
        what,
        via,
        source.data_class,
        target.data_class,
        source.region,
        target.region,
        source.urn,
        target.urn,
        carries_data,
    )


def _leaves(holder: Resource, path: str) -> tuple[Any, ...]:
    """Every value at the end of a path, through lists; what hides a value on the way stands for it."""
    values: list[Any] = [holder.inputs]
    for step in path.split("."):
        values = [at(each, step) for value in values for each in _each(value)]
        values = [value for value in values if value is not ABSENT]
    return tuple(leaf for value in values for leaf in _flat(value))


def _each(value: Any) -> tuple[Any, ...]:
    return (value,) if isinstance(value, Mapping) or hidden(value) else items(value) or ()


def _flat(value: Any) -> Iterator[Any]:
    """What lies in a value, however deep: texts, and whatever hides one."""
    if isinstance(value, Mapping):
        for member in value.values():
            yield from _flat(member)
    elif isinstance(value, tuple | list):
        for element in value:
            yield from _flat(element)
    elif value not in (None, ""):
        yield value


def _copy(holder: Resource, region: str) -> End:
    return End(f"copy of {holder.name} in {region}", UNKNOWN, region)


def _outside(leaf: Any) -> End:
    if isinstance(leaf, Text):
        leaf = "".join(part if isinstance(part, str) else "…" for part in leaf.parts)
    if hidden(leaf):
        return End("a place outside the stack that is not known", UNKNOWN, UNKNOWN)
    words = str(leaf).split(":")
    region = words[3] if len(words) > 3 and words[0] == "arn" and words[3] else UNKNOWN
    return End(f"{leaf}, outside the stack", UNKNOWN, region)
