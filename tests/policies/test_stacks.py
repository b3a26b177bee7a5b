"""The stack files keep every rule, and nothing about them is left unknown."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from graph.capture import capture
from graph.model import Graph
from policies.context import PolicyContext, context_of
from policies.evaluate import evaluate, ledger
from policies.registry import RULES
from policies.rule import Finding, Rule, Verdict
from policies.rules import google
from stacks.platform import deploy
from stacks.settings import load_any

TODAY = date(2026, 11, 24)
STACKS = Path(__file__).parents[2] / "stacks"


@cache
def stack(name: str, known: bool = True) -> tuple[Graph, PolicyContext]:
    settings = load_any(STACKS / f"Pulumi.{name}.yaml")
    return capture(lambda: deploy(settings), stack=name, known=known), context_of(settings.model_dump(mode="json"))


def judged(name: str, known: bool = True) -> tuple[Finding, ...]:
    graph, context = stack(name, known)
    return evaluate(graph, today=TODAY, context=context)


@pytest.mark.parametrize("name", ["sandbox", "dev", "prod", "tpu"])
def test_no_rule_fails_or_stays_unknown_on_a_stack_file(name: str) -> None:
    said = [f"{f.rule.id} {f.outcome.verdict}: {f.outcome.sentence}" for f in judged(name) if f.outcome.sentence]
    assert said == []


@pytest.mark.parametrize("name", ["sandbox", "dev", "prod", "tpu"])
def test_a_stack_file_of_which_nothing_is_known_fails_no_rule(name: str) -> None:
    verdicts = {f.outcome.verdict for f in judged(name, known=False)}
    assert verdicts <= {Verdict.PASS, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE}


def test_every_rule_but_a_few_has_something_to_say_of_production() -> None:
    passed = {f.rule.id for f in judged("prod") if f.outcome.verdict is Verdict.PASS}
    # Nothing moves to cheaper storage, is locked, streams, caches, has vectors, a replica or a region of its own,
    # and there is neither a database nor a file system of homes.
    of_aws = {rule.id for rule in RULES if rule not in vars(google).values()}
    unused = {"ENC-019", "ERA-003", "MIN-012", "RES-002", "RET-002", "RET-009", "RET-012"}
    of_replicas = {"RES-006", "RES-007", "RES-009"}
    of_databases_and_homes = {"ENC-004", "ENC-005", "ENC-021", "IAM-011", "NET-004"}
    of_kafka_and_flink = {"AVA-006", "ENC-022", "LOG-012", "NET-013"}
    assert of_aws - passed == unused | of_replicas | of_databases_and_homes | of_kafka_and_flink


def test_only_rules_of_google_cloud_claim_anything_of_the_tpu_stack_and_all_but_one_do() -> None:
    said = {f.rule.id for f in judged("tpu") if f.outcome.verdict is not Verdict.NOT_APPLICABLE}
    of_google = {each.id for each in vars(google).values() if isinstance(each, Rule)}
    # Its one firewall rule denies.
    assert said == of_google - {"GCP-005"}


def test_the_tpu_stack_outside_its_jurisdiction_is_refused() -> None:
    graph, context = stack("tpu")
    elsewhere = PolicyContext(context.environment, "", ("us",), frozenset({"us-central1", "us-east-1"}))
    findings = evaluate(graph, today=TODAY, context=elsewhere)
    failed = {f.resource.type for f in findings if f.rule.id == "GCP-001" and f.outcome.verdict is Verdict.FAIL}
    assert {"gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool", "gcp:kms/keyRing:KeyRing"} <= failed


@pytest.mark.parametrize("name", ["sandbox", "dev", "prod", "tpu"])
def test_every_pair_of_rule_and_resource_has_one_verdict(name: str) -> None:
    graph, _ = stack(name)
    assert sum(ledger(graph, judged(name)).values()) == len(RULES) * len(graph)


def test_production_outside_its_jurisdiction_is_refused_for_every_resource() -> None:
    graph, context = stack("prod")
    elsewhere = PolicyContext(context.environment, context.account_id, ("uk",), frozenset({"eu-west-2"}))
    findings = evaluate(graph, today=TODAY, context=elsewhere)
    failed = {f.resource.urn for f in findings if f.rule.id == "RES-001" and f.outcome.verdict is Verdict.FAIL}
    assert failed == {resource.urn for resource in graph if resource.type.startswith("aws:")}
