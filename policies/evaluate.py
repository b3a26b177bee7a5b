"""Judging a graph: every rule on every resource it looks at, one verdict each, linear in the number of resources."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from graph.model import Graph, Resource
from policies.context import PolicyContext
from policies.registry import RULES
from policies.rule import Finding, Outcome, Rule, Verdict, place_of
from policies.scene import Scene
from policies.waivers import Waiver, waiver_for


def evaluate(
    graph: Graph,
    *,
    rules: Sequence[Rule] = RULES,
    waivers: Sequence[Waiver] = (),
    today: date,
    context: PolicyContext,
) -> tuple[Finding, ...]:
    """The finding of every rule on every resource of the types it looks at, in the order of rules, then of URNs.

    Pairs whose type the rule does not look at are not applicable and are not listed; `ledger` counts them.
    """
    scene = Scene(graph, context)
    return tuple(
        Finding(
            rule,
            resource,
            outcome := judge_one(rule, resource, scene),
            _ticket(rule, resource, outcome, waivers, today),
        )
        for rule in rules
        for resource in _looked_at(rule, graph)
    )


def judge_one(rule: Rule, resource: Resource, scene: Scene) -> Outcome:
    """One rule on one resource. A rule that breaks is an error of this pair alone, and an error blocks."""
    try:
        return rule.check(resource, scene)
    except Exception as error:
        broke = f"{rule.id} broke on {place_of(resource)} with {type(error).__name__}: {error}"
        return Outcome(Verdict.ERROR, f"{broke}; nothing is known about this resource until the rule is repaired.")


def _looked_at(rule: Rule, graph: Graph) -> Iterator[Resource]:
    if not rule.types:
        yield from (resource for resource in graph if rule.looks_at(resource))
        return
    for type_ in rule.types:
        yield from graph.of_type(type_)


def _ticket(rule: Rule, resource: Resource, outcome: Outcome, waivers: Sequence[Waiver], today: date) -> str:
    if outcome.verdict is not Verdict.FAIL:
        return ""
    waiver = waiver_for(rule.id, resource.urn, waivers, today)
    return waiver.ticket if waiver else ""


def ledger(graph: Graph, findings: Sequence[Finding], rules: Sequence[Rule] = RULES) -> Mapping[Verdict, int]:
    """How many of all pairs of rule and resource ended in each verdict. The counts add up to rules times resources."""
    counts = Counter(finding.outcome.verdict for finding in findings)
    counts[Verdict.NOT_APPLICABLE] += len(rules) * len(graph) - len(findings)
    return {verdict: counts[verdict] for verdict in Verdict}
