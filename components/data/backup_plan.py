"""Backup plan: the backups of one data class, in a vault of their own that nobody empties by accident.

Deploys: a vault with its lock and policy, a plan with its rule and selection, a role, tests of restoring.
For: one data class at a time, since AWS applies every rule of a plan to everything the plan selects, and the class's
key and days are the vault's. Not for: file systems linked to a bucket, which AWS Backup cannot back up: the bucket is
their backup.

Nobody deletes a recovery point while the vault's policy stands: not by accident, and not with stolen credentials that
may delete but not change policies. To erase before time, take the statement out, delete, and put it back; with a lock
in governance mode that also takes its removal.
"""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.backups import BackupType
from components.base import Component
from components.data.backup_role import backup_policy
from components.data.backup_rules import Planned, Rule, RuleError, planned
from components.data.backup_vault import locked_vault
from components.data.restore_testing import restore_tests
from components.place import Place
from components.policy_document import service_trust

MOST_WINDOW_MINUTES = 14 * 24 * 60
MOST_RETENTION_DAYS = 36_500
LIMITS = {
    "retention_days": (1, MOST_RETENTION_DAYS),
    "start_window_minutes": (60, MOST_WINDOW_MINUTES),
    "completion_window_minutes": (120, 2 * MOST_WINDOW_MINUTES),
    "cold_storage_after_days": (1, MOST_RETENTION_DAYS),
    "lock_that_cannot_be_undone_after_days": (0, 10**6),
}
MOST_KEEP_HOURS = 168
SESSION_SECONDS = 3600
SELECTED_BY = ("DataClassification", "Environment")


class RestoreTesting(TypedDict):
    """Which types are restored to see whether they can be."""

    resource_types: list[str]
    """Types of resource_types to restore, one resource of each at a time. Not Redshift, which AWS cannot test."""
    schedule: NotRequired[str]
    """When, as a cron expression in UTC. Default: cron(0 6 ? * SUN *), Sundays at 6:00."""
    keep_hours: NotRequired[int]
    """Hours what was restored is kept to be looked at, 1 to 168. Default: 4."""


