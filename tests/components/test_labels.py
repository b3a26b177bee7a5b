"""From tags to Google's labels."""

import re

import hypothesis.strategies as st
import pytest
from hypothesis import given

from components.base import REQUIRED_TAGS
from components.labels import LabelError, described, labels_of
from tests.examples._common import tags


def test_the_four_required_tags_become_four_labels() -> None:
    assert labels_of(tags("personal", "training-data")) == {
        "owner": "ml-platform_at_example_com",
        "environment": "prod",
        "data-classification": "personal",
        "purpose": "training-data",
    }
    assert len(labels_of(tags())) == len(REQUIRED_TAGS)


def test_what_carries_no_labels_says_the_same_in_its_description() -> None:
    assert described({"Owner": "ML", "Purpose": "network"}) == "owner=ml, purpose=network"


@pytest.mark.parametrize(
    ("given_tags", "says"),
    [
        ({"Purpose": "x" * 64}, "tag Purpose has 64 characters as a label; 63 at most are right"),
        ({"2nd": "a"}, "tag 2nd becomes the label '2nd'; a letter first"),
        ({"": "a"}, "becomes the label ''"),
        ({"CostCentre": "1", "Cost-Centre": "2"}, "becomes the label 'cost-centre' a second time"),
        ({f"a{n}": "" for n in range(65)}, "a resource has 64 labels at most"),
    ],
)
def test_a_tag_that_cannot_become_a_label_is_refused(given_tags: dict[str, str], says: str) -> None:
    with pytest.raises(LabelError, match=re.escape(says)):
        labels_of(given_tags)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=80), max_size=8))
def test_every_label_keeps_googles_rules_or_its_tag_is_refused(given_tags: dict[str, str]) -> None:
    try:
        labels = labels_of(given_tags)
    except LabelError:
        return
    assert len(labels) == len(given_tags)
    for key, value in labels.items():
        assert re.fullmatch(r"[a-z][a-z0-9_-]{0,62}", key)
        assert re.fullmatch(r"[a-z0-9_-]{0,63}", value)
