"""Flows of data, read from the resources that make them: never declared a second time."""

import re
from collections.abc import Iterator

from catalogue.stores import FlowType, flow_types
from graph.model import Resource
from policies.values import ABSENT, at, hidden, items
from preview.records.backups import backup_flows
from preview.records.ends import Places, flow
from preview.records.model import UNKNOWN, Flow

CLUSTER = "aws:eks/cluster:Cluster"
IN_BRACES = re.compile(r"\{([\w.]+)\}")


def flows_of(places: Places) -> tuple[Flow, ...]:
    """Every flow that a resource of the graph makes, sorted."""
    found: set[Flow] = set()
    for resource in places.scene.graph:
        for about in flow_types().get(resource.type, ()):
            found.update(_flows(resource, about, places))
        if resource.type == CLUSTER:
            found.update(_cluster_logs(resource, places))
    found.update(backup_flows(places))
    return tuple(sorted(found))


def _flows(resource: Resource, about: FlowType, places: Places) -> Iterator[Flow]:
    words = [_said(resource, path) for path in IN_BRACES.findall(about.what)]
    if any(word == "" for word in words):
        return  # such as an association without a policy of export: nothing flows by itself
    what = IN_BRACES.sub(lambda match: _said(resource, match[1]), about.what)
    for source in places.ends(resource, about.source):
        for target in places.ends(resource, about.target):
            if source != target:
                yield flow(source, target, what, _via(resource), about.carries_data)


def _said(resource: Resource, path: str) -> str:
    value = at(resource, path)
    listed = items(value)
    if hidden(value) or listed is None:
        return UNKNOWN
    return ", ".join(sorted(str(one) for one in listed))


def _via(resource: Resource) -> str:
    return f"{resource.name} ({resource.type.rpartition(':')[2]})"


def _cluster_logs(cluster: Resource, places: Places) -> Iterator[Flow]:
    """EKS writes to the log group of its name, which no input names."""
    kinds, name = at(cluster, "enabledClusterLogTypes"), at(cluster, "name")
    if kinds is ABSENT or not items(kinds):
        return
    group = "" if hidden(name) or name is ABSENT else f"/aws/eks/{name}/cluster"
    for urn in places.scene.urns_named(group):
        target = places.of(places.scene.graph.by_urn[urn])
        yield flow(
            places.of(cluster),
            target,
            f"logs of the control plane ({_said(cluster, 'enabledClusterLogTypes')})",
            _via(cluster),
            carries_data=False,
        )
