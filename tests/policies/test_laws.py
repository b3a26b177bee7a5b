"""What holds of every rule, whatever the resources: checked on random stacks."""

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.model import Graph, Reference, Resource, Secret, Text, Unknown
from policies.context import PolicyContext
from policies.evaluate import evaluate, ledger
from policies.registry import BY_ID, RULES
from policies.rule import Finding, Outcome, Verdict
from policies.rules.common import DATA_CLASSES
from policies.values import hidden
from tests.policies.cases import BREAKS, PROTECTIONS, Case
from tests.policies.good import CONTEXT, TYPES, broken, good, graph_of, urn
from tests.policies.mutation import mutated

TODAY = date(2026, 11, 24)
ALL_TYPES = sorted({type_ for rule in RULES for type_ in rule.types} | set(TYPES.values()))
KEYS = sorted(
    {
        *["bucket", "policy", "rules", "tags", "vpcConfig", "ingress", "region", "status", "days", "filter"],
        "encryptionConfig",
    }
)

seeds = st.integers(0, 2**32 - 1)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(max_size=8)
    | st.sampled_from(["*", "{}", '{"Statement": 1}', '{"Statement": [{"Effect": "Allow", "Action": 3}]}', "0.0.0.0/0"])
    | st.builds(Unknown, st.just(("urn:x",)))
    | st.builds(Reference, st.sampled_from(["urn:x", urn(TYPES["key"], "personal")]), st.just("arn"))
    | st.just(Secret())
    | st.builds(lambda text: Text((text, Reference("urn:x", "arn"))), st.text(max_size=4)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner),
    max_leaves=12,
)


def judged(graph: Graph, context: PolicyContext = CONTEXT) -> dict[tuple[str, str], Verdict]:
    findings = evaluate(graph, today=TODAY, context=context)
    return {(finding.rule.id, finding.resource.urn): finding.outcome.verdict for finding in findings}


def random_stack(seed: int, times: int = 10) -> dict[str, dict[str, Any]]:
    return mutated(good(), random.Random(seed), times)


@settings(deadline=None, max_examples=80)
@given(st.sampled_from(ALL_TYPES), st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), anything, max_size=6))
def test_no_rule_breaks_on_any_resource(type_: str, inputs: Mapping[str, Any]) -> None:
    resource = Resource(urn=urn(type_, "any"), type=type_, name="any", inputs=inputs)
    assert Verdict.ERROR not in judged(Graph("p", "s", (resource,))).values()


@settings(deadline=None, max_examples=30)
@given(seeds, anything)
def test_no_rule_breaks_on_any_value_at_any_place_of_a_stack(seed: int, value: Any) -> None:
    dice = random.Random(seed)
    case = dice.choice([case for case in BREAKS if case.path])
    assert Verdict.ERROR not in judged(graph_of(broken(case.key, case.path, value))).values()


def _hide(value: Any, dice: random.Random, chance: float) -> Any:
    if dice.random() < chance:
        return Unknown()
    if isinstance(value, dict):
        return {key: _hide(item, dice, chance) for key, item in value.items()}
    return [_hide(item, dice, chance) for item in value] if isinstance(value, list) else value


@settings(deadline=None, max_examples=40)
@given(seeds)
@example(708)  # a bucket policy that is no JSON, hidden: its lock held all along
def test_hiding_a_value_never_makes_a_broken_rule_pass(seed: int) -> None:
    dice = random.Random(seed)
    inputs = random_stack(seed, dice.randint(1, 8))
    before = judged(graph_of(inputs))
    # A companion whose owner is hidden is nobody's: names of owners stay.
    links = {"bucket", "keyId", "vpcId", "repository", "s3BucketName", "targetBucket", "region"}
    hidden_inputs = {
        key: {
            name: value if name in links or key == "provider.main" else _hide(value, dice, 0.1)
            for name, value in values.items()
        }
        for key, values in inputs.items()
    }
    after = judged(graph_of(hidden_inputs))
    assert {
        pair for pair, verdict in before.items() if verdict is Verdict.FAIL and after[pair] is Verdict.PASS
    } == set()


@settings(deadline=None, max_examples=30)
@given(seeds, anything)
def test_a_property_no_rule_knows_changes_no_verdict(seed: int, value: Any) -> None:
    inputs = random_stack(seed)
    before = judged(graph_of(inputs))
    more = {key: {**values, "zzzNoRuleKnows": value} for key, values in inputs.items()}
    assert judged(graph_of(more)) == before


