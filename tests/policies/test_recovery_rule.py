"""What a backup selection asks of tags, where it cannot be read: the volume may not be in it."""

from typing import Any

import pytest

from graph.model import Unknown
from policies.recovery import ways_back
from policies.rule import Verdict
from policies.scene import Scene
from tests.policies.good import CONTEXT, broken, good, graph_of, reference
from tests.policies.test_rules import finding

OTHER_WAY = [{"stringLikes": [{"key": "aws:ResourceTag/Name", "value": "*"}]}]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("conditions", Unknown()),
        ("conditions.0", Unknown()),
        ("conditions.0.stringEquals", Unknown()),
        ("conditions.0.stringEquals.0.value", Unknown()),
        ("conditions", OTHER_WAY),
    ],
)
def test_a_condition_that_cannot_be_read_leaves_recovery_unknown(path: str, value: Any) -> None:
    said = finding("REC-001", "volume.index", broken("selection.internal", path, value))
    assert said.outcome.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("linked", [True, False])
def test_a_plan_backs_up_no_file_system_that_is_linked_to_a_bucket(linked: bool) -> None:
    inputs = good()
    inputs["selection.internal"] = {
        "planId": reference("plan.internal", "id"),
        "resources": [reference("filesystem.scratch", "arn")],
    }
    if not linked:
        del inputs["link.scratch"]
    graph = graph_of(inputs)
    ways = ways_back(graph.one("aws:fsx/lustreFileSystem:LustreFileSystem"), Scene(graph, CONTEXT))
    assert any(way.how == "backup plan 'internal'" for way in ways) is not linked


def test_a_copy_of_objects_to_a_bucket_that_the_stack_does_not_have_may_be_anywhere() -> None:
    path = "rules.0.destination.bucket"
    said = finding("RES-007", "replication.access", broken("replication.access", path, "arn:aws:s3:::elsewhere"))
    assert said.outcome.verdict is Verdict.UNKNOWN


def test_public_tables_may_be_replicated_anywhere() -> None:
    inputs = broken("items.features", "replicas.0.regionName", "us-east-1")
    inputs["items.features"]["tags"]["DataClassification"] = "public"
    assert finding("RES-006", "items.features", inputs).outcome.verdict is Verdict.NOT_APPLICABLE


def test_a_plan_that_tests_every_vault_tests_this_one_too() -> None:
    path = "recoveryPointSelection.includeVaults"
    assert finding("AVA-003", "vault.internal", broken("testing.weekly", path, ["*"])).outcome.verdict is Verdict.PASS
    hidden = finding("AVA-003", "vault.internal", broken("testing.weekly", path, [Unknown()]))
    assert hidden.outcome.verdict is Verdict.UNKNOWN
