"""Flows into backup vaults: a selection names stores or their tags, its plan names vaults and copies."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.model import Resource
from policies.values import ABSENT, at, hidden, items
from preview.records.ends import End, Places, flow
from preview.records.model import UNKNOWN, Flow

SELECTION = "aws:backup/selection:Selection"
PLAN = "aws:backup/plan:Plan"
VAULT = "backup vault"


def backup_flows(places: Places) -> Iterator[Flow]:
    """From every selected store to the vaults of its plan, and from those to the vaults of their copies."""
    scene = places.scene
    for selection in scene.graph.of_type(SELECTION):
        for plan in scene.named(selection, at(selection, "planId"), "planId", (PLAN,)):
            for block in items(at(plan, "rules")) or ():
                yield from _of_rule(selection, plan, block, places)


def _of_rule(selection: Resource, plan: Resource, block: Any, places: Places) -> Iterator[Flow]:
    via = f"{selection.name} (Selection of {plan.name})"
    kept = f"recovery points, kept {_days(at(block, 'lifecycle.deleteAfter'))}"
    for vault in _vaults(plan, at(block, "targetVaultName"), places):
        for store in _selected(selection, places):
            yield flow(store, vault, kept, via)
        for copy in items(at(block, "copyActions")) or ():
            copied = f"copies of recovery points, kept {_days(at(copy, 'lifecycle.deleteAfter'))}"
            for target in _vaults(plan, at(copy, "destinationVaultArn"), places):
                yield flow(vault, target, copied, via)


def _days(value: Any) -> str:
    if value is ABSENT:
        return "for ever"
    return UNKNOWN if hidden(value) else f"{value} days"


def _vaults(plan: Resource, value: Any, places: Places) -> tuple[End, ...]:
    if value is ABSENT:
        return ()
    return places.named(plan, value, "rules")


def _selected(selection: Resource, places: Places) -> Iterator[End]:
    wanted = [
        (each.get("key", each.get("conditionKey", "")).removeprefix("aws:ResourceTag/"), each.get("value"))
        for path in ("selectionTags", "conditions.stringEquals")
        for each in _blocks(selection, path)
    ]
    # A star without tags selects whatever the service can back up; with tags it only opens the choice to them.
    everything = "*" in (items(at(selection, "resources")) or ()) and not wanted
    named = sorted(set(places.ends(selection, "store:resources")))
    chosen = {end.urn for end in named}
    yield from named
    for urn, store in places.stores.items():
        tags = store.resource.inputs.get("tags")
        tagged = isinstance(tags, Mapping) and any(tags.get(key) == value for key, value in wanted)
        if store.kind != VAULT and urn not in chosen and (tagged or everything):
            yield places.of(store.resource)


def _blocks(selection: Resource, path: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(one for one in items(at(selection, path)) or () if isinstance(one, Mapping))
