"""Flows into backup vaults: a selection names stores or their tags, its plan names vaults and copies."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.flows.model import NOT_KNOWN, UNKNOWN, End, Flow, flow
from policies.flows.places import Places
from policies.recovery import PLAN, SELECTION, is_selected
from policies.values import ABSENT, at, hidden, items

VAULT = "aws:backup/vault:Vault"
KEPT = "recovery points, kept"


def backup_flows(places: Places) -> Iterator[Flow]:
    """From every selected store to the vaults of its plan, and from those to the vaults of their copies."""
    scene = places.scene
    for selection in scene.graph.of_type(SELECTION):
        chosen = [
            (places.of(store.resource), answer is None)
            for store in places.stores.values()
            if (answer := is_selected(store.resource, selection, scene)) is not False
        ]
        plans = scene.named(selection, at(selection, "planId"), "planId", (PLAN,))
        for plan in plans:
            via = f"{selection.name} (Selection of {plan.name})"
            for block in _rules(plan):
                yield from _of_rule(chosen, plan, block, via, places)
        if not plans and hidden(at(selection, "planId")):
            yield from _into(chosen, _somewhere(), f"{KEPT} {UNKNOWN}", f"{selection.name} (Selection)")


def _rules(plan: Resource) -> tuple[Any, ...]:
    listed = items(at(plan, "rules"))
    return (at(plan, "rules"),) if listed is None else listed


def _of_rule(chosen: list[tuple[End, bool]], plan: Resource, block: Any, via: str, places: Places) -> Iterator[Flow]:
    kept = f"{KEPT} {_days(at(block, 'lifecycle.deleteAfter'))}"
    for vault in _vaults(plan, at(block, "targetVaultName"), places):
        yield from _into(chosen, vault, kept, via)
        for copy in items(at(block, "copyActions")) or ():
            copied = f"copies of {KEPT} {_days(at(copy, 'lifecycle.deleteAfter'))}"
            for target in _vaults(plan, at(copy, "destinationVaultArn"), places):
                yield flow(vault, target, copied, via)


def _into(chosen: list[tuple[End, bool]], vault: End, kept: str, via: str) -> Iterator[Flow]:
    for store, possible in chosen:
        yield flow(store, vault, kept, via, possible=possible)


def _somewhere() -> End:
    return End(NOT_KNOWN, UNKNOWN, UNKNOWN)


def _days(value: Any) -> str:
    if value is ABSENT:
        return "for ever"
    return UNKNOWN if hidden(value) else f"{value} days"


def _vaults(plan: Resource, value: Any, places: Places) -> tuple[End, ...]:
    return () if value is ABSENT else places.named(plan, value, "rules")
