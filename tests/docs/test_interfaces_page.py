"""The page of layouts has every type with EFA once, and names only tests that are there."""

import ast
from functools import cache
from pathlib import Path

import pytest

from catalogue.instances import efa_limits
from components.compute.network_interface_plan import EFA_ONLY, PLAIN, PlannedInterface
from docs.interfaces_page import MISTAKES_HEAD, SPECIAL, drawn, interfaces_page, layouts, mistakes

ROOT = Path(__file__).resolve().parent.parent.parent
MISTAKES = mistakes()


@cache
def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_type_with_efa_is_in_one_row() -> None:
    names = [name for group in layouts().values() for name in group]
    assert sorted(names) == sorted(efa_limits())
    assert len(names) > 300


def test_the_types_that_surprise_are_types_with_efa() -> None:
    assert efa_limits().keys() >= SPECIAL.keys()


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row["link"].removeprefix("https://github.com/"))
def test_a_mistake_of_a_peer_names_its_issue_and_a_test_that_is_there(row: dict[str, str]) -> None:
    assert row["link"].startswith("https://github.com/")
    assert row["about"] in MISTAKES_HEAD
    file, _, test = row["test"].partition("::")
    assert test in functions_of(file)
    assert f"]({row['link']}) | {row['mistake']} | " in interfaces_page()


def test_there_are_mistakes_of_both_kinds_and_none_twice() -> None:
    assert {row["about"] for row in MISTAKES} == MISTAKES_HEAD.keys()
    assert len({row["link"] for row in MISTAKES}) == len(MISTAKES) > 15


def test_interfaces_are_drawn_as_a_person_reads_them() -> None:
    planned = [
        PlannedInterface(0, 0, PLAIN),
        PlannedInterface(0, 1, EFA_ONLY),
        *(PlannedInterface(card, 0, EFA_ONLY) for card in (1, 2, 3)),
    ]
    assert drawn(planned) == "card 0: interface + efa-only; cards 1-3: efa-only"
    assert drawn([PlannedInterface(0, 0, PLAIN)]) == "card 0: interface"
    assert drawn([PlannedInterface(card, 0, EFA_ONLY) for card in (1, 5, 9)]) == "cards 1, 5, 9: efa-only"
