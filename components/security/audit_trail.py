"""Audit trail: who did what in the account, kept where nobody can change it.

Deploys: a CloudTrail trail over all regions with data events of the stores, its locked log bucket, and a log group to
search the last weeks in.
For: one account; one trail is enough for it. Not for: organisation trails, CloudTrail Lake.
"""

import re
from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.place import Place
from components.security.trail_policy import log_bucket_policy, log_group_policy, log_group_trust
from components.storage.private_bucket import (
    BUCKET_NAME,
    BUCKET_NAME_RULE,
    PrivateBucket,
    access_logged,
    forgetting,
    private_bucket,
)

RETENTION_DAYS = 400
FEWEST_RETENTION_DAYS, MOST_RETENTION_DAYS = 1, 3653
LOG_GROUP_RETENTION_DAYS = 90
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
LOCK_MODES = ("COMPLIANCE", "GOVERNANCE")
NONCURRENT_DAYS = 1
UPLOAD_DAYS = 1
SESSION_SECONDS = 3600
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
TRAIL_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?![._-])){1,126}[A-Za-z0-9]")
# Values over all selectors of a trail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
MOST_SELECTOR_VALUES = 500


class AuditTrailArgs(TypedDict):
    """Inputs of AuditTrail."""

    data_event_bucket_arns: list[Input[str]]
    """Stores whose every read and write is recorded; empty for none."""
    kms_key_arn: Input[str]
    """Key that encrypts the trail, its bucket and its log group; it must protect audit_trail and logs."""
    region: str
    """Region the trail lives in, such as eu-north-1. It records all regions."""
    account_id: str
    """Account the trail records, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    retention_days: NotRequired[int]
    """Days a log file is locked, and after which it is removed, 1 to 3653. The AI Act asks
    for six months (article 19(1)). Default: 400."""
    lock_mode: NotRequired[str]
    """GOVERNANCE (a role with a special permission can lift the lock) or COMPLIANCE (nobody can, not even the account's
    root; a mistake stays for the whole retention). Default: GOVERNANCE."""
    log_group_retention_days: NotRequired[int]
    """Days events can be searched in CloudWatch Logs. Default: 90."""
    without_log_group: NotRequired[bool]
    """Whether to leave out the log group, and with it alarms within minutes. Default: false."""
    access_log_bucket: NotRequired[Input[str]]
    """Name of the store that takes the access logs of the trail's bucket. Default: none."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the role that writes to the log group. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class AuditTrail(Component):
    """A validated, encrypted trail of all regions in a bucket that nobody can change."""

    trail_arn: Output[str]
    """ARN of the trail."""
    log_bucket_name: Output[str]
    """Name of the bucket that holds the trail's log files."""
    log_bucket_arn: Output[str]
    """ARN of the bucket that holds the trail's log files."""

    def __init__(self, name: str, args: AuditTrailArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        self.matching("the name", name, BUCKET_NAME, BUCKET_NAME_RULE)
        # Environments can share an account, so the trail's name carries the environment. It is a fixed name because the
        # bucket must name the trail before the trail exists.
        trail_name = self.matching(
            "the trail's name, made of the Environment tag and the name,",
            f"{tags['Environment']}-{name}",
            TRAIL_NAME,
            "3 to 128 letters, digits and single '.', '_' or '-' are right",
        )
        retention_days = self.whole_number(
            "retention_days", args.get("retention_days", RETENTION_DAYS), FEWEST_RETENTION_DAYS, MOST_RETENTION_DAYS
        )
        lock_mode = self.one_of("lock_mode", args.get("lock_mode", "GOVERNANCE"), LOCK_MODES)
        log_days = self.log_retention_days(
            "log_group_retention_days", args.get("log_group_retention_days", LOG_GROUP_RETENTION_DAYS)
        )
        bucket_arns = args["data_event_bucket_arns"]
        if len(bucket_arns) + 3 > MOST_SELECTOR_VALUES:
            raise self.refuse("data_event_bucket_arns", f"names {len(bucket_arns)} stores", "a trail takes at most 497")

        trail_arn = place.arn("cloudtrail", f"trail/{trail_name}")
        key_arn = args["kms_key_arn"]
        made = private_bucket(self, f"{name}-logs", key_arn, tags, object_lock=True)
        policy = aws.s3.BucketPolicy(
            f"{name}-logs",
            bucket=made.bucket.bucket,
            policy=log_bucket_policy(place, made.bucket.arn, trail_arn),
            opts=self.child(depends_on=[made.block]),
        )
        self._lock(name, made, lock_mode, retention_days)
        if "access_log_bucket" in args:
            access_logged(self, f"{name}-logs", made, args["access_log_bucket"])
        boundary = args.get("permissions_boundary_arn")
        delivery = (
            None
            if args.get("without_log_group", False)
            else self._log_group(name, place, trail_arn, key_arn, log_days, boundary, tags)
        )
        group, role, role_policy = delivery or (None, None, None)
        trail = aws.cloudtrail.Trail(
            name,
            name=trail_name,
            s3_bucket_name=made.bucket.bucket,
            kms_key_id=key_arn,
            enable_logging=True,
            enable_log_file_validation=True,
            is_multi_region_trail=True,
            include_global_service_events=True,
            advanced_event_selectors=_selectors(bucket_arns),
            cloud_watch_logs_group_arn=group.arn.apply("{}:*".format) if group else None,
            cloud_watch_logs_role_arn=role.arn if role else None,
            tags={**tags, "Name": trail_name},
            # CloudTrail tries bucket and log group out when the trail is made.
            opts=self.child(depends_on=[policy, *([role_policy] if role_policy else [])]),
        )

        self.trail_arn = trail.arn
        self.log_bucket_name, self.log_bucket_arn = made.bucket.bucket, made.bucket.arn
        self.register_outputs(
            {
                "trailArn": self.trail_arn,
                "logBucketName": self.log_bucket_name,
                "logBucketArn": self.log_bucket_arn,
            }
        )

    def _lock(self, name: str, made: PrivateBucket, lock_mode: str, retention_days: int) -> None:
        """Every log file is locked for the retention and goes the day after: expiry hides it, then its version dies."""
        aws.s3.BucketObjectLockConfiguration(
            f"{name}-logs",
            bucket=made.bucket.bucket,
            rule={"default_retention": {"mode": lock_mode, "days": retention_days}},
            opts=self.child(depends_on=[made.versioning]),
        )
        forgetting(self, f"{name}-logs", made, retention_days, NONCURRENT_DAYS, UPLOAD_DAYS)

    def _log_group(
        self,
        name: str,
        place: Place,
        trail_arn: str,
        key_arn: Input[str],
        log_days: int,
        boundary: Input[str] | None,
        tags: dict[str, str],
    ) -> "tuple[aws.cloudwatch.LogGroup, aws.iam.Role, aws.iam.RolePolicy]":
        group = aws.cloudwatch.LogGroup(
            f"{name}-events",
            kms_key_id=key_arn,
            retention_in_days=log_days,
            tags={**tags, "Name": f"{name}-events"},
            opts=self.child(),
        )
        role = aws.iam.Role(
            f"{name}-events",
            description="Lets CloudTrail write events to the trail's log group",
            assume_role_policy=log_group_trust(place, trail_arn),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=boundary,
            tags={**tags, "Name": f"{name}-events"},
            opts=self.child(),
        )
        policy = aws.iam.RolePolicy(
            f"{name}-events", role=role.id, policy=log_group_policy(place, group.arn), opts=self.child()
        )
        return group, role, policy


def _selectors(bucket_arns: Sequence[Input[str]]) -> "list[aws.cloudtrail.TrailAdvancedEventSelectorArgsDict]":
    """Every management event, and every read and write of an object in the stores."""
    selectors: list[aws.cloudtrail.TrailAdvancedEventSelectorArgsDict] = [
        {"name": "Management events", "field_selectors": [{"field": "eventCategory", "equals": ["Management"]}]}
    ]
    if bucket_arns:
        objects = [Output.from_input(arn).apply("{}/".format) for arn in bucket_arns]
        selectors.append(
            {
                "name": "Data events of the stores",
                "field_selectors": [
                    {"field": "eventCategory", "equals": ["Data"]},
                    {"field": "resources.type", "equals": ["AWS::S3::Object"]},
                    {"field": "resources.ARN", "starts_withs": objects},
                ],
            }
        )
    return selectors
