"""The same graph from what the engine keeps: `pulumi stack export` and `pulumi preview --json`.

The engine has its own default providers and the stack among its resources; a program declares neither, so neither is
a resource of the graph. What waits to be deleted is no longer declared either.
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from graph.model import STACK_TYPE, Graph, Reference, Resource, Unknown
from graph.urns import name_of
from graph.values import UNKNOWNS, frozen_properties, region_of

EXPORT_VERSIONS = (3, 4)
URN = re.compile(r"urn:pulumi:[^:]+::[^:]+::.+?::.+", re.DOTALL)
DEFAULT_PROVIDER = re.compile(r"default(_.*)?")
GOING = frozenset(
    ("delete", "delete-replaced", "discard-replaced", "discard", "read-discard", "remove-pending-replace")
)


class StateError(ValueError):
    """A document that is not what it should be. Its text is one sentence for the person who gave it."""


def from_export(text: str, name: str = "the export") -> Graph:
    """The graph of a stack as it was last deployed; `text` is what `pulumi stack export` wrote."""
    document = _parsed(text, name, "pulumi stack export")
    if "steps" in document:
        raise StateError(f"{name} is a preview, not a stack export; make one with `pulumi stack export`")
    deployment = document.get("deployment")
    if not isinstance(deployment, Mapping):
        raise StateError(f"{name} is no stack export, it has no `deployment`; make one with `pulumi stack export`")
    version = document.get("version")
    if version not in EXPORT_VERSIONS:
        raise StateError(
            f"{name} is a stack export of version {version!r}; versions {' and '.join(map(str, EXPORT_VERSIONS))} are "
            "read, export it again with Pulumi 3"
        )
    listed = deployment.get("resources")
    states = [
        state
        for state in _listed([] if listed is None else listed, name, "deployment.resources")
        if not state.get("delete") and not state.get("pendingReplacement")
    ]
    return _graph(states, name)


def from_preview(text: str, name: str = "the preview") -> Graph:
    """The graph of a stack as its program declares it; `text` is what `pulumi preview --json` wrote."""
    document = _parsed(text, name, "pulumi preview --json")
    if "deployment" in document:
        raise StateError(f"{name} is a stack export, not a preview; make one with `pulumi preview --json`")
    if not isinstance(document.get("steps"), list):
        raise StateError(f"{name} is no preview, it has no `steps`; make one with `pulumi preview --json`")
    for diagnostic in document.get("diagnostics") or []:
        if diagnostic.get("severity") == "error":
            reason = " ".join(str(diagnostic.get("message", "")).split())
            raise StateError(f"{name} is of a preview that failed ({reason}); a part of a graph proves nothing")
    steps = _listed(document["steps"], name, "steps")
    staying = [step["newState"] for step in steps if step.get("op") not in GOING and step.get("newState")]
    return _graph(_listed(staying, name, "steps"), name)


def _parsed(text: str, name: str, command: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        cut = "it ends too early" if error.pos >= len(text.rstrip()) - 1 else f"line {error.lineno}: {error.msg}"
        raise StateError(f"{name} is not JSON ({cut}); write it again with `{command}`") from None
    if not isinstance(document, Mapping):
        raise StateError(f"{name} is JSON, but no object; write it again with `{command}`")
    return document


def _listed(items: Any, name: str, where: str) -> list[Mapping[str, Any]]:
    if not isinstance(items, list):
        raise StateError(f"{name}: {where} is no list; the file was not written by Pulumi")
    for index, item in enumerate(items):
        if not isinstance(item, Mapping) or not isinstance(item.get("urn"), str):
            raise StateError(f"{name}: {where}[{index}] has no `urn`; the file was not written by Pulumi")
        if not URN.fullmatch(item["urn"]):
            raise StateError(f"{name}: {where}[{index}] has the URN {item['urn']!r}, which is none; it was edited")
    return items


def _graph(states: Iterable[Mapping[str, Any]], name: str) -> Graph:
    by_urn = {state["urn"]: state for state in states}
    if not by_urn:
        return Graph("", "")
    for urn, state in by_urn.items():
        if not isinstance(state.get("type"), str):
            raise StateError(f"{name}: {urn} has no `type`; the file was not written by Pulumi")
    outputs = next((s.get("outputs") for s in by_urn.values() if s["type"] == STACK_TYPE), None)
    regions = {urn: (state.get("inputs") or {}).get("region") for urn, state in by_urn.items() if _is_provider(state)}
    first = next(iter(by_urn))
    resources = tuple(
        _resource(by_urn[urn], regions)
        for urn in sorted(by_urn)
        if by_urn[urn]["type"] != STACK_TYPE and not _is_default(urn)
    )
    return Graph(first.split("::", 3)[1], first.split("::", 3)[0].split(":")[2], resources, frozen_properties(outputs))


def _resource(state: Mapping[str, Any], regions: Mapping[str, Any]) -> Resource:
    dependencies = {
        name: tuple(sorted(urns)) for name, urns in sorted((state.get("propertyDependencies") or {}).items()) if urns
    }
    inputs = frozen_properties(state.get("inputs"), {name: _unknown(sources) for name, sources in dependencies.items()})
    provider = str(state.get("provider") or "").rpartition("::")[0]
    return Resource(
        urn=state["urn"],
        type=state["type"],
        name=name_of(state["urn"]),
        parent=state.get("parent") or "",
        custom=bool(state.get("custom")),
        inputs=inputs,
        outputs=frozen_properties(state.get("outputs")),
        provider="" if not provider or _is_default(provider) else provider,
        region=region_of(state["type"], inputs, regions.get(provider)),
        protect=bool(state.get("protect")),
        retain_on_delete=bool(state.get("retainOnDelete")),
        aliases=tuple(state.get("aliases") or ()),
        ignore_changes=tuple(state.get("ignoreChanges") or ()),
        dependencies=tuple(sorted(state.get("dependencies") or ())),
        property_dependencies=MappingProxyType(dependencies),
        id=str(state.get("id") or "") if state.get("id") not in UNKNOWNS else "",
    )


def _unknown(sources: tuple[str, ...]) -> Unknown | Reference:
    """With one resource to come from, an unknown is an output of that resource; which one, the engine does not say."""
    return Reference(sources[0]) if len(sources) == 1 else Unknown(sources)


def _is_provider(state: Mapping[str, Any]) -> bool:
    return str(state["type"]).startswith("pulumi:providers:")


def _is_default(urn: str) -> bool:
    """Whether a URN is that of a provider the engine made by itself."""
    return "pulumi:providers:" in urn.split("::", 3)[2] and DEFAULT_PROVIDER.fullmatch(name_of(urn)) is not None
