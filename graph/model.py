"""The graph: every resource a program declares, as one immutable value.

A policy, a price, a picture and a test all read this model, whichever way it was made: captured in process, loaded
from an engine's state, or handed over by the engine to a policy pack.

A value inside `Resource.inputs` is JSON-shaped (None, bool, int, float, str, tuple, frozen mapping) or one of four
things JSON has no word for: `Unknown`, `Reference`, `Text`, `Secret`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value nobody can know yet. It never satisfies a rule."""

    sources: tuple[str, ...] = ()
    """URNs of the resources it will be computed from, as far as that is known."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An output of another resource: not known yet, but known to come from there."""

    urn: str
    """URN of the resource the value comes from."""
    property: str = ""
    """Path of the output in camelCase, such as `arn` or `vpcConfig.clusterSecurityGroupId`; "" where only the
    resource is known (engine previews)."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string with outputs of other resources inside it, such as a JSON policy that names an ARN."""

    parts: tuple["str | Reference | Unknown", ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """A value the program marked secret. The graph keeps the fact and forgets the value."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a program declares a resource."""

    file: str
    """Path relative to the project's root where it lies inside it, else absolute."""
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Resource:
    """One resource as its program declares it."""

    urn: str
    type: str
    """Type token, such as `aws:ec2/vpc:Vpc` or `groundwork:index:Network`."""
    name: str
    parent: str = ""
    """URN of the parent; "" for the stack itself."""
    custom: bool = True
    """False for components."""
    inputs: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Inputs by their camelCase name. Absent inputs are absent, never None."""
    outputs: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Outputs: those a component registers (capture) or those the provider returned (state)."""
    provider: str = ""
    """URN of the explicit provider; "" for the default one."""
    region: str | Unknown | None = None
    """Region the provider (or the resource's own `region`) says; None where neither does."""
    protect: bool = False
    retain_on_delete: bool = False
    aliases: tuple[Any, ...] = ()
    ignore_changes: tuple[str, ...] = ()
    dependencies: tuple[str, ...] = ()
    """URNs this resource waits for, sorted."""
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Per input, the URNs its value is computed from."""
    source: Source | None = None
    """The line that declares it, innermost first line of the project; None where the graph comes from state."""
    id: str = ""
    """The provider's id; "" in captures and previews."""

    @property
    def module_type(self) -> str:
        """The type without its package: `ec2/vpc:Vpc` for `aws:ec2/vpc:Vpc`."""
        return self.type.partition(":")[2]


@dataclass(frozen=True)
class Graph:
    """Every resource of one stack, sorted by URN, with the stack's own outputs."""

    project: str
    stack: str
    resources: tuple[Resource, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return {type_: tuple(resources) for type_, resources in found.items()}

    @cached_property
    def children(self) -> Mapping[str, tuple[Resource, ...]]:
        """Children by the URN of their parent."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.parent, []).append(resource)
        return {urn: tuple(resources) for urn, resources in found.items()}

    def of_type(self, type_: str) -> tuple[Resource, ...]:
        return self.by_type.get(type_, ())

    def one(self, type_: str) -> Resource:
        """The only resource of a type; ValueError names how many there are instead."""
        found = self.of_type(type_)
        if len(found) != 1:
            raise ValueError(f"expected one {type_}, found {len(found)}: {[r.name for r in found]}")
        return found[0]

    def named(self, type_: str, name: str) -> Resource:
        """The resource of a type and name; ValueError lists the names there are."""
        for resource in self.of_type(type_):
            if resource.name == name:
                return resource
        raise ValueError(f"no {type_} named {name}; there are {[r.name for r in self.of_type(type_)]}")


def references(value: Any) -> Iterator[str]:
    """URNs a value is computed from, wherever they stand in it (in order, with repeats)."""
    if isinstance(value, Reference):
        yield value.urn
    elif isinstance(value, Unknown):
        yield from value.sources
    elif isinstance(value, Text):
        for part in value.parts:
            yield from references(part)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from references(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from references(item)
