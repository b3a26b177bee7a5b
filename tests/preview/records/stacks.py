"""The records of the stack files, worked out once, and small graphs made by hand."""

from functools import cache
from typing import Any

from graph.model import Graph, Reference, Resource
from policies.context import PolicyContext, context_of
from preview.command import ROOT
from preview.records.build import records_of
from preview.records.model import Records
from preview.run import captured

TAGS = {"Owner": "a@example.com", "Environment": "prod", "DataClassification": "personal", "Purpose": "chat"}
EU = context_of({"residency": ["eu"], "environment": "prod"})


@cache
def of_stack(name: str) -> tuple[Graph, Records]:
    settings, graph = captured(ROOT / "stacks" / f"Pulumi.{name}.yaml")
    return graph, records_of(graph, context_of(settings.model_dump()))


def resource(type_: str, name: str, /, region: str = "eu-north-1", **inputs: Any) -> Resource:
    return Resource(urn=f"urn:{type_}::{name}", type=type_, name=name, inputs=inputs, region=region)


def of(*resources: Resource, context: PolicyContext = EU) -> Records:
    return records_of(Graph("groundwork", "sample", tuple(sorted(resources, key=lambda r: r.urn))), context)


def out(resource: Resource, property_: str = "arn") -> Reference:
    return Reference(resource.urn, property_)