class BackupPlanArgs(TypedDict):
    """Inputs of BackupPlan."""

    kms_key_arn: Input[str]
    """Key of the data class; it protects `backups`. A vault keeps its key: another one replaces the vault."""
    retention_days: int
    """Days a backup is kept: 7 to 365, of special data 90, internal 731, weights 1827, public 3653."""
    resource_types: list[str]
    """Types that are backed up, in AWS Backup's words: Aurora, DocumentDB, DynamoDB, EBS, EFS, FSx, RDS, Redshift,
    S3. Of Aurora and DocumentDB the account has to opt in once."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account the vault is made in, 12 digits."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required. What carries the same
    DataClassification and Environment is backed up."""
    schedule: NotRequired[str]
    """When, as a cron expression in UTC, once an hour at most. Default: cron(0 3 ? * * *), every night at 3:00."""
    start_window_minutes: NotRequired[int]
    """Minutes within which a backup begins or is given up, 60 to 20160. Default: 60."""
    completion_window_minutes: NotRequired[int]
    """Minutes within which it ends or is given up, at least 60 more than it has to begin. Default: 720."""
    cold_storage_after_days: NotRequired[int]
    """Days after which backups of DynamoDB, EBS and EFS move to cold storage, where they stay 90 days or longer.
    Default: never."""
    continuous: NotRequired[bool]
    """Whether Aurora, RDS and S3 can be restored to any second of the retention, 35 days at most. Default: false."""
    resource_arns: NotRequired[list[Input[str]]]
    """Resources that are backed up, whatever their tags. Default: all of resource_types with the tags."""
    copy_vault_arns: NotRequired[list[str]]
    """Vaults in other regions that every backup is copied to. Default: none."""
    residency: NotRequired[list[str]]
    """Jurisdictions copies may be kept in, such as eu. Default: that of the region."""
    lock_that_cannot_be_undone_after_days: NotRequired[int]
    """Days after which nobody, not even AWS, can lift the vault's lock or delete a backup before its time, 3 to 36500.
    Never of personal data. Default: none, a lock that who may can lift (governance mode)."""
    restore_testing: NotRequired[RestoreTesting]
    """What is restored now and then, to see that it can be. Default: all of resource_types that AWS can test."""
    notification_topic_arn: NotRequired[Input[str]]
    """SNS topic that hears how backups, copies and restores end. Default: none."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Boundary of the roles. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class BackupPlan(Component):
    """The backups of one data class: when they are made, how long they are kept, where copies are, who may not."""

    vault_arn: Output[str]
    """ARN of the vault."""
    vault_name: Output[str]
    """Name of the vault."""
    plan_id: Output[str]
    """Id of the plan."""
    role_arn: Output[str]
    """ARN of the role that makes the backups."""

    def __init__(self, name: str, args: BackupPlanArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        asked = self._plan(args, tags["DataClassification"])
        rule, types = asked.rule, asked.types

        vault = locked_vault(
            self, name, args["kms_key_arn"], asked.window, asked.cooling_days, rule.copy_vault_arns, tags
        )
        role = self._role(name, args, place, types, rule, tags)
        plan = aws.backup.Plan(name, rules=[_declared(name, rule, vault, tags)], tags=tags, opts=self.child())
        by_arn = "resource_arns" in args
        aws.backup.Selection(
            name,
            plan_id=plan.id,
            iam_role_arn=role.arn,
            resources=args["resource_arns"]
            if by_arn
            else [each.pattern(place.partition, place.region, place.account_id) for each in types],
            conditions=None
            if by_arn
            else [{"string_equals": [{"key": f"aws:ResourceTag/{key}", "value": tags[key]} for key in SELECTED_BY]}],
            opts=self.child(),
        )
        if asked.test is not None:
            restore_tests(self, name, asked.test, place, vault.arn, args.get("permissions_boundary_arn"), tags)
        if "notification_topic_arn" in args:
            aws.backup.VaultNotifications(
                name,
                backup_vault_name=vault.name,
                sns_topic_arn=args["notification_topic_arn"],
                backup_vault_events=[
                    *("BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED", "S3_BACKUP_OBJECT_FAILED"),
                ],
                opts=self.child(),
            )

        self.vault_arn, self.vault_name = vault.arn, vault.name
        self.plan_id, self.role_arn = plan.id, role.arn
        self.register_outputs(
            {
                "vaultArn": self.vault_arn,
                "vaultName": self.vault_name,
                "planId": self.plan_id,
                "roleArn": self.role_arn,
            }
        )

    def _plan(self, args: BackupPlanArgs, data_class: str) -> Planned:
        """What is asked for, once every number is within its limits and all of it can be done."""
        asked: dict[str, Any] = {**args}
        for argument, (low, high) in LIMITS.items():
            if argument in asked:
                asked[argument] = self.whole_number(argument, asked[argument], low, high)
        testing = asked.get("restore_testing", {})
        if "keep_hours" in testing:
            hours = self.whole_number("restore_testing: keep_hours", testing["keep_hours"], 1, MOST_KEEP_HOURS)
            asked["restore_testing"] = {**testing, "keep_hours": hours}
        try:
            return planned(asked, data_class)
        except RuleError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None

    def _role(
        self,
        name: str,
        args: BackupPlanArgs,
        place: Place,
        types: Sequence[BackupType],
        rule: Rule,
        tags: dict[str, str],
    ) -> "aws.iam.Role":
        role = aws.iam.Role(
            name,
            description="Lets AWS Backup read what a plan backs up",
            assume_role_policy=service_trust("backup.amazonaws.com", account_id=place.account_id),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=args.get("permissions_boundary_arn"),
            tags={**tags, "Name": name},
            opts=self.child(),
        )
        aws.iam.RolePolicy(
            name,
            role=role.id,
            policy=backup_policy(place, [each.name for each in types], args["kms_key_arn"], rule.copy_vault_arns),
            opts=self.child(),
        )
        return role


def _declared(name: str, rule: Rule, vault: "aws.backup.Vault", tags: dict[str, str]) -> "aws.backup.PlanRuleArgsDict":
    """The rule as the plan has it; copies live as long as what they are copies of."""
    lifecycle: aws.backup.PlanRuleLifecycleArgsDict = {"delete_after": rule.retention_days}
    copied: aws.backup.PlanRuleCopyActionLifecycleArgsDict = {"delete_after": rule.retention_days}
    if rule.cold_storage_after_days is not None:
        lifecycle["cold_storage_after"] = copied["cold_storage_after"] = rule.cold_storage_after_days
        lifecycle["opt_in_to_archive_for_supported_resources"] = True
    declared: aws.backup.PlanRuleArgsDict = {
        "rule_name": name,
        "target_vault_name": vault.name,
        "schedule": rule.schedule,
        "schedule_expression_timezone": "Etc/UTC",
        "start_window": rule.start_window_minutes,
        "completion_window": rule.completion_window_minutes,
        "lifecycle": lifecycle,
        "recovery_point_tags": tags,
    }
    if rule.continuous:
        declared["enable_continuous_backup"] = True
    if rule.copy_vault_arns:
        declared["copy_actions"] = [{"destination_vault_arn": arn, "lifecycle": copied} for arn in rule.copy_vault_arns]
    return declared
