"""Names a stack takes for granted: ARNs written out in its inputs, of things that it does not make itself."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.model import Graph, Resource, Text

IAM = re.compile(r"arn:[a-z-]+:iam::(?P<account>\d{12}):(?P<kind>role|user|policy)/(?P<name>[\w+=,.@/-]+)")
KMS = re.compile(r"arn:[a-z-]+:kms:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):(?:key|alias)/[\w/-]+")
SERVICE_ROLE = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/aws-service-role/[\w.-]+/(\w+)(?![\w*-])")


def whole(graph: Graph, pattern: re.Pattern[str]) -> dict[str, Resource]:
    """Inputs that are such a name from end to end, each with the first resource that has it."""
    found: dict[str, Resource] = {}
    for resource in graph:
        for text in _strings(resource.inputs):
            if pattern.fullmatch(text) and not SERVICE_ROLE.match(text):
                found.setdefault(text, resource)
    return found


def service_roles(graph: Graph) -> dict[str, Resource]:
    """Service-linked roles that policies name, by the role's name."""
    found: dict[str, Resource] = {}
    for resource in graph:
        for text in _strings(resource.inputs):
            for name in SERVICE_ROLE.findall(text):
                found.setdefault(name, resource)
    return found


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield "".join(part if isinstance(part, str) else "\0" for part in value.parts)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _strings(item)
