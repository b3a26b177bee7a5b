"""The rules as a policy pack for the engine: `pulumi up --policy-pack policies`.

Rules about one resource run before it is made, so they block its creation; rules about the whole stack run when all of
it is known, in the preview and again after the update. What a preview cannot know is told as an advisory, never passed
over; a rule that breaks fails the run, for its own resource only.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pulumi.runtime
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyComplianceFramework,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy import Severity as SdkSeverity

from graph.model import Graph, Resource
from policies.context import ContextError, PolicyContext, context_of
from policies.evaluate import evaluate, judge_one
from policies.normalise import graph_of, resource_of
from policies.registry import RULES
from policies.rule import Finding, Level, Outcome, Rule, Verdict
from policies.scene import Scene
from policies.waivers import Waivers, load, unused, waiver_for

NAME = "groundwork"
SAID = (Verdict.FAIL, Verdict.ERROR)
CONFIG_KEY = "groundwork:platform"


@dataclass
class Run:
    """One run of the engine: what is declared, what was seen, and what was found."""

    context: PolicyContext = field(default_factory=PolicyContext)
    waivers: Waivers = field(default_factory=Waivers)
    today: date = field(default_factory=date.today)
    problems: tuple[str, ...] = ()
    """Sentences about the pack's own files and configuration; each fails the run."""
    rules: Sequence[Rule] = RULES
    declared: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Inputs by URN, as each resource was before it was made."""
    refused: set[tuple[str, str]] = field(default_factory=set)
    """Rule id and URN of what was already reported before creation."""
    findings: tuple[Finding, ...] = ()
    """What the whole stack's judgement found, the last time."""
    current: Resource | None = None
    """The resource in hand: the SDK wraps it anew for each policy, and reading it once is enough."""

    def configure(self, config: Mapping[str, str]) -> None:
        """Take the context from the stack's configuration, as the engine hands it over."""
        try:
            self.context, self.problems = context_of(platform_of(config)), ()
        except ContextError as error:
            self.context, self.problems = PolicyContext(), (f"{error}.",)

    def resource(self, args: ResourceValidationArgs, first: bool) -> Resource:
        """The resource in hand; `first` says that its first policy asks, so that an earlier one is forgotten."""
        if first or self.current is None:
            self.current = resource_of(args)
            self.declared[args.urn] = self.current.inputs
        return self.current


def run_from_engine() -> Run:
    """The run with the repository's waivers, and the configuration where the environment has it."""
    run = Run(waivers=load())
    run.configure(pulumi.runtime.get_config_env())
    return run


def platform_of(config: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The `groundwork:platform` mapping of an engine's configuration; None without one."""
    text = config.get(CONFIG_KEY)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, Mapping):
        raise ContextError(f"{CONFIG_KEY} is {text!r}; a mapping is right, as in stacks/Pulumi.prod.yaml")
    return found


def policies(run: Run) -> list[Policy]:
    """Every rule as a policy. The first judges the whole stack; those after it report their own findings."""
    alone = [rule for rule in run.rules if not rule.needs_graph]
    own = [_resource_policy(rule, run, first=rule is alone[0]) for rule in alone]
    whole = [_stack_policy(rule, run) for rule in run.rules if rule.needs_graph]
    return [*own, _governance(run), *whole, _judged_again(run), _not_known(run)]


def _described(rule: Rule) -> dict[str, Any]:
    level = EnforcementLevel.MANDATORY if rule.level is Level.MANDATORY else EnforcementLevel.ADVISORY
    return {
        "description": f"{rule.title}.",
        "enforcement_level": level,
        "display_name": rule.title,
        "severity": SdkSeverity(rule.severity.value),
        "framework": PolicyComplianceFramework("GDPR", "2016/679", ", ".join(rule.gdpr), rule.title),
        "tags": [*(f"GDPR {paragraph}" for paragraph in rule.gdpr), *(f"CCPA {section}" for section in rule.ccpa)],
    }


def _resource_policy(rule: Rule, run: Run, *, first: bool) -> Policy:
    def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
        resource = run.resource(args, first)
        if not rule.looks_at(resource):
            return
        outcome = judge_one(rule, resource, Scene(Graph("", "", (resource,)), run.context))
        if _is_said(rule, resource, outcome, run):
            run.refused.add((rule.id, resource.urn))
            report(outcome.sentence)

    return ResourceValidationPolicy(name=rule.id, validate=validate, **_described(rule))


def _is_said(rule: Rule, resource: Resource, outcome: Outcome, run: Run) -> bool:
    if outcome.verdict is Verdict.FAIL:
        return waiver_for(rule.id, resource.urn, run.waivers.waivers, run.today) is None
    return outcome.verdict is Verdict.ERROR


def _governance(run: Run) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        graph = graph_of(args.resources, run.declared)
        run.findings = evaluate(
            graph, rules=run.rules, waivers=run.waivers.waivers, today=run.today, context=run.context
        )
        for sentence in (*run.problems, *run.waivers.problems(run.today)):
            report(sentence)
        for finding in run.findings:
            # An error blocks, also in a rule that only advises.
            if finding.outcome.verdict is Verdict.ERROR and finding.rule.level is Level.ADVISORY:
                report(finding.outcome.sentence, finding.resource.urn)

    return StackValidationPolicy(
        name="GOV-001",
        description="The rules, their waivers and their configuration are in order.",
        enforcement_level=EnforcementLevel.MANDATORY,
        validate=validate,
    )


def _stack_policy(rule: Rule, run: Run) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        for finding in run.findings:
            if finding.rule is rule and finding.outcome.verdict in SAID and not finding.waived_by:
                report(finding.outcome.sentence, finding.resource.urn)

    return StackValidationPolicy(name=rule.id, validate=validate, **_described(rule))


def _judged_again(run: Run) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        for finding in run.findings:
            rule, resource = finding.rule, finding.resource
            late = not rule.needs_graph and (rule.id, resource.urn) not in run.refused
            if late and finding.blocks:
                report(f"{rule.id}: {finding.outcome.sentence}", resource.urn)

    return StackValidationPolicy(
        name="GOV-002",
        description="What could not be judged before creation is judged as soon as it is known.",
        enforcement_level=EnforcementLevel.MANDATORY,
        validate=validate,
    )


def _not_known(run: Run) -> Policy:
    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        for finding in run.findings:
            if finding.outcome.verdict is Verdict.UNKNOWN:
                report(f"{finding.rule.id}: {finding.outcome.sentence}", finding.resource.urn)
        failures = [(f.rule.id, f.resource.urn) for f in run.findings if f.outcome.verdict is Verdict.FAIL]
        for sentence in unused(run.waivers.waivers, failures, run.today):
            report(f"{sentence}.")

    return StackValidationPolicy(
        name="GOV-003",
        description="What cannot be known until up is said, not passed over.",
        enforcement_level=EnforcementLevel.ADVISORY,
        validate=validate,
    )
