"""Backups of a stack file: under whose key, with which copies, and what is refused when the file is read."""

from pathlib import Path
from typing import Any

import pytest

from graph.capture import capture
from graph.model import Graph, references
from policies.context import PolicyContext
from policies.scene import Scene
from preview.recovery import RecoveryRow, recovery_table
from stacks.platform import deploy
from stacks.settings import SettingsError, load
from tests.settings.broken import GOOD
from tests.stacks.test_databases import failures

FRANKFURT = "arn:aws:backup:eu-central-1:111122223333:backup-vault:copies"
VIRGINIA = "arn:aws:backup:us-east-1:111122223333:backup-vault:copies"
MARK = "    backups:\n"


def written(folder: Path, data_class: str, **entry: Any) -> Path:
    """The stack file of production with these backups instead of its own."""
    text = GOOD.read_text(encoding="utf-8").partition(MARK)[0]
    asked = {"resource_types": ["S3"], "retention_days": 35, **entry}
    lines = [f"      {data_class}:", *(f"        {key}: {value!r}" for key, value in asked.items())]
    path = folder / GOOD.name
    path.write_text(text + MARK + "\n".join(lines).replace("True", "true") + "\n", encoding="utf-8")
    return path


def graph_of(path: Path) -> Graph:
    settings = load(path)
    return capture(lambda: deploy(settings), stack="prod")


def test_a_vault_is_under_the_key_of_its_class_which_lets_backups_use_it(tmp_path: Path) -> None:
    graph = graph_of(written(tmp_path, "weights"))
    (key,) = references(graph.one("aws:backup/vault:Vault").inputs["kmsKeyArn"])
    assert graph.by_urn[key].inputs["tags"]["DataClassification"] == "weights"
    assert "backup.eu-north-1.amazonaws.com" in graph.by_urn[key].inputs["policy"]
    assert failures(graph) == []


def rows_of(graph: Graph) -> dict[str, RecoveryRow]:
    context = PolicyContext("prod", "111122223333", ("eu",), frozenset({"eu-north-1"}))
    return {row.name: row for row in recovery_table(Scene(graph, context)).rows}


def test_production_is_backed_up_and_its_restores_are_tested() -> None:
    graph = graph_of(GOOD)
    rows = rows_of(graph)
    assert rows["datasets"].brought_back_by == ["versions", "backup plan 'backups-personal'"]
    assert rows["models"].brought_back_by == ["versions", "backup plan 'backups-weights'"]
    assert rows["checkpoints"].brought_back_by == ["versions"]
    assert len(graph.of_type("aws:backup/restoreTestingPlan:RestoreTestingPlan")) == 2


def test_a_copy_is_in_another_region_of_the_residency(tmp_path: Path) -> None:
    path = written(tmp_path, "weights", copy_vault_arns=[FRANKFURT])
    assert rows_of(graph_of(path))["models"].copies == ["eu-central-1"]


@pytest.mark.parametrize(
    ("data_class", "entry", "sentence"),
    [
        ("special", {}, "backups.special: nothing of the stack holds special data; its data is "),
        ("personal", {"retention_days": 366}, "backups.personal.retention_days: is 366 for personal data; 7 to 365"),
        ("personal", {"copy_vault_arns": [VIRGINIA]}, "has a vault in us-east-1, which is in 'us'; the data may be"),
        ("personal", {"copy_vault_arns": ["copies"]}, "the ARN of a vault is right"),
        ("personal", {"lock_that_cannot_be_undone_after_days": 30}, "nobody could erase a person's backups then"),
        ("personal", {"continuous": True, "retention_days": 36}, "those go back 35 days at most"),
        ("personal", {"resource_types": ["EFS"]}, "resource_types[0]: has 'EFS', and no entry of 'home_filesystems'"),
        (
            "personal",
            {"resource_types": ["FSx"]},
            "file system here is linked to a store: AWS makes no backups of those",
        ),
        ("personal", {"schedule": "cron(*/10 * ? * * *)"}, "AWS Backup runs once an hour at most"),
        (
            "personal",
            {"restore_testing": {"resource_types": ["RDS"]}},
            "backups.personal.restore_testing.resource_types: has RDS, which the plan does not back up",
        ),
        ("personal", {"notification_topic_arn": "backups"}, "the ARN of an SNS topic is right"),
    ],
)
def test_backups_that_cannot_be_are_refused_with_their_line(
    tmp_path: Path, data_class: str, entry: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(written(tmp_path, data_class, **entry))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / f"{GOOD.name}:"))