def _turned(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        members = [(key, _turned(item, dice)) for key, item in value.items()]
        dice.shuffle(members)
        return dict(members)
    if isinstance(value, list):
        elements = [_turned(item, dice) for item in value]
        dice.shuffle(elements)
        return elements
    return value


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_the_order_of_lists_and_of_resources_changes_no_verdict(seed: int) -> None:
    inputs = random_stack(seed)
    before = judged(graph_of(inputs))
    turned = graph_of(_turned(inputs, random.Random(seed + 1)))
    resources = list(turned.resources)
    random.Random(seed).shuffle(resources)
    assert judged(Graph(turned.project, turned.stack, tuple(resources))) == before


def _rewritten(value: Any, dice: random.Random) -> Any:
    """The same value as another program would write it."""
    if isinstance(value, bool):
        return dice.choice([value, str(value).lower()])
    if isinstance(value, int | float):
        return dice.choice([value, float(value), str(value)])
    if isinstance(value, dict):
        block = {key: _rewritten(item, dice) for key, item in value.items()}
        return dice.choice([block, [block]])
    return tuple(_rewritten(item, dice) for item in value) if isinstance(value, list) else value


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_the_way_a_value_is_written_changes_no_verdict(seed: int) -> None:
    dice = random.Random(seed)
    case = dice.choice(BREAKS)
    inputs = broken(case.key, case.path, case.value)
    before = judged(graph_of(inputs))
    again = {
        key: {name: item if name == "tags" else _rewritten(item, dice) for name, item in values.items()}
        for key, values in inputs.items()
    }
    assert judged(graph_of(again)) == before


@pytest.mark.parametrize("key", ["key.personal", "policy.data", "role.flow", "endpoint.s3"])
def test_a_policy_as_an_object_is_judged_as_its_json(key: str) -> None:
    import json

    path = "assumeRolePolicy" if key == "role.flow" else "policy"
    for case in [case for case in BREAKS if case.key == key and case.path == path and "{not" not in str(case.value)]:
        as_object = judged(graph_of(broken(key, path, json.loads(case.value))))
        assert as_object == judged(graph_of(broken(key, path, case.value)))


@settings(deadline=None, max_examples=40)
@given(seeds)
def test_taking_a_protection_out_never_makes_a_broken_rule_pass(seed: int) -> None:
    dice = random.Random(seed)
    guard: Case = dice.choice(PROTECTIONS)
    case = dice.choice([each for each in BREAKS if each.rule == guard.rule])
    inputs = broken(case.key, case.path, case.value)
    pair = (case.rule, urn(TYPES[case.subject.partition(".")[0]], case.subject.partition(".")[2]))
    holder: Any = inputs.get(guard.key)
    *steps, last = [int(step) if step.isdigit() else step for step in guard.path.split(".")]
    try:
        for step in steps:
            holder = holder[step]
        del holder[last]
    except (KeyError, TypeError, IndexError):
        return  # the break already took it out
    assert judged(graph_of(inputs))[pair] is Verdict.FAIL


@pytest.mark.parametrize("data_class", DATA_CLASSES)
def test_leaving_the_data_class_out_is_never_better_than_saying_it(data_class: str) -> None:
    said = good()
    said["bucket.data"]["tags"]["DataClassification"] = data_class
    silent = broken("bucket.data", "tags")
    for taken in ("lifecycle.data", "trail.main"):
        del said[taken], silent[taken]
    worse = judged(graph_of(silent))
    for pair, verdict in judged(graph_of(said)).items():
        if verdict is Verdict.FAIL:
            assert worse[pair] is not Verdict.PASS


def test_a_rule_that_breaks_is_an_error_of_that_pair_alone_and_blocks() -> None:
    def breaks(resource: Resource, scene: object) -> Outcome:
        if resource.name == "access":
            raise KeyError("nope")
        return Outcome(Verdict.PASS)

    from dataclasses import replace

    rule = replace(BY_ID["NET-001"], check=breaks)
    findings: tuple[Finding, ...] = evaluate(graph_of(good()), rules=[rule], today=TODAY, context=CONTEXT)
    assert {f.resource.name: f.outcome.verdict for f in findings} == {
        "access": Verdict.ERROR,
        "audit": Verdict.PASS,
        "data": Verdict.PASS,
    }
    error = next(f for f in findings if f.blocks)
    assert error.resource.name == "access"
    assert "NET-001 broke on 'access'" in error.outcome.sentence


def large(copies: int) -> Graph:
    inputs: dict[str, dict[str, Any]] = {"provider.main": good()["provider.main"]}
    for copy in range(copies):
        for key, values in good().items():
            kind, _, name = key.partition(".")
            if kind != "provider":
                inputs[f"{kind}.{name}{copy}"] = _renamed(values, str(copy))
    return graph_of(inputs)


def _renamed(value: Any, suffix: str) -> Any:
    if isinstance(value, Reference):
        return Reference(value.urn + suffix, value.property)
    if isinstance(value, Text):
        return Text(tuple(_renamed(part, suffix) if isinstance(part, Reference) else part for part in value.parts))
    if isinstance(value, dict):
        return {key: _renamed(item, suffix) for key, item in value.items()}
    return [_renamed(item, suffix) for item in value] if isinstance(value, list) else value


def test_every_rule_judges_every_one_of_a_thousand_resources() -> None:
    graph = large(32)
    assert len(graph) > 1000
    findings = evaluate(graph, today=TODAY, context=CONTEXT)
    assert sum(ledger(graph, findings).values()) == len(graph) * len(RULES)
    assert {f.outcome.verdict for f in findings} == {Verdict.PASS, Verdict.NOT_APPLICABLE}
    assert not any(hidden(f.outcome.sentence) for f in findings)
