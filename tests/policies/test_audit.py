"""The audit of a stack that exists: the same verdicts as in process, from what the engine keeps."""

import json
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graph.model import Graph, Reference, Resource, Text, Unknown, references
from graph.state import from_export
from policies.command import app
from policies.evaluate import evaluate
from policies.rule import Verdict
from tests.policies.good import ACCOUNT, CONTEXT, REGION, broken, good, graph_of
from tests.policies.mutation import mutated

TODAY = date(2026, 11, 24)
RUN = CliRunner()


def _known(value: Any) -> Any:
    """The value as it is after `up`: outputs have become names and ARNs."""
    if isinstance(value, Reference):
        type_, name = value.urn.split("::")[-2:]
        service = type_.split(":")[1].split("/")[0]
        place = "::" if service == "s3" else f"{REGION}:{ACCOUNT}:"
        kind = "key/" if service == "kms" else ""
        return f"arn:aws:{service}:{place}{kind}{name}-1" if value.property == "arn" else f"{name}-1"
    if isinstance(value, Text):
        return "".join(_known(part) for part in value.parts)
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Mapping):
        return {key: _known(item) for key, item in value.items()}
    return [_known(item) for item in value] if isinstance(value, list | tuple) else value


def _state(resource: Resource) -> dict[str, Any]:
    inputs = _known(resource.inputs)
    outputs = {"arn": _known(Reference(resource.urn, "arn")), **inputs}
    if resource.type.startswith("aws:s3/bucket:"):
        outputs["bucket"] = f"{resource.name}-1"
    sources = {key: sorted(set(references(value))) for key, value in resource.inputs.items()}
    return {
        "urn": resource.urn,
        "type": resource.type,
        "custom": True,
        "id": f"{resource.name}-1",
        "inputs": inputs,
        "outputs": outputs,
        "provider": f"{resource.provider}::one" if resource.provider else "",
        "propertyDependencies": {key: urns for key, urns in sources.items() if urns},
    }


def exported(graph: Graph) -> str:
    """What `pulumi stack export` writes of this graph once it is up."""
    return json.dumps({"version": 3, "deployment": {"resources": [_state(resource) for resource in graph]}})


def verdicts(graph: Graph) -> dict[tuple[str, str], Verdict]:
    findings = evaluate(graph, today=TODAY, context=CONTEXT)
    return {(finding.rule.id, finding.resource.urn): finding.outcome.verdict for finding in findings}


def test_the_state_of_the_good_stack_has_the_verdicts_of_its_program() -> None:
    graph = graph_of(good())
    assert verdicts(from_export(exported(graph))) == verdicts(graph)


def test_the_state_of_broken_stacks_has_the_verdicts_of_their_programs() -> None:
    compared = 0
    for seed in range(40):
        graph = graph_of(mutated(good(), random.Random(seed), times=6))
        found = verdicts(from_export(exported(graph)))
        expected = verdicts(graph)
        assert found.keys() == expected.keys()
        for pair, verdict in expected.items():
            # What a program cannot know its state does: there, and only there, the state may say more.
            assert found[pair] is verdict or verdict is Verdict.UNKNOWN
        compared += len(graph)
    assert compared > 1000


@pytest.fixture
def stack_file(tmp_path: Path) -> Path:
    path = tmp_path / "Pulumi.prod.yaml"
    path.write_text(
        f"config:\n  groundwork:platform:\n    environment: prod\n    account_id: '{ACCOUNT}'\n    residency: [eu]\n"
    )
    return path


def audit(path: Path, stack_file: Path, *more: str) -> Any:
    return RUN.invoke(app, ["audit", "--state", str(path), "--stack-file", str(stack_file), *more])


def test_the_audit_of_a_good_state_ends_with_0(tmp_path: Path, stack_file: Path) -> None:
    (tmp_path / "state.json").write_text(exported(graph_of(good())))
    ended = audit(tmp_path / "state.json", stack_file)
    assert ended.exit_code == 0
    assert "0 fail" not in ended.output
    assert "pass" in ended.output


def test_the_audit_of_a_broken_state_ends_with_1_and_says_where(tmp_path: Path, stack_file: Path) -> None:
    graph = graph_of(broken("cluster.main", "vpcConfig.endpointPublicAccess", True))
    (tmp_path / "state.json").write_text(exported(graph))
    ended = audit(tmp_path / "state.json", stack_file, "--json")
    assert ended.exit_code == 1
    document = json.loads(ended.output)
    assert (document["version"], document["blocks"], document["stack"]) == (1, True, "prod")
    assert [finding["rule"] for finding in document["findings"]] == ["NET-002"]
    assert sum(document["counts"].values()) == len(graph) * len(json.loads(RUN.invoke(app, ["rules", "--json"]).output))


@pytest.mark.parametrize(
    ("state", "stack", "sentence"),
    [
        ("nothing", None, "it has no `deployment`"),
        (None, None, "cannot be read (No such file or directory)"),
        ("good", "config: {}\n", "has no groundwork:platform under config"),
        ("good", "{", "cannot be read as YAML"),
        ("good", "config: {'groundwork:platform': {residency: 7}}\n", "a list of jurisdictions is right"),
        (
            "good",
            "config: {'groundwork:platform': {residency: [ue]}}\n",
            "residency names an unknown jurisdiction 'ue'",
        ),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(
    tmp_path: Path, stack_file: Path, state: str | None, stack: str | None, sentence: str
) -> None:
    path = tmp_path / "state.json"
    if state:
        path.write_text(exported(graph_of(good())) if state == "good" else "{}")
    if stack is not None:
        stack_file.write_text(stack)
    ended = audit(path, stack_file)
    assert ended.exit_code == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr
