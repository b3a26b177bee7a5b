"""The rule of a backup plan: what is refused before anything is declared, as arithmetic without resources."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from catalogue.backups import (
    FASTEST_HOURS,
    LEAST_COLD_DAYS,
    LEAST_COOLING_DAYS,
    LEAST_WINDOW_MINUTES,
    LONGEST_CONTINUOUS_DAYS,
    MOST_COOLING_DAYS,
    BackupType,
    BackupWindow,
    backup_type,
    backup_window,
)
from catalogue.regions import region
from catalogue.schedules import ScheduleError, gaps_hours
from catalogue.unknown import UnknownFact

VAULT_ARN = re.compile(r"arn:aws[a-z-]*:backup:([a-z0-9-]+):\d{12}:backup-vault:[A-Za-z0-9_-]{2,50}")
PERSONAL = ("personal", "special")
SCHEDULE = "cron(0 3 ? * * *)"
START_WINDOW_MINUTES = 60
COMPLETION_WINDOW_MINUTES = 720
TESTING_SCHEDULE = "cron(0 6 ? * SUN *)"
KEEP_HOURS = 4


class RuleError(ValueError):
    """An argument that no backup rule can have: which, what was wrong, what would be right."""

    def __init__(self, argument: str, wrong: str, right: str) -> None:
        super().__init__(f"{argument} {wrong}; {right}")
        self.argument, self.wrong, self.right = argument, wrong, right


class Rule(NamedTuple):
    """When, how long in which storage, and where to."""

    schedule: str
    start_window_minutes: int
    completion_window_minutes: int
    retention_days: int
    cold_storage_after_days: int | None
    continuous: bool
    copy_vault_arns: Sequence[str]


class RestoreTest(NamedTuple):
    """Which types are restored, when, and for how many hours what was restored is kept."""

    types: Sequence[BackupType]
    schedule: str
    keep_hours: int
    continuous: bool


class Planned(NamedTuple):
    """What a plan does, once all of it can be done."""

    rule: Rule
    types: Sequence[BackupType]
    window: BackupWindow
    cooling_days: int | None
    """Days until nobody can lift the vault's lock; None: who may, always can."""
    test: RestoreTest | None


def planned(asked: Mapping[str, Any], data_class: str) -> Planned:
    """The plan that arguments of BackupPlan ask for; a RuleError where AWS Backup or the data class refuses it."""
    types = _known("resource_types", asked["resource_types"])
    window = backup_window(data_class)
    rule = Rule(
        asked.get("schedule", SCHEDULE),
        asked.get("start_window_minutes", START_WINDOW_MINUTES),
        asked.get("completion_window_minutes", COMPLETION_WINDOW_MINUTES),
        asked["retention_days"],
        asked.get("cold_storage_after_days"),
        asked.get("continuous", False),
        asked.get("copy_vault_arns", ()),
    )
    check_rule(rule, types, window, data_class)
    check_copies(rule.copy_vault_arns, asked["region"], asked.get("residency", ()))
    cooling_days = asked.get("lock_that_cannot_be_undone_after_days")
    if cooling_days is not None:
        check_lock(cooling_days, data_class)
    can_be_tested = [each.name for each in types if each.restore_testing]
    wanted = asked.get("restore_testing", {"resource_types": can_be_tested} if can_be_tested else None)
    if wanted is None:
        return Planned(rule, types, window, cooling_days, None)
    tested = _known("restore_testing: resource_types", wanted["resource_types"])
    check_restore_testing(tested, {each.name for each in types})
    test = RestoreTest(
        tested, wanted.get("schedule", TESTING_SCHEDULE), wanted.get("keep_hours", KEEP_HOURS), rule.continuous
    )
    check_schedule("restore_testing: schedule", test.schedule)
    return Planned(rule, types, window, cooling_days, test)


def _known(argument: str, names: Sequence[str]) -> list[BackupType]:
    if not names:
        raise RuleError(argument, "is empty", "name what is backed up, such as 'RDS'")
    found = []
    for name in sorted(set(names)):
        try:
            found.append(backup_type(name))
        except UnknownFact as unknown:
            raise RuleError(argument, f"is {name!r}", str(unknown)) from None
    return found


def check_rule(rule: Rule, types: Sequence[BackupType], window: BackupWindow, data_class: str) -> None:
    """RuleError where AWS Backup would refuse the rule, or the data class does not allow it."""
    check_schedule("schedule", rule.schedule)
    days = rule.retention_days
    if not window.least_days <= days <= window.most_days:
        raise RuleError(
            "retention_days",
            f"is {days} for {data_class} data",
            f"{window.least_days} to {window.most_days} days are right: {window.why}",
        )
    _check_windows(rule)
    _check_cold_storage(rule, types)
    if rule.continuous:
        if days > LONGEST_CONTINUOUS_DAYS:
            wrong = f"is {days} with continuous backups"
            raise RuleError("retention_days", wrong, f"those go back {LONGEST_CONTINUOUS_DAYS} days at most")
        if not any(each.continuous for each in types):
            wrong = f"is true for {_listed(types)}"
            raise RuleError("continuous", wrong, "only Aurora, RDS and S3 have continuous backups: leave it out")


