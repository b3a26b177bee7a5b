"""The one list of all rules. Every adapter, report and test reads it."""

from collections.abc import Sequence
from difflib import get_close_matches

from policies.rule import Rule
from policies.rules import (
    availability,
    databases,
    encryption,
    erasure,
    file_systems,
    flows,
    google,
    identity,
    keys,
    logging,
    network,
    recovery,
    replication,
    residency,
    retention,
    streams,
    tables,
)

FAMILIES = (
    *(
        recovery,
        residency,
        replication,
        retention,
        streams,
        tables,
        flows,
        erasure,
        encryption,
        databases,
        file_systems,
        keys,
        network,
    ),
    *(identity, logging, availability, google),
)


def collected(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Rules sorted by id; ValueError where an id stands for two."""
    by_id: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in by_id:
            raise ValueError(
                f"rule id {rule.id} is given to {by_id[rule.id].title!r} and to {rule.title!r}; one must change"
            )
        by_id[rule.id] = rule
    return tuple(by_id[id_] for id_ in sorted(by_id))


RULES = collected([value for family in FAMILIES for value in vars(family).values() if isinstance(value, Rule)])
BY_ID = {rule.id: rule for rule in RULES}


def rule_named(id_: str) -> Rule:
    """The rule with this id; ValueError names the nearest one."""
    if id_ in BY_ID:
        return BY_ID[id_]
    near = get_close_matches(str(id_), BY_ID, n=1, cutoff=0)
    raise ValueError(f"there is no rule {id_!r}; the nearest is {near[0]}")
