"""Every rule on one good stack, and on that stack broken in one place."""

from datetime import date
from typing import Any

import pytest

from graph.model import Secret, Unknown
from policies.evaluate import evaluate
from policies.registry import BY_ID, RULES
from policies.rule import Finding, Verdict
from tests.policies.cases import BREAKS, PROTECTIONS, Case
from tests.policies.good import CONTEXT, TYPES, broken, good, graph_of, reference

TODAY = date(2026, 11, 24)


def finding(rule_id: str, key: str, inputs: dict[str, dict[str, Any]]) -> Finding:
    """What the rule says of the resource written under the key."""
    kind, _, name = key.partition(".")
    found = evaluate(graph_of(inputs), rules=[BY_ID[rule_id]], today=TODAY, context=CONTEXT)
    return next(f for f in found if f.resource.type == TYPES[kind] and f.resource.name == name)


def test_the_good_stack_keeps_every_rule() -> None:
    findings = evaluate(graph_of(good()), today=TODAY, context=CONTEXT)
    assert [
        f.outcome.sentence for f in findings if f.outcome.verdict not in (Verdict.PASS, Verdict.NOT_APPLICABLE)
    ] == []


def test_every_rule_passes_somewhere_on_the_good_stack() -> None:
    findings = evaluate(graph_of(good()), today=TODAY, context=CONTEXT)
    passed = {f.rule.id for f in findings if f.outcome.verdict is Verdict.PASS}
    without = {"RES-002"}  # no resource of the good stack has a region of its own
    assert {rule.id for rule in RULES} - passed == without


def test_every_rule_has_a_way_to_break() -> None:
    assert {rule.id for rule in RULES} == {case.rule for case in BREAKS}


@pytest.mark.parametrize("case", BREAKS, ids=str)
def test_a_stack_broken_in_one_place_is_refused(case: Case) -> None:
    said = finding(case.rule, case.subject, broken(case.key, case.path, case.value))
    assert said.outcome.verdict is Verdict.FAIL
    assert said.blocks
    assert said.outcome.sentence.startswith(f"'{case.subject.partition('.')[2]}' ({said.resource.type}) ")
    assert said.outcome.sentence.endswith(".")
    assert "  " not in said.outcome.sentence


@pytest.mark.parametrize("case", PROTECTIONS, ids=str)
def test_a_protection_that_is_taken_out_is_missed(case: Case) -> None:
    assert finding(case.rule, case.subject, broken(case.key, case.path)).outcome.verdict is Verdict.FAIL


@pytest.mark.parametrize("hidden", [Unknown(), Secret()], ids=["unknown", "secret"])
@pytest.mark.parametrize("case", PROTECTIONS, ids=str)
def test_a_protection_that_cannot_be_read_does_not_pass(case: Case, hidden: object) -> None:
    said = finding(case.rule, case.subject, broken(case.key, case.path, hidden)).outcome
    assert said.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("junk", ["", "junk", -1, True, [], {}, [[]], {"x": {}}, ["a", "b"]], ids=repr)
@pytest.mark.parametrize("case", PROTECTIONS, ids=str)
def test_a_misshapen_protection_is_never_an_error_and_never_helps(case: Case, junk: object) -> None:
    said = finding(case.rule, case.subject, broken(case.key, case.path, junk)).outcome
    assert said.verdict in (Verdict.FAIL, Verdict.UNKNOWN) or junk in case.also_right


@pytest.mark.parametrize("hidden", [False, True], ids=["reference", "unknown"])
def test_a_bucket_named_through_its_policy_is_still_the_bucket(hidden: bool) -> None:
    through = reference("policy.access", "bucket")
    inputs = broken("logging.data", "targetBucket", Unknown((through.urn,)) if hidden else through)
    rules = inputs["encryption.access"]["rules"][0]
    rules["applyServerSideEncryptionByDefault"] = {"sseAlgorithm": "AES256"}  # as a store of access logs must have it
    assert finding("ENC-001", "bucket.access", inputs).outcome.verdict is Verdict.PASS
