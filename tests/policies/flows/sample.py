"""Small graphs made by hand, and the flows that are derived from them."""

import json
from typing import Any

from graph.model import Graph, Reference, Resource
from policies.context import context_of
from policies.flows.access import accesses
from policies.flows.derive import flows_of
from policies.flows.model import Access, Flow
from policies.flows.places import places_of
from policies.scene import Scene

BUCKET = "aws:s3/bucket:Bucket"
ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
EU = context_of({"residency": ["eu"], "environment": "prod"})


def resource(type_: str, name: str, /, region: str = "eu-north-1", **inputs: Any) -> Resource:
    return Resource(urn=f"urn:{type_}::{name}", type=type_, name=name, inputs=inputs, region=region)


def out(resource: Resource, property_: str = "arn") -> Reference:
    return Reference(resource.urn, property_)


def graph_of(*resources: Resource) -> Graph:
    return Graph("groundwork", "sample", tuple(sorted(resources, key=lambda each: each.urn)))


def flows(*resources: Resource) -> tuple[Flow, ...]:
    return flows_of(places_of(Scene(graph_of(*resources), EU)))


def granted(*resources: Resource) -> tuple[Access, ...]:
    return accesses(places_of(Scene(graph_of(*resources), EU)))


def ends(found: tuple[Flow, ...]) -> set[tuple[str, str]]:
    """URNs of the two ends of each flow."""
    return {(each.source_urn, each.target_urn) for each in found}


def nested(path: str, value: Any) -> dict[str, Any]:
    """Inputs that have a value at a dotted path."""
    first, _, rest = path.partition(".")
    return {first: nested(rest, value) if rest else value}


def merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    both = dict(one)
    for key, value in other.items():
        both[key] = merged(both[key], value) if isinstance(both.get(key), dict) and isinstance(value, dict) else value
    return both


def statement(actions: Any, *resources: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": actions, "Resource": list(resources)}


def role_with(name: str, *statements: dict[str, Any], text: bool = False) -> tuple[Resource, Resource]:
    """A role and its policy, as an object or as JSON."""
    role = resource(ROLE, name)
    document: Any = {"Version": "2012-10-17", "Statement": list(statements)}
    return role, resource(ROLE_POLICY, name, role=out(role, "id"), policy=json.dumps(document) if text else document)
