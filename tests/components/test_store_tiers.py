"""Objects move to colder classes only where that pays within the time they are kept."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.storage.object_store import ObjectStore
from components.storage.storage_need import NeedError
from components.storage.store_tiers import StoreTier, plan_tiers
from graph.capture import capture
from tests.examples import MINIMAL

LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
# As AWS's pages have it: days paid for at least, and the first day an object may move there.
MINIMUM = {"STANDARD_IA": 30, "GLACIER_IR": 90, "GLACIER": 90}
EARLIEST = {"STANDARD_IA": 30, "GLACIER_IR": 1, "GLACIER": 1}
COLDER = list(MINIMUM)


def tier(name: str, days: int) -> StoreTier:
    return {"storage_class": name, "after_days": days}


def pays(tiers: list[StoreTier], retention_days: int) -> bool:
    ends = [*(each["after_days"] for each in tiers[1:]), retention_days]
    order = [COLDER.index(each["storage_class"]) for each in tiers]
    return all(a < b for a, b in pairwise(order)) and all(
        each["after_days"] >= EARLIEST[each["storage_class"]]
        and end - each["after_days"] >= MINIMUM[each["storage_class"]]
        for each, end in zip(tiers, ends, strict=False)
    )


@given(
    st.lists(st.tuples(st.sampled_from(COLDER), st.integers(1, 400)), max_size=3),
    st.integers(1, 500),
)
def test_a_move_is_made_exactly_where_the_object_stays_for_the_days_that_are_paid(
    drawn: list[tuple[str, int]], retention_days: int
) -> None:
    tiers = [tier(name, days) for name, days in drawn]
    try:
        made = plan_tiers(tiers, retention_days)
    except NeedError:
        assert not pays(tiers, retention_days)
    else:
        assert pays(tiers, retention_days)
        assert [(each["storage_class"], each["days"]) for each in made] == drawn


def test_the_bucket_moves_its_objects_and_still_forgets_them() -> None:
    args: Any = {**MINIMAL["ObjectStore"], "tiers": [tier("STANDARD_IA", 30), tier("GLACIER_IR", 90)]}
    rule = capture(lambda: ObjectStore("datasets", args)).one(LIFECYCLE).inputs["rules"][0]
    assert [dict(each) for each in rule["transitions"]] == [
        {"days": 30, "storageClass": "STANDARD_IA"},
        {"days": 90, "storageClass": "GLACIER_IR"},
    ]
    assert rule["expiration"] == {"days": 365}


@pytest.mark.parametrize(
    ("tiers", "retention_days", "sentence"),
    [
        (
            [tier("GLACIER", 30)],
            60,
            (
                "tiers.0.after_days is 30, and an object expires after 60, 30 days later; "
                "GLACIER is paid for 90 days at least: leave it out"
            ),
        ),
        (
            [tier("GLACIER_IR", 300)],
            365,
            (
                "tiers.0.after_days is 300, and an object expires after 365, 65 days later; "
                "GLACIER_IR is paid for 90 days at least: at most 275 is right"
            ),
        ),
        (
            [tier("STANDARD_IA", 30), tier("GLACIER", 45)],
            365,
            (
                "tiers.0.after_days is 30, and an object moves on after 45, 15 days later; "
                "STANDARD_IA is paid for 30 days at least: leave it out"
            ),
        ),
        ([tier("STANDARD_IA", 7)], 365, "tiers.0.after_days is 7; S3 moves nothing to STANDARD_IA before 30 days"),
        (
            [tier("GLACIER", 30), tier("GLACIER_IR", 150)],
            365,
            "tiers.1.storage_class is GLACIER_IR after GLACIER; objects move to colder classes only, each once",
        ),
        (
            [tier("GLACIER_AI", 30)],
            365,
            ("tiers.0.storage_class is 'GLACIER_AI'; unknown storage class 'GLACIER_AI', did you mean 'GLACIER_IR'?"),
        ),
        ([tier("GLACIER", 0)], 365, "tiers.0.after_days is 0; a whole number of 1 or more is right"),
    ],
)
def test_a_move_that_does_not_pay_is_refused(tiers: list[StoreTier], retention_days: int, sentence: str) -> None:
    with pytest.raises(NeedError) as refused:
        plan_tiers(tiers, retention_days)
    assert str(refused.value) == sentence
