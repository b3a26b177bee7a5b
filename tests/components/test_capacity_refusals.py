"""Chains that cannot be are refused, and those next to them are not."""

from dataclasses import replace

import pytest

from components.compute.capacity_refusals import refusals
from components.compute.capacity_step import Wanted
from tests.components.chains import BLOCK, ON_DEMAND, RESERVED, SPOT, TODAY, wanted
from tests.components.refusals_page import PAGE, page
from tests.components.refused_chains import OPEN, REFUSED, karpenter


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_chain_that_cannot_be_is_refused_in_one_sentence(mistake: str) -> None:
    chain, sentence = REFUSED[mistake]
    assert sentence in [str(refusal) for refusal in refusals(chain, TODAY)]


@pytest.mark.parametrize(
    "chain",
    [
        wanted(RESERVED, ON_DEMAND, SPOT),
        wanted(BLOCK, wall_time_hours=239),
        wanted(replace(BLOCK, starts="2026-12-01T11:30:00Z", ends="2026-12-08T11:30:00Z"), nodes=0),
        wanted(RESERVED, replace(BLOCK, starts="2026-12-01T11:30:00Z", ends="2026-12-08T11:30:00Z")),
        wanted(OPEN, ON_DEMAND),
        wanted(replace(RESERVED, starts="2026-11-01T00:00:00Z", ends="2027-11-01T00:00:00Z"), wall_time_hours=4000),
        karpenter(RESERVED, ON_DEMAND),
        wanted(replace(BLOCK, starts="2026-11-20T09:12:00Z")),
    ],
    ids=[
        "chain",
        "block",
        "block to come",
        "fallback to come",
        "open",
        "reservation with an end",
        "karpenter",
        "block begun at once",
    ],
)
def test_chains_next_to_the_refused_ones_are_right(chain: Wanted) -> None:
    assert list(refusals(chain, TODAY)) == []


def test_without_a_date_nothing_is_said_of_past_and_future() -> None:
    over = replace(BLOCK, starts="2026-11-03T11:30:00Z", ends="2026-11-10T11:30:00Z")
    to_come = replace(BLOCK, starts="2026-12-01T11:30:00Z", ends="2026-12-08T11:30:00Z")
    assert list(refusals(wanted(over), None)) == []
    assert list(refusals(wanted(to_come), None)) == []


def test_the_page_of_refusals_says_what_is_said() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "stale: run 'python -m tests.components.refusals_page'"
