"""Schedules as AWS writes them: how long it takes from one moment of a cron expression to the next.

Six fields, in UTC: minute, hour, day of the month, month, day of the week, year; one of the two days is `?`:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

FORM = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
EXAMPLE = "'cron(0 3 ? * * *)', every day at 3:00 UTC, is right"
# Eight years, which have the 29th of February twice.
FIRST_DAY, LOOKED_AT_DAYS = date(2027, 1, 1), 8 * 365 + 2


class ScheduleError(ValueError):
    """A schedule that cannot be read, or never comes; its sentence says what is wrong and what is right."""

    def __init__(self, wrong: str, right: str = EXAMPLE) -> None:
        super().__init__(f"{wrong}; {right}")
        self.wrong, self.right = wrong, right


@cache
def gaps_hours(schedule: str) -> tuple[float, float]:
    """Hours from one moment of the schedule to the next: the shortest there are, and the longest."""
    found = FORM.fullmatch(schedule) if isinstance(schedule, str) else None
    if found is None:
        raise ScheduleError(f"is {schedule!r}, no cron expression of six fields")
    minute, hour, day, month, weekday, year = found.groups()
    if (day == "?") == (weekday == "?"):
        raise ScheduleError(f"is {schedule!r}, and one of the day of the month and the day of the week has to be '?'")
    if year != "*":
        raise ScheduleError(f"is {schedule!r}, which ends with its year", "'*' for the year is right")
    minutes, hours = _values(schedule, minute, 0, 59), _values(schedule, hour, 0, 23)
    moments = sorted(60 * each + part for each in hours for part in minutes)
    months = _values(schedule, month, 1, 12, MONTHS)
    dates = None if day == "?" else _values(schedule, day, 1, 31)
    weekdays = None if weekday == "?" else _values(schedule, weekday, 1, 7, DAYS)
    days = [
        number
        for number in range(LOOKED_AT_DAYS)
        if _is_on(FIRST_DAY + timedelta(days=number), months, dates, weekdays)
    ]
    if len(days) < 2:
        raise ScheduleError(f"is {schedule!r}, a day that never comes")
    return _gaps(moments, days)


def _gaps(moments: Sequence[int], days: Sequence[int]) -> tuple[float, float]:
    """The shortest and the longest way between moments of a day, in minutes, on these days."""
    overnight = moments[0] - moments[-1]
    gaps = {24 * 60 * (b - a) + overnight for a, b in pairwise(days)} | {b - a for a, b in pairwise(moments)}
    return min(gaps) / 60, max(gaps) / 60


def _is_on(day: date, months: Sequence[int], dates: Sequence[int] | None, weekdays: Sequence[int] | None) -> bool:
    if day.month not in months:
        return False
    return (dates is None or day.day in dates) and (weekdays is None or day.isoweekday() % 7 + 1 in weekdays)


def _values(schedule: str, field: str, low: int, high: int, words: Sequence[str] = ()) -> tuple[int, ...]:
    """The numbers that a field means: `*`, a list, ranges, steps, names of months and days."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        numbers = [low, high] if span == "*" else [_number(each, low, words) for each in (first, last or first)]
        if step and span != "*" and not last:
            numbers[1] = high
        every = int(step) if step.isdecimal() else 0 if step else 1
        start, end = numbers
        if start is None or end is None or not low <= start <= end <= high or every < 1:
            raise ScheduleError(f"is {schedule!r}, where {part!r} is none of {low} to {high}")
        found.update(range(start, end + 1, every))
    return tuple(sorted(found))


def _number(text: str, low: int, words: Sequence[str]) -> int | None:
    if text.upper() in words:
        return words.index(text.upper()) + low
    return int(text) if text.isdecimal() else None
