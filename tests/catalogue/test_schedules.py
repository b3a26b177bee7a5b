"""How often a schedule comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.schedules import ScheduleError, gaps_hours


@pytest.mark.parametrize(
    ("schedule", "shortest", "longest"),
    [
        ("cron(0 3 ? * * *)", 24, 24),
        ("cron(0 * ? * * *)", 1, 1),
        ("cron(0/15 * ? * * *)", 0.25, 0.25),
        ("cron(0 5 ? * SUN *)", 168, 168),
        ("cron(0 5 ? * 1 *)", 168, 168),
        ("cron(0 0,12 ? * MON-FRI *)", 12, 60),
        ("cron(0 5 1 * ? *)", 28 * 24, 31 * 24),
        ("cron(30 22 29 2 ? *)", 1461 * 24, 1461 * 24),
        ("cron(0 1/6 * * ? *)", 6, 6),
    ],
)
def test_it_knows_the_shortest_and_the_longest_wait(schedule: str, shortest: float, longest: float) -> None:
    assert gaps_hours(schedule) == (shortest, longest)


@given(st.integers(0, 59), st.lists(st.integers(0, 23), min_size=1, max_size=5, unique=True))
def test_the_hours_of_a_day_are_walked_round_the_clock(minute: int, hours: list[int]) -> None:
    ordered = sorted(hours)
    waits = [(b - a - 1) % 24 + 1 for a, b in zip(ordered, [*ordered[1:], ordered[0]], strict=True)]
    schedule = f"cron({minute} {','.join(map(str, hours))} ? * * *)"
    assert gaps_hours(schedule) == (min(waits), max(waits))


@pytest.mark.parametrize(
    "schedule",
    [
        *("rate(1 hour)", "cron(0 3 * * * *)", "cron(0 3 ? * ? *)", "cron(60 3 ? * * *)", "cron(0 24 ? * * *)"),
        *("cron(0 3 ? * FUN *)", "cron(0 3 ? * MON#1 *)", "cron(0 3 L * ? *)", "cron(0 3 ? * * 2027)", ""),
        *("cron(0 3 31 2 ? *)", "cron(0 3-1 ? * * *)", "cron(0 */0 ? * * *)", "cron(0 3 ? *)"),
    ],
)
def test_it_refuses_what_it_cannot_read_and_says_what_is_right(schedule: str) -> None:
    with pytest.raises(ScheduleError, match="right"):
        gaps_hours(schedule)
