"""The recovery table: what keeps data, what of it can be lost, where copies are."""

from typing import Any

import pytest

from graph.model import Unknown
from policies.scene import Scene
from preview.recovery import RecoveryRow, RecoveryTable, recovery_table
from tests.policies.good import CONTEXT, DELETED, broken, good, graph_of, reference


def table(key: str = "", path: str = "", value: Any = DELETED) -> RecoveryTable:
    inputs = broken(key, path, value) if key else good()
    return recovery_table(Scene(graph_of(inputs), CONTEXT))


def row(name: str, found: RecoveryTable) -> RecoveryRow:
    return next(each for each in found.rows if each.name == name)


def test_every_resource_that_keeps_data_is_in_it_and_nothing_else() -> None:
    files = {"data", "access", "audit", "scratch", "index", "teams"}
    assert {each.name for each in table().rows} == files | {
        "prompts",
        "talks",
        "features",
        "notes",
        "events",
        "passages",
    }
    assert table().without == 0


def test_a_versioned_bucket_loses_nothing() -> None:
    found = row("data", table())
    assert (found.recovery_point_minutes, found.brought_back_by) == (0, ["versions"])


def test_a_volume_loses_what_came_after_the_last_backup_and_has_its_copies() -> None:
    found = row("index", table())
    assert found.recovery_point_minutes == 24 * 60
    assert found.brought_back_by == ["backup plan 'internal'"]
    assert (found.region, found.copies) == ("eu-north-1", ["eu-central-1"])


def test_a_weekly_plan_loses_a_week() -> None:
    found = row("index", table("plan.internal", "rules.0.schedule", "cron(0 3 ? * SUN *)"))
    assert found.recovery_point_minutes == 7 * 24 * 60


def test_a_resource_named_by_its_arn_is_backed_up_whatever_its_tags() -> None:
    inputs = broken("selection.internal", "conditions")
    inputs["selection.internal"]["resources"] = [reference("volume.index", "arn")]
    inputs["volume.index"]["tags"]["DataClassification"] = "special"
    assert row("index", recovery_table(Scene(graph_of(inputs), CONTEXT))).brought_back_by


@pytest.mark.parametrize("value", [DELETED, 0, Unknown()], ids=["absent", "none", "unknown"])
def test_what_nothing_brings_back_is_said_to_be_lost(value: Any) -> None:
    found = table("filesystem.scratch", "automaticBackupRetentionDays", value)
    assert (found.without, row("scratch", found).brought_back_by) == (1, [])
    assert "NONE" in found.as_text()
    assert "13 of 14 resources that keep data can be brought back." in found.as_text()


def test_it_fits_eighty_columns_however_long_a_name_is() -> None:
    text = recovery_table(Scene(graph_of(good()), CONTEXT)).as_text()
    assert max(map(len, text.splitlines())) <= 80
    assert "copies in eu-north-1, eu-central-1" in text


def test_a_stack_that_keeps_nothing_says_so() -> None:
    assert recovery_table(Scene(graph_of({}), CONTEXT)).as_text() == "prod: nothing keeps data."