def check_schedule(argument: str, schedule: str) -> None:
    """A schedule that can be read, and is no faster than the service."""
    try:
        shortest, _ = gaps_hours(schedule)
    except ScheduleError as error:
        raise RuleError(argument, error.wrong, error.right) from None
    if shortest < FASTEST_HOURS:
        wrong = f"is {schedule!r}, every {shortest * 60:g} minutes"
        raise RuleError(argument, wrong, "AWS Backup runs once an hour at most: 'cron(0 * ? * * *)' is right")


def _check_windows(rule: Rule) -> None:
    if rule.completion_window_minutes < rule.start_window_minutes + LEAST_WINDOW_MINUTES:
        raise RuleError(
            "completion_window_minutes",
            f"is {rule.completion_window_minutes} with a start window of {rule.start_window_minutes}",
            f"{LEAST_WINDOW_MINUTES} minutes more than that are right, or more",
        )


def _check_cold_storage(rule: Rule, types: Sequence[BackupType]) -> None:
    after = rule.cold_storage_after_days
    if after is None:
        return
    if not any(each.cold_storage for each in types):
        wrong = f"is {after} for {_listed(types)}"
        raise RuleError("cold_storage_after_days", wrong, "only DynamoDB, EBS and EFS have cold storage: leave it out")
    if rule.continuous:
        raise RuleError("cold_storage_after_days", f"is {after}", "continuous backups stay warm: leave one of them out")
    least = after + LEAST_COLD_DAYS
    if rule.retention_days < least:
        raise RuleError(
            "retention_days",
            f"is {rule.retention_days} with cold storage after {after} days",
            f"what moves there stays {LEAST_COLD_DAYS} days at least: {least} or more is right",
        )


def check_copies(copy_vault_arns: Sequence[str], home: str, residency: Collection[str]) -> None:
    """Copies stay under the laws the data may be under: the declared ones, or those of its own region."""
    allowed = sorted(residency) or [region(home).jurisdiction]
    for arn in copy_vault_arns:
        found = VAULT_ARN.fullmatch(arn) if isinstance(arn, str) else None
        if found is None:
            form = "'arn:aws:backup:eu-central-1:111122223333:backup-vault:copies'"
            raise RuleError("copy_vault_arns", f"has {arn!r}", f"the ARN of a vault is right, such as {form}")
        try:
            there = region(found[1])
        except UnknownFact as unknown:
            raise RuleError("copy_vault_arns", f"has a vault in {found[1]!r}", str(unknown)) from None
        if there.name == home:
            wrong = f"has a vault in {home}, where the backups are"
            raise RuleError(
                "copy_vault_arns", wrong, "a vault in another region is right: a copy beside it goes with it"
            )
        if there.jurisdiction not in allowed:
            raise RuleError(
                "copy_vault_arns",
                f"has a vault in {there.name}, which is in {there.jurisdiction!r}",
                f"the data may be kept in {', '.join(map(repr, allowed))} only",
            )


def check_lock(days: int, data_class: str) -> None:
    """A lock that nobody can lift: only with days to think better of it, and never on a person's data."""
    if not LEAST_COOLING_DAYS <= days <= MOST_COOLING_DAYS:
        raise RuleError(
            "lock_that_cannot_be_undone_after_days",
            f"is {days}",
            f"{LEAST_COOLING_DAYS} to {MOST_COOLING_DAYS} are right: until then the lock can still be lifted",
        )
    if data_class in PERSONAL:
        raise RuleError(
            "lock_that_cannot_be_undone_after_days",
            f"is {days} for {data_class} data",
            "nobody could erase a person's backups then, not even AWS: leave it out, for a lock in governance mode",
        )


def check_restore_testing(types: Sequence[BackupType], backed_up: Collection[str]) -> None:
    """Only what can be restored for a test, and is backed up at all."""
    for each in types:
        if not each.restore_testing:
            wrong = f"has {each.name}"
            raise RuleError(
                "restore_testing: resource_types", wrong, "AWS Backup cannot test its restores: leave it out"
            )
        if each.name not in backed_up:
            wrong = f"has {each.name}, which the plan does not back up"
            raise RuleError("restore_testing: resource_types", wrong, f"{', '.join(sorted(backed_up))} is right")


def _listed(types: Sequence[BackupType]) -> str:
    return ", ".join(each.name for each in types)
