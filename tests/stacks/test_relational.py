"""Relational databases of a stack file: what is made of them, and what is refused when the file is read."""

from pathlib import Path
from typing import Any

import pytest

from tests.stacks.test_databases import failures, graph_with, refusals

SECTION = "relational_databases"
CHATS = {
    "data_class": "personal",
    "purpose": "conversations",
    "engine": "postgres",
    "engine_version": "17",
    "instance_class": "db.r7g.large",
    "storage_gib": 100,
}
FEATURES = {**{key: value for key, value in CHATS.items() if key != "storage_gib"}, "engine": "aurora-postgresql"}


def test_a_database_stands_where_nothing_leads_out_with_the_key_of_its_class_and_breaks_no_rule(tmp_path: Path) -> None:
    graph = graph_with(tmp_path, SECTION, CHATS)
    database = graph.one("aws:rds/instance:Instance")
    assert database.inputs["identifier"] == "prod-first"
    assert database.inputs["kmsKeyId"].urn.endswith("$aws:kms/key:Key::personal")
    [group] = graph.of_type("aws:rds/subnetGroup:SubnetGroup")
    assert len(group.inputs["subnetIds"]) == 3
    assert all("isolated" in str(subnet) for subnet in group.inputs["subnetIds"])
    assert failures(graph) == []


def test_aurora_takes_the_same_words(tmp_path: Path) -> None:
    graph = graph_with(tmp_path, SECTION, {**FEATURES, "readers": ["standby", "reports"]})
    assert len(graph.of_type("aws:rds/clusterInstance:ClusterInstance")) == 3
    assert failures(graph) == []


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"engine_version": "12"}, "first.engine_version: is '12'; unknown version of postgres '12'"),
        ({"engine": "oracle-ee", "engine_version": "19"}, "first.license_model: is missing on oracle-ee; give bring-"),
        ({"instance_class": "db.r7g.3xlarge"}, "first.instance_class: is 'db.r7g.3xlarge'; a class such as"),
        ({"max_storage_gib": 100}, "first.max_storage_gib: is 100 with storage_gib 100; at least a tenth more"),
        ({"readers": ["reports"]}, "first.readers: are given on postgres, whose master password Secrets Manager keeps"),
        ({"upgrades_from": "11"}, "first.upgrades_from: is '11' with postgres 17; in one step it is reached from 13"),
        ({"log_retention_days": 100}, "first.log_retention_days: "),
    ],
)
def test_a_database_aws_has_not_is_refused_in_its_line(entry: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    said = refusals(tmp_path, SECTION, {**CHATS, **entry})
    assert f"{SECTION}.{sentence}" in said


def test_personal_data_stays_in_the_residency(tmp_path: Path) -> None:
    said = refusals(tmp_path, SECTION, CHATS, **{"residency: [eu]": "residency: [us]"})
    assert "relational_databases.first.data_class: is 'personal', but eu-north-1 is in 'eu'" in said
