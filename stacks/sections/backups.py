"""Backups of the data classes of a stack."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, TopicArn, VaultArn

BackupTypeName = Literal["Aurora", "DocumentDB", "DynamoDB", "EBS", "EFS", "FSx", "RDS", "Redshift", "S3"]


class RestoreTesting(Section):
    """What is restored now and then, to see that it can be."""

    resource_types: Annotated[tuple[BackupTypeName, ...], Field(min_length=1, max_length=9)]
    """Types to restore, one resource of each at a time. Not Redshift, which AWS cannot test."""
    schedule: str | None = None
    """When, as a cron expression in UTC. Default: cron(0 6 ? * SUN *), Sundays at 6:00."""
    keep_hours: Annotated[int, Field(ge=1, le=168)] | None = None
    """Hours what was restored is kept to be looked at, 1 to 168. Default: 4."""


class Backup(Section):
    """The backups of one data class: everything that carries its tags, in a locked vault under the class's key."""

    resource_types: Annotated[tuple[BackupTypeName, ...], Field(min_length=1, max_length=9)]
    """Types that are backed up, in AWS Backup's words, such as RDS or S3. Not FSx: the file systems of a stack file
    are linked to stores, and AWS makes no backups of those."""
    retention_days: Annotated[int, Field(ge=7, le=3653)]
    """Days a backup is kept: 7 to 365, of special data 90, internal 731, weights 1827, public 3653."""
    purpose: Annotated[str, Field(pattern=PURPOSE)] = "backups"
    """What they are for; a tag. Default: backups."""
    schedule: str | None = None
    """When, as a cron expression in UTC, once an hour at most. Default: cron(0 3 ? * * *), every night at 3:00."""
    start_window_minutes: Annotated[int, Field(ge=60, le=20_160)] | None = None
    """Minutes within which a backup begins or is given up, 60 to 20160. Default: 60."""
    completion_window_minutes: Annotated[int, Field(ge=120, le=40_320)] | None = None
    """Minutes within which it ends or is given up, at least 60 more than it has to begin. Default: 720."""
    cold_storage_after_days: Annotated[int, Field(ge=1, le=3653)] | None = None
    """Days after which backups of DynamoDB, EBS and EFS move to cold storage, for 90 days or longer. Default: never."""
    continuous: bool | None = None
    """Whether Aurora, RDS and S3 can be restored to any second of the retention, 35 days at most. Default: false."""
    copy_vault_arns: Annotated[tuple[VaultArn, ...], Field(min_length=1, max_length=10)] | None = None
    """Vaults in other regions of the residency that every backup is copied to. Default: none."""
    lock_that_cannot_be_undone_after_days: Annotated[int, Field(ge=3, le=36_500)] | None = None
    """Days after which nobody can lift the vault's lock, 3 to 36500; never of personal data. Default: none, a lock
    that who may can lift (governance mode)."""
    restore_testing: RestoreTesting | None = None
    """What is restored now and then, to see that it can be. Default: all of resource_types that AWS can test."""
    notification_topic_arn: TopicArn | None = None
    """SNS topic that hears how backups, copies and restores end. Default: none."""
