"""What Cluster Autoscaler's priority expander is told: names of scaling groups, the preferred first."""

import re
from typing import Any

from ruamel.yaml import YAML

from components.compute.scaler_priorities import priority_expander

UUID = "40bbb26b-8679-eb64-d33a-4ba475413529"


def read(text: str) -> dict[int, list[str]]:
    found: dict[Any, list[str]] = YAML(typ="safe").load(text)
    return {int(level): patterns for level, patterns in found.items()}


def test_levels_go_down_and_groups_of_one_level_stand_together() -> None:
    levels = read(priority_expander({"a-1": 1.0, "b-3": 3.0, "c-1": 1.0}))
    assert list(levels) == [3, 1]
    assert len(levels[1]) == 2


def test_a_pattern_is_that_of_its_group_and_of_no_other_whose_name_begins_so() -> None:
    [[pattern]] = read(priority_expander({"h100": 1.0})).values()
    assert re.search(pattern, f"eks-h100-{UUID}")
    assert not re.search(pattern, f"eks-h100-b-{UUID}")
    assert not re.search(pattern, f"eks-my-h100-{UUID}")


def test_without_node_groups_there_is_nothing_to_say() -> None:
    assert priority_expander({}) == ""
