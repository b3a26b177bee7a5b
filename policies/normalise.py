"""From what the policy SDK hands over to the graph's own model.

The SDK wraps properties in types that are neither dict nor list, raises on touching an unknown, and turns every whole
number into a float. Rules that meet those fail open; so none ever does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pulumi
from pulumi_policy import PolicyResource, ResourceValidationArgs
from pulumi_policy.proxy import UnknownValueError

from graph.model import Graph, Reference, Resource, Unknown


def plain(value: Any) -> Any:
    """A value of the SDK as the graph has it: mappings, tuples, whole numbers as int, unknowns as `Unknown`."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, pulumi.Asset | pulumi.Archive):
        return Unknown()  # a file: no rule reads it, and what is not read must not pass
    if isinstance(value, Mapping):
        members = {key: _member(value, key) for key in value}
        return {key: member for key, member in members.items() if member is not None}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return tuple(_member(value, index) for index in range(len(value)))
    return value


def _member(holder: Any, key: Any) -> Any:
    try:
        return plain(holder[key])
    except UnknownValueError:
        return Unknown()


def resource_of(args: ResourceValidationArgs) -> Resource:
    """A resource before it is made. Nothing around it is known yet, but its provider's region is."""
    inputs = plain(args.props)
    return Resource(
        urn=args.urn,
        type=args.resource_type,
        name=args.name,
        parent=args.opts.parent or "",
        inputs=inputs,
        region=_region(inputs, args.provider),
        protect=bool(args.opts.protect),
    )


def graph_of(resources: Iterable[PolicyResource], declared: Mapping[str, Mapping[str, Any]]) -> Graph:
    """The whole stack. `declared` are the inputs by URN as they were before creation, where they were seen.

    Without them the outputs stand in: the provider repeats its inputs there.
    """
    found = sorted((_of_stack(resource, declared) for resource in resources), key=lambda resource: resource.urn)
    # urn:pulumi:<stack>::<project>::<type>::<name>
    stack, _, rest = found[0].urn.removeprefix("urn:pulumi:").partition("::") if found else ("", "", "")
    return Graph(rest.partition("::")[0], stack, tuple(found))


def _of_stack(resource: PolicyResource, declared: Mapping[str, Mapping[str, Any]]) -> Resource:
    outputs = plain(resource.props)
    inputs = declared.get(resource.urn, outputs)
    listed = resource.property_dependencies.items()
    sources = {key: tuple(sorted(each.urn for each in resources)) for key, resources in listed}
    return Resource(
        urn=resource.urn,
        type=resource.resource_type,
        name=resource.name,
        parent=resource.parent.urn if resource.parent else "",
        inputs={key: _traced(value, sources.get(key, ())) for key, value in inputs.items()},
        outputs=outputs,
        region=_region(inputs, resource.provider),
        protect=bool(resource.opts.protect),
        dependencies=tuple(sorted(each.urn for each in resource.dependencies)),
        property_dependencies=sources,
    )


def _traced(value: Any, sources: tuple[str, ...]) -> Any:
    """Unknowns of an input with the resources it is computed from: one source makes a reference."""
    if isinstance(value, Unknown):
        return Reference(sources[0]) if len(sources) == 1 else replace(value, sources=sources)
    if isinstance(value, Mapping):
        return {key: _traced(item, sources) for key, item in value.items()}
    return tuple(_traced(item, sources) for item in value) if isinstance(value, tuple) else value


def _region(inputs: Mapping[str, Any], provider: Any) -> Any:
    return inputs.get("region") or (plain(provider.props).get("region") if provider else None)
