"""Reading values: three answers, every way to write a value, and nothing that passes by accident."""

import itertools
from typing import Any

import pytest

from graph.model import Graph, Reference, Resource, Secret, Text, Unknown
from policies.values import (
    ABSENT,
    Misshapen,
    Tri,
    all3,
    any3,
    at,
    customer_key,
    equals,
    every,
    given,
    is_false,
    is_true,
    items,
    not3,
    number,
    some,
    within,
)

KEY = Resource("urn:key", "aws:kms/key:Key", "key")
ROLE = Resource("urn:role", "aws:iam/role:Role", "role")
GRAPH = Graph("p", "s", (KEY, ROLE))
ANSWERS: tuple[Tri, ...] = (True, False, None)


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=3)))
def test_all_is_no_before_it_is_unknown_and_yes_only_when_all_are(answers: tuple[Tri, ...]) -> None:
    assert all3(answers) is (False if False in answers else None if None in answers else True)
    assert any3(answers) is not3(all3(not3(answer) for answer in answers))


def test_of_nothing_all_hold_and_none_does() -> None:
    assert all3(()) is True
    assert any3(()) is False


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"a": {"b": 1}}, 1),
        ({"a": [{"b": 1}]}, 1),
        ({"a": {}}, ABSENT),
        ({"a": []}, ABSENT),
        ({"a": None}, ABSENT),
        ({}, ABSENT),
        ({"a": Unknown()}, Unknown()),
        ({"a": Secret()}, Secret()),
        ({"a": Reference("urn:key", "x")}, Reference("urn:key", "x.b")),
        ({"a": "text"}, Misshapen("text")),
        ({"a": [{"b": 1}, {"b": 2}]}, Misshapen([{"b": 1}, {"b": 2}])),
    ],
)
def test_a_path_leads_to_the_value_or_to_what_hides_it(block: dict[str, Any], expected: Any) -> None:
    assert at(block, "a.b") == expected


@pytest.mark.parametrize("value", [True, "true", "True"])
def test_a_set_flag_is_set_however_it_is_written(value: Any) -> None:
    assert is_true(value) is True
    assert is_false(value) is False


@pytest.mark.parametrize("value", ["yes", 1, [], {}, Misshapen(True)])
def test_a_misshapen_flag_is_neither_set_nor_cleared(value: Any) -> None:
    assert is_true(value) is False
    assert is_false(value) is False


@pytest.mark.parametrize("value", [Unknown(), Secret(), Reference("urn:key", "x"), Text(("a", Unknown()))])
def test_what_is_hidden_answers_no_question_about_its_content(value: Any) -> None:
    answers = [is_true(value), is_false(value), within(value, 0, 9), equals(value, "a")]
    assert answers == [None] * 4


@pytest.mark.parametrize("value", [90, 90.0, "90", "90.0"])
def test_a_number_is_the_same_however_it_is_written(value: Any) -> None:
    assert number(value) == 90
    assert within(value, 90, 90) is True
    assert within(value, 91, 99) is False


@pytest.mark.parametrize("value", [True, "ninety", "nan", "inf", [], {}, float("nan"), 10**400])
def test_what_is_no_number_lies_within_nothing(value: Any) -> None:
    assert within(value, 0, float("inf")) is False


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (ABSENT, False),
        ("", False),
        ([], False),
        ({}, False),
        (Misshapen("x"), False),
        (0, True),
        ("x", True),
        (Unknown(), None),
        (Reference("urn:key", "arn"), True),
        (Secret(), True),
    ],
)
def test_a_reference_is_there_and_the_wholly_unknown_may_not_be(value: Any, expected: Tri) -> None:
    assert given(value) is expected


def test_a_list_that_cannot_be_seen_answers_for_none_of_its_elements() -> None:
    assert items(Unknown()) is None
    assert every(Unknown(), is_true) is None
    assert some(Unknown(), is_true) is None
    assert every([True, Unknown(), False], is_true) is False
    assert some([False, Unknown()], is_true) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("arn:aws:kms:eu-north-1:111122223333:key/1", True),
        ("alias/mine", True),
        ("alias/aws/s3", False),
        ("arn:aws:kms:eu-north-1:111122223333:alias/aws/s3", False),
        ("", False),
        (ABSENT, False),
        (7, False),
        (Unknown(), None),
        (Unknown(("urn:key",)), True),
        (Unknown(("urn:key", "urn:role")), None),
        (Reference("urn:key", "arn"), True),
        (Reference("urn:role", "arn"), None),
        (Reference("urn:elsewhere", "arn"), None),
        (Text(("arn:aws:kms:::alias/aws/", Reference("urn:key", "id"))), False),
        (Text((Reference("urn:key", "arn"), "")), True),
        (Secret(), None),
    ],
)
def test_a_key_is_the_customers_own_or_known_not_to_be(value: Any, expected: Tri) -> None:
    assert customer_key(value, GRAPH) is expected
