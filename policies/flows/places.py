"""The stores of a graph, and the places that a path of a resource's inputs names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.store_flows import store_parts
from catalogue.stores import store_types
from graph.model import Resource, Text
from policies.flows.model import NOT_KNOWN, UNKNOWN, End, Store
from policies.scene import Scene
from policies.values import ABSENT, at, hidden, items

ITSELF, REGION = ".", "region:"
TAGS = ("tags", "resourceTags", "resourceLabels", "labels", "nodeConfig.resourceLabels")
"""Inputs that carry tags, by cloud and type."""
GOOGLE_WORDS = {"DataClassification": "data-classification", "Purpose": "purpose", "Owner": "owner"}


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
        top = path.partition(".")[0]
        found = (end for leaf in _leaves(holder, path) for end in self.named(holder, leaf, top))
        return tuple(dict.fromkeys(found))

    def named(self, holder: Resource, value: Any, top: str) -> tuple[End, ...]:
        """The places that one value names; a place outside the stack where it names nothing in it."""
        return tuple(self.of(each) for each in self.resources_named(holder, value, top)) or (outside(value),)

    def resources_named(self, holder: Resource, value: Any, top: str) -> tuple[Resource, ...]:
        """What one value names: stores if there are any, else the first resource of another kind."""
        graph = self.scene.graph
        if isinstance(value, str):
            name = value.removeprefix("s3://").partition("/")[0] if value.startswith("s3://") else value
            urns = self.scene.urns_named(name.removesuffix(":*")) or self._with_prefix(name)
            found = [graph.by_urn[urn] for urn in urns]
        else:
            found = list(self.scene.named(holder, value, top, tuple(graph.by_type)))
        stores = dict.fromkeys(urn for each in found for urn in self.stands_for(each))
        return tuple(graph.by_urn[urn] for urn in stores) or tuple(found[:1])

    def stands_for(self, resource: Resource, depth: int = 3) -> tuple[str, ...]:
        """URNs of the stores a resource is, or is a part of."""
        if resource.urn in self.stores:
            return (resource.urn,)
        found: list[str] = []
        for path in store_parts().get(resource.type, ()) if depth else ():
            for leaf in _leaves(resource, path):
                named = self.scene.named(resource, leaf, path.partition(".")[0], tuple(self.scene.graph.by_type))
                found += [urn for each in named if each != resource for urn in self.stands_for(each, depth - 1)]
        return tuple(found)

    def of(self, resource: Resource) -> End:
        """The end that a resource is."""
        store = self.stores.get(resource.urn)
        if store is not None:
            return End(store.label, store.data_class, store.region, resource.urn)
        return End(f"{resource.name} ({resource.type.rpartition(':')[2]})", UNKNOWN, region_of(resource))

    def _with_prefix(self, name: str) -> tuple[str, ...]:
        return tuple(urn for urn, store in self.stores.items() if store.resource.inputs.get("prefix") == name)


def places_of(scene: Scene) -> Places:
    """The places of a scene, worked out once."""

    def found() -> Places:
        known = store_types()
        stores = (_store(resource, known[resource.type].kind) for resource in scene.graph if resource.type in known)
        return Places(scene, {store.resource.urn: store for store in stores})

    places: Places = scene.once("places", found)
    return places


def tag(resource: Resource, name: str) -> Any:
    """A tag by its name on AWS, whatever it is called where the resource is; ABSENT, or what hides it."""
    for holder in TAGS:
        for word in (name, GOOGLE_WORDS[name], GOOGLE_WORDS[name].replace("-", "_")):
            said = at(resource, f"{holder}.{word}")
            if hidden(said) or (isinstance(said, str) and said):
                return said
    return ABSENT


def region_of(resource: Resource) -> str:
    """The region a resource is made in, or `unknown`."""
    said = resource.region if isinstance(resource.region, str) else at(resource, "location")
    return said if isinstance(said, str) and said else UNKNOWN


def outside(leaf: Any) -> End:
    """A place that is not in the stack."""
    if isinstance(leaf, Text):
        leaf = "".join(part if isinstance(part, str) else "…" for part in leaf.parts)
    if hidden(leaf):
        return End(NOT_KNOWN, UNKNOWN, UNKNOWN)
    words = str(leaf).split(":")
    region = words[3] if len(words) > 3 and words[0] == "arn" and words[3] else UNKNOWN
    return End(f"{leaf}, outside the stack", UNKNOWN, region)


def _store(resource: Resource, kind: str) -> Store:
    said = [tag(resource, name) for name in ("DataClassification", "Purpose", "Owner")]
    words = [word if isinstance(word, str) else UNKNOWN for word in said]
    return Store(resource, kind, words[0], words[1], words[2], region_of(resource))


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
