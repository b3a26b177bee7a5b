"""Data that cannot be is refused in one sentence, word for word as the page has it, and what it is next to is not."""

import pytest

from tests.components.data_refusals_page import PAGE, page
from tests.components.refused_data import Refused, said_of, table

REFUSED = list(table())


@pytest.mark.parametrize("each", REFUSED, ids=lambda each: each.mistake)
def test_a_mistake_is_refused_in_one_sentence_before_anything_is_declared(each: Refused) -> None:
    sentence, declared = said_of(each.component, each.args)
    assert sentence
    assert "\n" not in sentence
    assert declared == []


@pytest.mark.parametrize("each", {id(each.good): each for each in REFUSED}.values(), ids=lambda each: each.mistake)
def test_the_inputs_a_mistake_is_made_in_are_right(each: Refused) -> None:
    assert said_of(each.component, each.good)[0] == ""


def test_no_mistake_is_there_twice() -> None:
    assert len({(each.component, each.mistake) for each in REFUSED}) == len(REFUSED) >= 40


def test_the_page_of_refusals_says_what_is_said() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "stale: run 'python -m tests.components.data_refusals_page'"
