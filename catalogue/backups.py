"""Backups: what AWS Backup can do with each type of resource, how often it can, and how long each class may be kept.

`data/backup_types.csv` has the service's types. `data/backup_windows.csv` has the days a backup of each data class is
kept: the longest are a decision of this catalogue, not a fact; the shortest is the week AWS recommends
(https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact

# https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
FASTEST_HOURS = 1
LONGEST_CONTINUOUS_DAYS = 35
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
LEAST_COLD_DAYS = 90
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html
LEAST_COOLING_DAYS, MOST_COOLING_DAYS = 3, 36_500
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html
LEAST_WINDOW_MINUTES = 60


@dataclass(frozen=True, slots=True)
class BackupType:
    """A type of resource, in the word AWS Backup has for it."""

    name: str
    arn: str
    """Every resource of the type, after the partition of its ARN; with {region} and {account}."""
    restore_testing: bool
    """Whether a restore-testing plan can restore it."""
    cold_storage: bool
    """Whether its backups move to cold storage."""
    continuous: bool
    """Whether AWS Backup itself keeps it restorable to any second."""

    def pattern(self, partition: str, region: str, account_id: str) -> str:
        """ARN of every resource of the type in a region of an account."""
        return f"arn:{partition}:{self.arn.format(region=region, account=account_id)}"


@dataclass(frozen=True, slots=True)
class BackupWindow:
    """Days a backup of a data class is kept."""

    least_days: int
    most_days: int
    why: str


def backup_type(name: str) -> BackupType:
    """The type of that name."""
    found = backup_types().get(name)
    if found is None:
        raise UnknownFact("type of AWS Backup", name, backup_types())
    return found


@cache
def backup_types() -> Mapping[str, BackupType]:
    """Every type of resource that backup plans here know, by AWS Backup's word."""
    return {
        row["type"]: BackupType(
            row["type"],
            row["arn"],
            row["restore_testing"] == "true",
            row["cold_storage"] == "true",
            row["continuous"] == "true",
        )
        for row in table("backup_types")
    }


def backup_window(data_class: str) -> BackupWindow:
    """How long backups of a data class are kept."""
    found = _windows().get(data_class)
    if found is None:
        raise UnknownFact("data class", data_class, _windows())
    return found


@cache
def _windows() -> Mapping[str, BackupWindow]:
    return {
        row["data_class"]: BackupWindow(int(row["least_days"]), int(row["most_days"]), row["why"])
        for row in table("backup_windows")
    }
