"""The resource monitor of a capture: answers the SDK in this process and keeps what it was told."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NoReturn

import pulumi
from google.protobuf import empty_pb2
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.proto import alias_pb2, resource_pb2

from graph.model import STACK_TYPE, Graph, Resource, Source, Unknown
from graph.sources import declaring_line
from graph.symbols import Symbols, blank_answer
from graph.urns import Alias, urn_of
from graph.values import frozen_properties, region_of


class GraphError(ValueError):
    """A program that cannot be captured. Its text is one sentence for the person who wrote the program."""


class _Declared:
    """A resource whose constructor has run and whose registration has not arrived yet."""

    __slots__ = ("parent", "resource", "source")

    def __init__(self, resource: pulumi.Resource, parent: pulumi.Resource | None, source: Source | None) -> None:
        self.resource = resource
        self.parent = parent
        self.source = source


class Recorder(MockMonitor):  # type: ignore[misc, unused-ignore]
    """Stands where the engine stands. One per capture; the SDK calls it from one thread."""

    def __init__(self, project: str, stack: str, known: bool, default_region: str | None) -> None:
        super().__init__(mocks=None)  # type: ignore[arg-type]
        self._project = project
        self._stack = stack
        self._known = known
        self._default_region = default_region
        self._symbols = Symbols()
        self._found: dict[str, Resource] = {}
        self._declared: dict[tuple[str, str], list[_Declared]] = {}
        # A resource without a parent has the stack for one, whose URN this keeps under None.
        self._urn_of_object: dict[int, str] = {}
        self._outputs: Mapping[str, Any] = MappingProxyType({})

    def graph(self) -> Graph:
        """Everything declared so far."""
        resources = tuple(self._found[urn] for urn in sorted(self._found))
        return Graph(self._project, self._stack, resources, self._outputs)

    def note(self, args: pulumi.ResourceTransformationArgs) -> None:
        """Keep the object and the line of a resource under construction; the registration itself brings neither."""
        parent = args.opts.parent if args.opts is not None else None
        declared = _Declared(args.resource, parent, declaring_line(args.resource))
        self._declared.setdefault((args.type_, args.name), []).append(declared)

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        urn = urn_of(self._stack, self._project, request.parent, request.type, request.name)
        if request.type == STACK_TYPE:
            self._urn_of_object[id(None)] = urn
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if request.transforms:
            self._refuse_transforms()
        declared = self._claim(request)
        dependencies = {
            name: tuple(sorted(found.urns)) for name, found in request.propertyDependencies.items() if found.urns
        }
        unknowns = {name: Unknown(urns) for name, urns in dependencies.items()}
        inputs = frozen_properties(request.object, unknowns, self._symbols.read)
        self._add(
            Resource(
                urn=urn,
                type=request.type,
                name=request.name,
                parent=request.parent,
                custom=request.custom,
                inputs=inputs,
                provider=_provider_urn(request.provider),
                region=self._region(request.type, inputs, request.provider),
                protect=request.protect,
                retain_on_delete=request.retainOnDelete,
                aliases=tuple(_alias(alias) for alias in request.aliases) + tuple(request.aliasURNs),
                ignore_changes=tuple(request.ignoreChanges),
                dependencies=tuple(sorted(request.dependencies)),
                property_dependencies=MappingProxyType(dict(sorted(dependencies.items()))),
                source=declared.source if declared else None,
            )
        )
        if not request.custom or declared is None:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if not self._known:
            return resource_pb2.RegisterResourceResponse(urn=urn, object=blank_answer(request.object))
        id_, outputs = self._symbols.answer(urn, type(declared.resource), request.object)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=outputs)

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        """A resource that exists already (`Vpc.get`, a stack reference): its id is given, the rest is not known."""
        urn = urn_of(self._stack, self._project, request.parent, request.type, request.name)
        declared = self._claim(request)
        inputs = frozen_properties(request.properties, {}, self._symbols.read)
        id_ = self._symbols.read(request.id)
        self._add(
            Resource(
                urn=urn,
                type=request.type,
                name=request.name,
                parent=request.parent,
                inputs=inputs,
                provider=_provider_urn(request.provider),
                region=self._region(request.type, inputs, request.provider),
                dependencies=tuple(sorted(request.dependencies)),
                source=declared.source if declared else None,
                id=id_ if isinstance(id_, str) else "",
            )
        )
        if declared is None or not self._known or request.type == "pulumi:pulumi:StackReference":
            return resource_pb2.ReadResourceResponse(urn=urn, id=request.id)
        _, outputs = self._symbols.answer(urn, type(declared.resource), request.properties)
        return resource_pb2.ReadResourceResponse(urn=urn, id=request.id, properties=outputs)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        outputs = frozen_properties(request.outputs, {}, self._symbols.read)
        if request.urn in self._found:
            self._found[request.urn] = replace(self._found[request.urn], outputs=outputs)
        else:
            self._outputs = outputs
        return empty_pb2.Empty()

    def Invoke(self, request: Any) -> NoReturn:  # noqa: N802
        raise GraphError(
            f"the program asks a provider ({request.tok}), and a graph is made without one; "
            "give the value as a setting or take it from a resource's output"
        )

    Call = Invoke

    def RegisterStackTransform(self, request: Any) -> NoReturn:  # noqa: N802
        self._refuse_transforms()

    RegisterStackInvokeTransform = RegisterStackTransform

    def _refuse_transforms(self) -> NoReturn:
        raise GraphError(
            "the program registers a transform, which only the engine runs, so its graph would be another one; "
            "use a transformation (pulumi.runtime.register_stack_transformation) or change the component"
        )

    def _claim(self, request: Any) -> _Declared | None:
        """The object under construction that this registration is about."""
        waiting = self._declared.get((request.type, request.name), [])
        for index, declared in enumerate(waiting):
            if len(waiting) == 1 or self._urn_of_object.get(id(declared.parent), "") == request.parent:
                del waiting[index]
                urn = urn_of(self._stack, self._project, request.parent, request.type, request.name)
                self._urn_of_object[id(declared.resource)] = urn
                return declared
        return None

    def _add(self, resource: Resource) -> None:
        first = self._found.get(resource.urn)
        if first is not None:
            lines = " and ".join(str(one.source or "a line outside the project") for one in (first, resource))
            raise GraphError(
                f"{lines} both declare a {resource.type} named {resource.name!r} under the same parent "
                f"({resource.urn}); give one of them another name"
            )
        self._found[resource.urn] = resource

    def _region(self, type_: str, inputs: Mapping[str, Any], provider: str) -> Any:
        found = self._found.get(_provider_urn(provider))
        return region_of(type_, inputs, found.region if found else self._default_region)


def _provider_urn(provider: str) -> str:
    """The URN in a provider reference, which is `<urn>::<id>`."""
    return provider.rpartition("::")[0]


def _alias(alias: alias_pb2.Alias) -> str | Alias:
    if alias.urn:
        return alias.urn
    spec = alias.spec
    return Alias(spec.name, spec.type, spec.stack, spec.project, spec.parentUrn, spec.noParent)
