"""What surrounds a resource while it is judged: the graph, the stack's declarations, and who belongs to whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph.model import Graph, Reference, Resource, Text, Unknown
from policies.context import PolicyContext

NAMES = ("id", "bucket", "name", "arn", "repositoryName")
"""Outputs by which other resources name a resource."""
PARTS = "aws:s3/bucket"
"""How the types of a bucket's configuration begin; a bucket itself has no owner."""


@dataclass(frozen=True)
class Scene:
    """A graph with its context. Companions are looked up in an index that is built once per type and property."""

    graph: Graph
    context: PolicyContext
    _companions: dict[tuple[str, str], Mapping[str, list[Resource]]] = field(default_factory=dict, repr=False)
    _worked_out: dict[str, Any] = field(default_factory=dict, repr=False)

    def companions(self, resource: Resource, types: Sequence[str], property_: str) -> tuple[Resource, ...]:
        """Resources of these types whose input names this resource, such as the policy of a bucket."""
        found: list[Resource] = []
        for type_ in types:
            key = (type_, property_)
            if key not in self._companions:
                self._companions[key] = self._index(type_, property_)
            found += self._companions[key].get(resource.urn, ())
        return tuple(found)

    def named(self, holder: Resource, value: Any, property_: str, types: Sequence[str]) -> tuple[Resource, ...]:
        """Resources of these types that a value names, through an output or by a name it says.

        `property_` is the top-level input of the holder that the value lies in.
        """
        urns = self._targets(holder, value, property_)
        return tuple(self.graph.by_urn[urn] for urn in urns if self.graph.by_urn[urn].type in types)

    def urns_named(self, name: str) -> tuple[str, ...]:
        """URNs of the resources that are known by this name, id or ARN."""
        return self._by_name.get(name, ())

    def once(self, what: str, make: Callable[[], Any]) -> Any:
        """What a family of rules works out once for the whole graph."""
        if what not in self._worked_out:
            self._worked_out[what] = make()
        return self._worked_out[what]

    def names_of(self, resource: Resource) -> tuple[str, ...]:
        """The names a resource is known by, as far as they are known."""
        names = [resource.id, *(resource.outputs.get(name) or resource.inputs.get(name) for name in NAMES)]
        return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))

    def _index(self, type_: str, property_: str) -> Mapping[str, list[Resource]]:
        index: dict[str, list[Resource]] = {}
        for companion in self.graph.of_type(type_):
            for urn in self._targets(companion, companion.inputs.get(property_), property_):
                index.setdefault(urn, []).append(companion)
        return index

    def _targets(self, holder: Resource, value: Any, property_: str) -> tuple[str, ...]:
        found = self._named(holder, value, property_)
        return tuple(dict.fromkeys((*found, *(owner for urn in found for owner in self._owner(urn, holder)))))

    def _owner(self, urn: str, holder: Resource) -> tuple[str, ...]:
        """The bucket that a part belongs to: who names the part, to wait for it, means the bucket."""
        part = self.graph.by_urn[urn]
        if not part.type.startswith(PARTS) or part.urn == holder.urn:
            return ()
        return self._named(part, part.inputs.get("bucket"), "bucket")

    def _named(self, holder: Resource, value: Any, property_: str) -> tuple[str, ...]:
        if value is None:
            return ()
        by_urn = self.graph.by_urn
        if isinstance(value, Reference):
            return (value.urn,) if value.urn in by_urn else ()
        if isinstance(value, Text):
            return tuple({p.urn: None for p in value.parts if isinstance(p, Reference) and p.urn in by_urn})
        if isinstance(value, str) and (named := self._by_name.get(value)):
            return named
        sources = value.sources if isinstance(value, Unknown) else ()
        # An engine says which resources an input was computed from even where the value itself is known.
        sources = sources or holder.property_dependencies.get(property_, ())
        return tuple(urn for urn in sources if urn in by_urn)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for resource in self.graph:
            for name in self.names_of(resource):
                found.setdefault(name, {})[resource.urn] = None
        return {name: tuple(urns) for name, urns in found.items()}
