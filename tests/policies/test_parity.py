"""In process, through the engine's gRPC interface, and from exported state: the same graph has the same verdicts."""

import random
from datetime import date
from typing import Any

import pytest
from pulumi.runtime.proto import analyzer_pb2
from pulumi_policy import ResourceValidationArgs

from graph.model import Graph, Resource, Unknown
from policies.evaluate import evaluate
from policies.normalise import resource_of
from policies.pack import Run
from policies.registry import RULES
from policies.rule import Finding, Verdict
from policies.waivers import Waivers
from tests.policies.good import CONTEXT, broken, good, graph_of
from tests.policies.mutation import mutated
from tests.policies.servicer import Pack, engine_sees

TODAY = date(2026, 11, 24)
MANDATORY = analyzer_pb2.EnforcementLevel.MANDATORY
SPOKEN = (Verdict.FAIL, Verdict.ERROR, Verdict.UNKNOWN)


def verdicts(findings: tuple[Finding, ...]) -> "Verdicts":
    return {(finding.rule.id, finding.resource.urn): finding.outcome.verdict for finding in findings}


def in_process(graph: Graph) -> tuple[Finding, ...]:
    return evaluate(graph, today=TODAY, context=CONTEXT)


def pack() -> Pack:
    return Pack(Run(context=CONTEXT, waivers=Waivers(), today=TODAY))


def reported(diagnostics: list[Any], urn: str = "") -> set[tuple[str, str]]:
    """Rule and URN of every mandatory diagnostic, wherever it was reported."""
    found = set()
    for diagnostic in diagnostics:
        if diagnostic.enforcementLevel != MANDATORY:
            continue
        rule = diagnostic.policyName
        if rule == "GOV-002":
            rule = diagnostic.message.partition("\n")[2].partition(":")[0]
        found.add((rule, diagnostic.urn or urn))
    return found


Verdicts = dict[tuple[str, str], Verdict]


def both_ways(graph: Graph) -> tuple[Verdicts, Verdicts, set[tuple[str, str]]]:
    """Verdicts in process, those in the engine, and what the engine is told to refuse."""
    seen = engine_sees(graph)
    engine = pack()
    said: set[tuple[str, str]] = set()
    for resource in seen:
        said |= reported(engine.analyze(resource, seen), resource.urn)
    said |= reported(engine.analyze_stack(seen))
    return verdicts(in_process(seen)), verdicts(engine.run.findings), said


def test_a_thousand_fuzzed_resources_have_the_same_verdicts_in_process_and_in_the_engine() -> None:
    resources = 0
    spoken: set[Verdict] = set()
    for seed in range(32):
        graph = graph_of(mutated(good(), random.Random(seed), times=12))
        expected, found, said = both_ways(graph)
        assert found == expected
        assert said == {pair for pair, verdict in expected.items() if verdict in (Verdict.FAIL, Verdict.ERROR)}
        resources += len(graph)
        spoken |= set(expected.values())
    assert resources >= 1000
    assert spoken >= {Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN}


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_an_unknown_value_hides_no_violation_before_or_behind_it(name: str) -> None:
    inputs = good()
    inputs[f"bucket.{name}"] = inputs["bucket.data"]  # without versions
    inputs["versioning.data"] = {**inputs["versioning.data"], "versioningConfiguration": Unknown()}
    diagnostics = pack().analyze_stack(engine_sees(graph_of(inputs)))
    assert any(d.policyName == "AVA-001" and d.enforcementLevel == MANDATORY for d in diagnostics)
    assert any("AVA-001" in d.message for d in diagnostics if d.policyName == "GOV-003")


def test_what_cannot_be_known_in_a_preview_is_said_and_does_not_block() -> None:
    graph = engine_sees(graph_of(broken("cluster.main", "vpcConfig.endpointPublicAccess", Unknown())))
    diagnostics = pack().analyze_stack(graph)
    told = [d for d in diagnostics if d.policyName == "GOV-003" and "NET-002" in d.message]
    assert len(told) == 1
    assert told[0].enforcementLevel == analyzer_pb2.EnforcementLevel.ADVISORY
    assert "cannot be known until up" in told[0].message
    assert told[0].urn.endswith("Cluster::main")


def test_a_resource_rule_refuses_before_creation() -> None:
    graph = engine_sees(graph_of(broken("cluster.main", "vpcConfig.endpointPublicAccess", True)))
    cluster = next(resource for resource in graph if resource.name == "main" and "eks" in resource.type)
    said = pack().analyze(cluster, graph)
    assert [(d.policyName, d.enforcementLevel) for d in said] == [("NET-002", MANDATORY)]
    assert "shows its API to the whole internet" in said[0].message


def test_the_engine_asks_once_a_rule_and_the_pack_reads_each_resource_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # Reading is what costs; once a policy instead of once a resource made the pack fifty times slower.
    read: list[str] = []

    def counted(args: ResourceValidationArgs) -> Resource:
        read.append(args.urn)
        return resource_of(args)

    monkeypatch.setattr("policies.pack.resource_of", counted)
    graph = engine_sees(graph_of(good()))
    engine = pack()
    for resource in graph:
        engine.analyze(resource, graph)
    engine.analyze_stack(graph)
    assert sorted(read) == sorted(resource.urn for resource in graph)


def test_every_rule_is_a_policy_with_an_explicit_level() -> None:
    info = pack().servicer.GetAnalyzerInfo(None, None)
    by_name = {policy.name: policy for policy in info.policies}
    assert {rule.id for rule in RULES} < set(by_name)
    assert all(by_name[rule.id].enforcementLevel == MANDATORY for rule in RULES)


def configured(platform: str) -> Pack:
    """The pack after the engine has handed over this configuration."""
    engine = Pack(Run(today=TODAY))
    config = {"groundwork:platform": platform}
    engine.servicer.ConfigureStack(analyzer_pb2.AnalyzerStackConfigureRequest(stack="prod", config=config), None)
    return engine


def test_the_pack_judges_by_the_residency_of_the_configuration_the_engine_hands_over() -> None:
    graph = engine_sees(graph_of(broken("provider.main", "region", "us-east-1")))
    cluster = next(resource for resource in graph if resource.name == "main" and "eks" in resource.type)
    said = configured('{"environment": "prod", "residency": ["eu"]}').analyze(cluster, graph)
    assert [d.policyName for d in said] == ["RES-001"]


@pytest.mark.parametrize("platform", ["not json", "[]", '{"residency": "eu"}', '{"residency": ["atlantis"]}'])
def test_a_configuration_that_cannot_be_judged_by_fails_the_run_with_a_sentence(platform: str) -> None:
    diagnostics = configured(platform).analyze_stack(engine_sees(graph_of(good())))
    said = [d.message for d in diagnostics if d.policyName == "GOV-001"]
    assert len(said) == 1
    assert "groundwork:platform" in said[0]
    assert "Traceback" not in said[0]
