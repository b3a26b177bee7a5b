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


TALKS = {
    "data_class": "personal",
    "purpose": "conversations",
    "tables": {
        "messages": {
            "columns": {"person": "text", "said_at": "timestamp", "text": "text"},
            "partition_keys": ["person"],
            "clustering_keys": ["said_at"],
            "default_ttl_days": 90,
            "subject_key": "person",
        }
    },
}
ENDPOINTS = {"interface_endpoints: [ec2,": "interface_endpoints: [cassandra, ec2,"}


def test_wide_columns_are_under_the_key_of_their_class_and_reached_inside_the_network(tmp_path: Path) -> None:
    settings = load(written(tmp_path, "wide_column_databases", TALKS, **ENDPOINTS))
    graph = capture(lambda: deploy(settings), stack="prod")
    table = graph.one("aws:keyspaces/table:Table").inputs
    (key,) = references(table["encryptionSpecification"]["kmsKeyIdentifier"])
    assert graph.by_urn[key].inputs["tags"]["DataClassification"] == "personal"
    assert graph.one("aws:keyspaces/keyspace:Keyspace").inputs["name"] == "prod_first"
    assert failures(graph) == []


def test_wide_columns_without_a_private_way_are_refused(tmp_path: Path) -> None:
    said = refusals(tmp_path, "wide_column_databases", TALKS)
    assert "wide_column_databases.first: would be reached over the internet: 'cassandra' is not in" in said


def test_a_schema_that_cannot_be_is_refused_with_its_line(tmp_path: Path) -> None:
    table = {**TALKS["tables"]["messages"], "partition_keys": ["persn"]}  # type: ignore[index]
    said = refusals(tmp_path, "wide_column_databases", {**TALKS, "tables": {"messages": table}}, **ENDPOINTS)
    assert "wide_column_databases.first.tables.messages.partition_keys: names 'persn', which is no column" in said


PASSAGES = {
    "data_class": "personal",
    "purpose": "retrieval",
    "index_name": "passages",
    "dimension": 1024,
    "vectors": 1000000,
    "subject_key": "person",
}
ADMIN = {"master_role_arn": "arn:aws:iam::111122223333:role/search-admin"}


def test_vectors_are_under_the_key_of_their_class_and_say_whose_they_are(tmp_path: Path) -> None:
    graph = graph_with(tmp_path, "vector_stores", {**PASSAGES, **ADMIN})
    domain = graph.one("aws:opensearch/domain:Domain").inputs
    (key,) = references(domain["encryptAtRest"]["kmsKeyId"])
    assert graph.by_urn[key].inputs["tags"]["DataClassification"] == "personal"
    assert domain["tags"]["SubjectKey"] == "person"
    assert failures(graph) == []


def test_an_index_in_a_database_that_is_there_is_sql(tmp_path: Path) -> None:
    graph = graph_with(tmp_path, "pgvector_indexes", {**PASSAGES, "memory_gib": 64})
    assert not graph.of_type("aws:opensearch/domain:Domain")


@pytest.mark.parametrize(
    ("section", "entry", "sentence"),
    [
        ("vector_stores", {**ADMIN, "subject_key": ""}, "subject_key: is missing for personal data"),
        ("vector_stores", {**ADMIN, "vectors": 10**10}, "nodes of r7g.large.search, and 80 are the limit"),
        ("vector_stores", {**ADMIN, "instance_type": "r7g.lage.search"}, "did you mean 'r7g.large.search'?"),
        ("vector_stores", {**ADMIN, "candidates": 16}, "candidates: is 16, below twice the 16 connections"),
        ("pgvector_indexes", {"memory_gib": 1}, "vectors: makes an index of"),
        (
            "pgvector_indexes",
            {"memory_gib": 64, "dimension": 4001},
            "dimension: is 4001; a whole number from 1 to 4000",
        ),
    ],
)
def test_vectors_that_cannot_be_are_refused_with_their_line(
    tmp_path: Path, section: str, entry: dict[str, Any], sentence: str
) -> None:
    said = refusals(tmp_path, section, {**PASSAGES, **entry})
    assert sentence in said
    assert f"{section}.first" in said
