"""What every component shares: its token, its children's options, its tags, and the checks of plain arguments."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import pulumi
from pulumi import ResourceOptions

from catalogue.changes import ArgumentChange, argument_changes
from catalogue.unknown import UnknownFact
from components.place import Place

Fact = TypeVar("Fact")

REQUIRED_TAGS = ("Owner", "Environment", "DataClassification", "Purpose")
DATA_CLASSES = ("derived", "internal", "personal", "public", "special", "weights")

PARTITIONS = ("aws", "aws-cn", "aws-eusc", "aws-us-gov")
ACCOUNT_ID = re.compile(r"\d{12}")
REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-\d+")
ZONE_ID = re.compile(r"[a-z]{2,6}\d+(-[a-z]{3}\d+)?-az\d+")

# Log groups keep events for one of these periods, or for ever, which no data class may:
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545),
    *(731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


class Component(pulumi.ComponentResource):
    """Base of every component. Adds nothing to the schema."""

    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        super().__init__(f"groundwork:index:{type(self).__name__}", name, None, opts)
        self._name = name

    @classmethod
    def changing(cls, argument: str) -> ArgumentChange:
        """What changing an argument of what keeps data does: in place, with downtime, or replaced (docs/changes.md)."""
        known = argument_changes().get(cls.__name__)
        if known is None:
            raise KeyError(f"{cls.__name__} keeps no data: the engine's own preview says what a change does")
        if argument not in known:
            raise KeyError(f"{cls.__name__} has no argument {argument!r}; one of {', '.join(known)} is right")
        return known[argument]

    def child(self, **options: Any) -> ResourceOptions:
        """Options for a child resource: this component is its parent."""
        return ResourceOptions(parent=self, **options)

    def refuse(self, argument: str, wrong: str, right: str) -> ValueError:
        """The one sentence a bad argument gets: which component, which argument, what was wrong, what is right."""
        return ValueError(f"{type(self).__name__} {self._name!r}: {argument} {wrong}; {right}")

    def checked_tags(self, tags: Mapping[str, str]) -> dict[str, str]:
        """The caller's tags, refused when one that cost, audit and teardown look for is missing."""
        missing = [key for key in REQUIRED_TAGS if not tags.get(key)]
        if missing:
            raise self.refuse("tags", f"lacks {', '.join(missing)}", f"give all of {', '.join(REQUIRED_TAGS)}")
        self.one_of("tags: DataClassification", tags["DataClassification"], DATA_CLASSES)
        return dict(tags)

    def whole_number(self, argument: str, value: int | float, low: int, high: int) -> int:
        """A plain integer argument within its limits. Over the package wire 3 arrives as 3.0."""
        within = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        if not within or value != int(value):
            raise self.refuse(argument, f"is {value!r}", f"a whole number from {low} to {high} is right")
        return int(value)

    def log_retention_days(self, argument: str, value: int | float) -> int:
        """Days a log group keeps its events: one of the periods CloudWatch Logs has, never for ever."""
        days = self.whole_number(argument, value, LOG_RETENTION_DAYS[0], LOG_RETENTION_DAYS[-1])
        if days not in LOG_RETENTION_DAYS:
            nearest = min(LOG_RETENTION_DAYS, key=lambda allowed: (abs(allowed - days), allowed))
            raise self.refuse(argument, f"is {days}", f"CloudWatch Logs has no such period, the nearest is {nearest}")
        return days

    def one_of(self, argument: str, value: str, allowed: Iterable[str]) -> str:
        """A plain word out of a closed list; the refusal names the nearest one."""
        words = sorted(allowed)
        if value not in words:
            near = get_close_matches(str(value), words, n=1)
            right = (
                f"did you mean {near[0]!r}? One of {', '.join(words)} is right" if near else f"use {', '.join(words)}"
            )
            raise self.refuse(argument, f"is {value!r}", right)
        return value

    def known(self, argument: str, value: str, look_up: Callable[[str], Fact]) -> Fact:
        """What the catalogue has under a name; the refusal names the nearest one it has."""
        try:
            return look_up(value)
        except UnknownFact as unknown:
            raise self.refuse(argument, f"is {value!r}", str(unknown)) from None

    def matching(self, argument: str, value: str, pattern: re.Pattern[str], right: str) -> str:
        """A plain string of a known form; `right` says what the form is."""
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.refuse(argument, f"is {value!r}", right)
        return value

    def checked_account(self, argument: str, value: str) -> str:
        """An account id, always as a string: as a number it would lose its leading zeros."""
        return self.matching(argument, value, ACCOUNT_ID, "12 digits in quotes are right, such as '111122223333'")

    def checked_place(self, region: str, account_id: str, partition: str) -> Place:
        """The region and account a component composes ARNs from."""
        return Place(
            self.one_of("partition", partition, PARTITIONS),
            self.matching("region", region, REGION, "a region's code is right, such as 'eu-north-1'"),
            self.checked_account("account_id", account_id),
        )

    def checked_zones(self, argument: str, values: Iterable[str]) -> tuple[str, ...]:
        """Zone ids: each given once, in the caller's order."""
        zones = tuple(values)
        for zone in zones:
            if isinstance(zone, str) and REGION.fullmatch(zone[:-1]):
                raise self.refuse(
                    argument, f"names the zone {zone!r}", "use its zone id, such as 'eun1-az1': names differ by account"
                )
            self.matching(argument, zone, ZONE_ID, "a zone id is right, such as 'eun1-az1'")
        twice = sorted({zone for zone in zones if zones.count(zone) > 1})
        if twice:
            raise self.refuse(argument, f"has {', '.join(twice)} twice", "give every zone once")
        return zones
