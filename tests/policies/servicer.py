"""The policy SDK's own gRPC servicer, driven without an engine: graphs go in as the engine would send them."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE

from graph.model import Graph, Reference, Resource, Text, Unknown, references
from policies.pack import Run
from policies.serve import Analyzer


def engine_sees(graph: Graph) -> Graph:
    """The graph as an engine's preview knows it: an output is unknown, and only its resource is known."""
    return Graph(graph.project, graph.stack, tuple(_seen(resource) for resource in graph))


def _seen(resource: Resource) -> Resource:
    inputs = {}
    dependencies = {}
    for key, value in resource.inputs.items():
        sources = tuple(sorted(set(references(value))))
        inputs[key] = _blurred(value, sources)
        dependencies[key] = sources
    return Resource(
        urn=resource.urn,
        type=resource.type,
        name=resource.name,
        inputs=inputs,
        outputs=inputs,
        provider=resource.provider,
        region=resource.region,
        property_dependencies=dependencies,
    )


def _blurred(value: Any, sources: tuple[str, ...]) -> Any:
    if isinstance(value, Reference | Text | Unknown):
        return Reference(sources[0]) if len(sources) == 1 else Unknown(sources)
    if isinstance(value, Mapping):
        return {key: _blurred(item, sources) for key, item in value.items()}
    return tuple(_blurred(item, sources) for item in value) if isinstance(value, list | tuple) else value


def _wire(value: Any) -> Any:
    if isinstance(value, Reference | Unknown):
        return UNKNOWN_STRING_VALUE
    if isinstance(value, Mapping):
        return {key: _wire(item) for key, item in value.items()}
    return [_wire(item) for item in value] if isinstance(value, list | tuple) else value


def struct(value: Mapping[str, Any]) -> struct_pb2.Struct:
    message = struct_pb2.Struct()
    json_format.ParseDict(_wire(value), message)
    return message


def _provider(resource: Resource, graph: Graph) -> Any:
    provider = graph.by_urn.get(resource.provider)
    if provider is None:
        return None
    return analyzer_pb2.AnalyzerProviderResource(
        type=provider.type, urn=provider.urn, name=provider.name, properties=struct(provider.inputs)
    )


class Pack:
    """The pack with a run of its own, as the engine would hold it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.servicer = Analyzer(run)

    def analyze(self, resource: Resource, graph: Graph) -> list[Any]:
        request = analyzer_pb2.AnalyzeRequest(
            type=resource.type,
            urn=resource.urn,
            name=resource.name,
            properties=struct(resource.inputs),
            provider=_provider(resource, graph),
        )
        return list(self.servicer.Analyze(request, None).diagnostics)

    def analyze_stack(self, graph: Graph) -> list[Any]:
        request = analyzer_pb2.AnalyzeStackRequest(
            resources=[
                analyzer_pb2.AnalyzerResource(
                    type=resource.type,
                    urn=resource.urn,
                    name=resource.name,
                    parent=resource.parent,
                    properties=struct(resource.outputs),
                    provider=_provider(resource, graph),
                    dependencies=sorted({urn for urns in resource.property_dependencies.values() for urn in urns}),
                    propertyDependencies={
                        key: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns)
                        for key, urns in resource.property_dependencies.items()
                    },
                )
                for resource in graph
            ]
        )
        return list(self.servicer.AnalyzeStack(request, None).diagnostics)
