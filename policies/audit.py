"""The audit of a stack that exists: every finding, the waivers, and whether anything must fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.model import Graph
from policies.context import PolicyContext
from policies.evaluate import evaluate, ledger
from policies.rule import Finding, Verdict
from policies.waivers import Waivers, unused

VERSION = 1
"""Version of the JSON shape: `to_json` says what is in it. A change that breaks a reader raises it."""


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a whole stack."""

    graph: Graph
    findings: tuple[Finding, ...]
    counts: Mapping[Verdict, int]
    problems: tuple[str, ...]
    """Sentences about waivers that are malformed or out of time; each fails the run."""
    warnings: tuple[str, ...]
    """Sentences about waivers nobody needs."""

    @property
    def blocks(self) -> bool:
        return bool(self.problems) or any(finding.blocks for finding in self.findings)


def judge(graph: Graph, context: PolicyContext, waivers: Waivers, today: date) -> Judgement:
    """Every rule on every resource, with the waivers in force today."""
    findings = evaluate(graph, waivers=waivers.waivers, today=today, context=context)
    failures = [(f.rule.id, f.resource.urn) for f in findings if f.outcome.verdict is Verdict.FAIL]
    return Judgement(
        graph,
        findings,
        ledger(graph, findings),
        waivers.problems(today),
        unused(waivers.waivers, failures, today),
    )


def _spoken(judgement: Judgement) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.outcome.sentence]


def lines(judgement: Judgement) -> list[str]:
    """The judgement for people: what fails, what is unknown, and the counts."""
    said = [f"{_word(finding)}  {finding.rule.id}  {finding.outcome.sentence}" for finding in _spoken(judgement)]
    counts = ", ".join(f"{count} {verdict}" for verdict, count in judgement.counts.items() if count)
    return [
        *said,
        *(f"fail  {sentence}" for sentence in judgement.problems),
        *(f"warning  {sentence}" for sentence in judgement.warnings),
        f"{judgement.graph.stack}: {len(judgement.graph)} resources: {counts}",
    ]


def _word(finding: Finding) -> str:
    return f"waived ({finding.waived_by})" if finding.waived_by else finding.outcome.verdict.value


def to_json(judgement: Judgement) -> dict[str, Any]:
    """The judgement for programs: `version`, `project`, `stack`, `blocks`, `counts` by verdict, `findings`, `problems`
    and `warnings`. Findings that pass or do not apply are counted, not listed."""
    return {
        "version": VERSION,
        "project": judgement.graph.project,
        "stack": judgement.graph.stack,
        "blocks": judgement.blocks,
        "counts": {verdict.value: count for verdict, count in judgement.counts.items()},
        "findings": [
            {
                "rule": finding.rule.id,
                "title": finding.rule.title,
                "severity": finding.rule.severity.value,
                "level": finding.rule.level.value,
                "gdpr": list(finding.rule.gdpr),
                "ccpa": list(finding.rule.ccpa),
                "urn": finding.resource.urn,
                "property": finding.outcome.property,
                "verdict": finding.outcome.verdict.value,
                "sentence": finding.outcome.sentence,
                "waivedBy": finding.waived_by,
            }
            for finding in _spoken(judgement)
        ],
        "problems": list(judgement.problems),
        "warnings": list(judgement.warnings),
    }
