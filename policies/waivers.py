"""Waivers: failures that somebody answers for, until a day. One function judges them, wherever the rules run.

A waiver that is malformed or expired suppresses nothing and is itself a failure. One that suppresses nothing because
nothing fails any more is a warning.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from policies.registry import rule_named

LONGEST = timedelta(days=180)
"""How far ahead a waiver may expire: twice a year somebody looks again."""
FIELDS = ("rule", "scope", "reason", "owner", "ticket", "compensating_control", "expires")
PATH = Path(__file__).with_name("waivers.yaml")


class _DaysAsText(RoundTripConstructor):
    """Leaves days as text: an impossible one, such as 2026-02-30, then spoils its own waiver and not the file."""


_DaysAsText.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A well-formed waiver, in force or expired."""

    rule: str
    """Id of the rule whose failure it lets through."""
    scope: str
    """URN of the resource, with `*` for any text."""
    reason: str
    owner: str
    ticket: str
    compensating_control: str
    """What protects the resource instead."""
    expires: date
    """The last day it holds."""
    place: str = ""
    """File and line."""

    def covers(self, rule: str, urn: str, today: date) -> bool:
        return self.rule == rule and today <= self.expires <= today + LONGEST and fnmatchcase(urn, self.scope)


@dataclass(frozen=True, slots=True)
class Waivers:
    """What a file of waivers holds: those that can be read, and a sentence for each that cannot."""

    waivers: tuple[Waiver, ...] = ()
    malformed: tuple[str, ...] = ()

    def problems(self, today: date) -> tuple[str, ...]:
        """Everything about the file that must fail a run: malformed, expired and too distant waivers."""
        return self.malformed + tuple(sentence for waiver in self.waivers if (sentence := _untimely(waiver, today)))


def waiver_for(rule: str, urn: str, waivers: Sequence[Waiver], today: date) -> Waiver | None:
    """The waiver in force that lets this rule's failure on this resource through."""
    return next((waiver for waiver in waivers if waiver.covers(rule, urn, today)), None)


def unused(waivers: Iterable[Waiver], failures: Iterable[tuple[str, str]], today: date) -> tuple[str, ...]:
    """A warning for each waiver in force that no failure (rule id, URN) needs."""
    failed = list(failures)
    return tuple(
        f"{waiver.place}: the waiver of {waiver.rule} on {waiver.scope} is not needed; remove it"
        for waiver in waivers
        if not _untimely(waiver, today) and not any(waiver.covers(rule, urn, today) for rule, urn in failed)
    )


def load(path: Path = PATH) -> Waivers:
    """The waivers of a file. Without the file there are none."""
    if not path.exists():
        return Waivers()
    name = path.name if path.parent != PATH.parent else f"{path.parent.name}/{path.name}"
    yaml = YAML()
    yaml.Constructor = _DaysAsText
    yaml.allow_duplicate_keys = False
    try:
        document = yaml.load(path.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        line = error.problem_mark.line + 1 if isinstance(error, MarkedYAMLError) and error.problem_mark else 1
        return Waivers(malformed=(f"{name}:{line}: this is no YAML; a list under `waivers:` is right",))
    entries = document.get("waivers") if isinstance(document, Mapping) else document
    if entries is None:
        return Waivers()
    if not isinstance(entries, list):
        return Waivers(malformed=(f"{name}:1: waivers is {type(entries).__name__}; a list under `waivers:` is right",))
    read: list[Waiver] = []
    malformed: list[str] = []
    for index, entry in enumerate(entries):
        place = f"{name}:{entries.lc.item(index)[0] + 1}"  # type: ignore[attr-defined]
        waiver = _waiver(entry, place)
        if isinstance(waiver, Waiver):
            read.append(waiver)
        else:
            malformed.append(f"{place}: {waiver}; it lets nothing through")
    return Waivers(tuple(read), tuple(malformed))


def _waiver(entry: Any, place: str) -> Waiver | str:
    """A waiver, or what is wrong with the entry."""
    if not isinstance(entry, Mapping):
        return f"a waiver is a block with {', '.join(FIELDS)}, not {entry!r}"
    for key in entry:
        if key not in FIELDS:
            near = get_close_matches(str(key), FIELDS, n=1, cutoff=0)
            return f"a waiver has no {key!r}, did you mean {near[0]!r}"
    for key in FIELDS:
        if key != "expires" and not (isinstance(entry.get(key), str) and entry[key].strip()):
            return f"the waiver's {key} is {entry.get(key)!r}, some text is right"
    try:
        rule_named(entry["rule"])
    except ValueError as error:
        return str(error)
    if not set(entry["scope"]) - set("*?[]: "):
        return f"the scope {entry['scope']!r} waives the rule everywhere, name a URN (`*` stands for any text)"
    expires = _day(entry.get("expires"))
    if expires is None:
        return f"the waiver expires {entry.get('expires')!r}, a day is right, such as 2027-03-31"
    texts = {key: str(entry[key]) for key in FIELDS if key != "expires"}
    return Waiver(**texts, expires=expires, place=place)


def _day(value: Any) -> date | None:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and day.isoformat() == value else None


def _untimely(waiver: Waiver, today: date) -> str:
    what = f"{waiver.place}: the waiver of {waiver.rule} on {waiver.scope} ({waiver.owner}, {waiver.ticket})"
    if waiver.expires < today:
        return f"{what} expired on {waiver.expires} and lets nothing through; repair the resource or renew it"
    latest = today + LONGEST
    if waiver.expires > latest:
        return f"{what} expires on {waiver.expires} and lets nothing through; {latest} is the latest day that is right"
    return ""
