"""Databases of a stack file: what is made of them, and what is refused when the file is read."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.capture import capture
from graph.model import Graph, references
from policies.context import PolicyContext
from policies.evaluate import evaluate
from policies.rule import Verdict
from stacks.platform import deploy
from stacks.settings import SettingsError, load
from tests.settings.broken import GOOD

KEY = "aws:kms/key:Key"
PROMPTS = {"data_class": "personal", "purpose": "prompts"}


def written(folder: Path, section: str, entry: dict[str, Any], **edits: str) -> Path:
    """The stack file of production with one database more. edits: texts that stand instead of others."""
    text = GOOD.read_text(encoding="utf-8")
    for old, new in edits.items():
        assert old in text
        text = text.replace(old, new)
    lines = [f"    {section}:", "      first:", *(f"        {key}: {value!r}" for key, value in entry.items())]
    path = folder / GOOD.name
    path.write_text(text.rstrip("\n") + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def graph_with(folder: Path, section: str, entry: dict[str, Any]) -> Graph:
    settings = load(written(folder, section, entry))
    return capture(lambda: deploy(settings), stack="prod")


def refusals(folder: Path, section: str, entry: dict[str, Any], **edits: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(written(folder, section, entry, **edits))
    return str(caught.value)


def failures(graph: Graph) -> list[str]:
    """What the rules have against a production stack in Stockholm."""
    context = PolicyContext("prod", "111122223333", ("eu",), frozenset({"eu-north-1"}))
    bad = (Verdict.FAIL, Verdict.ERROR)
    found = evaluate(graph, today=date(2026, 11, 24), context=context)
    return [each.outcome.sentence for each in found if each.outcome.verdict in bad]


def test_documents_are_under_the_key_of_their_class_in_subnets_without_a_way_out(tmp_path: Path) -> None:
    graph = graph_with(tmp_path, "document_databases", PROMPTS)
    cluster = graph.one("aws:docdb/cluster:Cluster").inputs
    (key,) = references(cluster["kmsKeyId"])
    assert graph.by_urn[key].inputs["tags"]["DataClassification"] == "personal"
    subnets = references(graph.one("aws:docdb/subnetGroup:SubnetGroup").inputs["subnetIds"])
    assert {graph.by_urn[urn].name.split("-")[1] for urn in subnets} == {"isolated"}
    assert failures(graph) == []


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"engine_version": "3.6.0"}, "engine_version: is '3.6.0', whose standard support ended on 2026-03-30"),
        ({"instance_class": "db.r7g.large"}, "instance_class: is 'db.r7g.large'; unknown DocumentDB instance family"),
        ({"instances": ["a", "a"]}, "instances: has a twice; give every instance a name of its own"),
        ({"backup_window": "03:30-04:30"}, "backup_window: is '03:30-04:30', inside the maintenance window"),
        ({"slow_query_ms": 100}, "slow_query_ms: is given for personal data; statements are logged with their values"),
        ({"log_retention_days": 100}, "log_retention_days"),
        ({"backup_retention_days": 36}, "backup_retention_days"),
    ],
)
def test_documents_that_cannot_be_are_refused_with_their_line(
    tmp_path: Path, entry: dict[str, Any], sentence: str
) -> None:
    said = refusals(tmp_path, "document_databases", {**PROMPTS, **entry})
    assert sentence in said
    assert said.startswith(str(tmp_path / f"{GOOD.name}:"))
    assert "document_databases.first" in said


def test_personal_documents_outside_the_residency_are_refused(tmp_path: Path) -> None:
    said = refusals(tmp_path, "document_databases", PROMPTS, **{"residency: [eu]": "residency: [uk]"})
    assert (
        "document_databases.first.data_class: is 'personal', but eu-north-1 is in 'eu', outside the residency" in said
    )
