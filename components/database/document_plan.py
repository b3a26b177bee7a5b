"""What DocumentDB takes: names, versions, instance classes and daily windows, each wrong one told in a sentence."""

import re
from collections.abc import Sequence

from catalogue.documentdb import document_versions, instance_family
from catalogue.unknown import UnknownFact, nearest
from components.compute.setting_error import SettingError

# https://docs.aws.amazon.com/documentdb/latest/devguide/limits.html (naming constraints)
IDENTIFIER = re.compile(r"(?!.*--)[a-z][a-z0-9-]{0,49}[a-z0-9]")
IDENTIFIER_RULE = "2 to 51 small letters, digits and single hyphens are right, such as 'prod-prompts'"
MEMBER = re.compile(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?")
INSTANCE_CLASS = re.compile(r"db\.[a-z0-9]+\.[a-z0-9]+")
# https://docs.aws.amazon.com/documentdb/latest/devguide/limits.html: one that writes and 15 that read
MOST_MEMBERS = 16
PERSONAL = ("personal", "special")
LOWEST_PROMOTION_TIER = 15
DAILY_WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
TIME = r"((?:[01]\d|2[0-3]):[0-5]\d)"
DAY = r"(mon|tue|wed|thu|fri|sat|sun)"
WEEKLY_WINDOW = re.compile(f"{DAY}:{TIME}-{DAY}:{TIME}")
DAY_MINUTES = 24 * 60
# https://docs.aws.amazon.com/documentdb/latest/devguide/API_CreateDBCluster.html
SHORTEST_WINDOW_MINUTES = 30


def check_version(version: str) -> None:
    """A version under standard support, in full; a SettingError says which is."""
    versions = document_versions()
    usable = [each.version for each in versions.values() if not each.ended]
    right = f"{', '.join(usable[:-1])} or {usable[-1]} is right"
    found = versions.get(version)
    if found is None:
        raise SettingError("engine_version", f"is {version!r}", right)
    if found.ended:
        wrong = f"is {version!r}, whose standard support ended on {found.standard_support_ends}"
        raise SettingError("engine_version", wrong, right)


def check_class(instance_class: str, version: str) -> None:
    """An instance class of a family DocumentDB has, in a size it has, that the version runs on."""
    if not INSTANCE_CLASS.fullmatch(instance_class):
        raise SettingError(
            "instance_class", f"is {instance_class!r}", "an instance class is right, such as 'db.r6g.large'"
        )
    _, name, size = instance_class.split(".")
    try:
        family = instance_family(name)
    except UnknownFact as unknown:
        raise SettingError("instance_class", f"is {instance_class!r}", str(unknown)) from None
    if size not in family.sizes:
        close = nearest(size, family.sizes)
        right = f"did you mean 'db.{name}.{close}'?" if close else f"{name} comes as {', '.join(family.sizes)}"
        raise SettingError("instance_class", f"is {instance_class!r}", right)
    if int(version.partition(".")[0]) < family.from_version:
        wrong = f"is {instance_class!r}, which version {version} does not run on"
        raise SettingError("instance_class", wrong, f"'db.r6g.{size}' is right, or version {family.from_version}.0.0")


def check_members(members: Sequence[str]) -> None:
    """Names of the instances, each once; the order is the one in which they take over."""
    if not 1 <= len(members) <= MOST_MEMBERS:
        raise SettingError("instances", f"has {len(members)} names", f"1 to {MOST_MEMBERS} instances are right")
    for each in members:
        if not MEMBER.fullmatch(each):
            right = "1 to 10 small letters, digits and hyphens are right, such as 'a'"
            raise SettingError("instances", f"has {each!r}", right)
    twice = sorted({each for each in members if members.count(each) > 1})
    if twice:
        raise SettingError("instances", f"has {', '.join(twice)} twice", "give every instance a name of its own")


def check_windows(backup: str, maintenance: str) -> None:
    """Two windows of at least 30 minutes each that do not meet: AWS refuses a cluster where they do."""
    if not DAILY_WINDOW.fullmatch(backup):
        raise SettingError("backup_window", f"is {backup!r}", "a daily window in UTC is right, such as '01:00-02:00'")
    weekly = WEEKLY_WINDOW.fullmatch(maintenance)
    if weekly is None:
        right = "a weekly window in UTC is right, such as 'sun:03:00-sun:04:00'"
        raise SettingError("maintenance_window", f"is {maintenance!r}", right)
    backed_up, maintained = _span(backup), _span(f"{weekly[2]}-{weekly[4]}")
    for argument, written, (start, end) in (
        ("backup_window", backup, backed_up),
        ("maintenance_window", maintenance, maintained),
    ):
        if end - start < SHORTEST_WINDOW_MINUTES:
            raise SettingError(argument, f"is {written!r}", f"{SHORTEST_WINDOW_MINUTES} minutes or more are right")
    for day in (-DAY_MINUTES, 0, DAY_MINUTES):
        if backed_up[0] < maintained[1] + day and maintained[0] + day < backed_up[1]:
            wrong = f"is {backup!r}, inside the maintenance window {maintenance}"
            raise SettingError("backup_window", wrong, "take hours that do not meet")


def check_slow_queries(slow_query_ms: int | None, data_class: str) -> None:
    """Slow statements are logged with their values: of personal data that would be a second place to erase from."""
    if slow_query_ms is not None and data_class in PERSONAL:
        right = "statements are logged with their values, which would then be in a second place: leave it out"
        raise SettingError("slow_query_ms", f"is given for {data_class} data", right)


def _span(window: str) -> tuple[int, int]:
    """Start and end of a window in minutes of the day; one that passes midnight ends beyond it."""
    start, end = (int(time[:2]) * 60 + int(time[3:]) for time in window.split("-"))
    return start, end if end > start else end + DAY_MINUTES
