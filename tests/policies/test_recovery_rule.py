"""What a backup selection asks of tags, where it cannot be read: the volume may not be in it."""

from typing import Any

import pytest

from graph.model import Unknown
from policies.rule import Verdict
from tests.policies.good import broken
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
