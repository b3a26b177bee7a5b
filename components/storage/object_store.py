"""Object store: one bucket for one kind of data, such as datasets, models or checkpoints.

Deploys: a bucket with its encryption, ownership, public-access block, versioning, policy, retention and access logs.
For: data a platform reads and writes, and (with `receives_access_logs`) the access logs of the other stores.
Not for: audit trails, which need a lock: see AuditTrail.
"""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.storage.private_bucket import BUCKET_NAME, BUCKET_NAME_RULE, access_logged, forgetting, private_bucket
from components.storage.storage_need import NeedError
from components.storage.store_policy import store_policy
from components.storage.store_tiers import StoreTier, Transition, plan_tiers

NONCURRENT_RETENTION_DAYS = 30
INCOMPLETE_UPLOAD_DAYS = 7
MOST_RETENTION_DAYS = 3653  # ten years, as long as log groups keep anything; beyond that it is an archive


class ObjectStoreArgs(TypedDict):
    """Inputs of ObjectStore."""

    retention_days: int
    """Days an object is kept after it was written, 1 to 3653."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account the bucket is made in, 12 digits."""
    tags: dict[str, str]
    """Tags of the bucket; Owner, Environment, DataClassification and Purpose are required."""
    kms_key_arn: NotRequired[Input[str]]
    """Key that encrypts every object. Required unless receives_access_logs. Default: none."""
    access_log_bucket: NotRequired[Input[str]]
    """Name of the store that takes this one's access logs. Required unless receives_access_logs or without_access_logs.
    Default: none."""
    receives_access_logs: NotRequired[bool]
    """Whether this store takes the access logs of others. S3 delivers those only to a bucket whose default encryption
    is its own key (SSE-S3), so such a store takes no kms_key_arn and logs nothing itself. Default: false."""
    without_access_logs: NotRequired[bool]
    """Whether to do without access logs, where data events of the audit trail record the same. Default: false."""
    noncurrent_retention_days: NotRequired[int]
    """Days an overwritten or deleted object can still be brought back, 1 to 3653. Default: 30."""
    incomplete_upload_days: NotRequired[int]
    """Days after which the parts of an upload nobody finished are removed, 1 to 3653. Default: 7."""
    tiers: NotRequired[list[StoreTier]]
    """Moves to colder storage classes within the retention, the first one first. Default: none, objects stay where they
    are read fastest."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class ObjectStore(Component):
    """An encrypted, private, versioned bucket that forgets its objects in time."""

    bucket_name: Output[str]
    """Name of the bucket."""
    bucket_arn: Output[str]
    """ARN of the bucket."""

    def __init__(self, name: str, args: ObjectStoreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        self.matching("the name", name, BUCKET_NAME, BUCKET_NAME_RULE)
        receives_logs = args.get("receives_access_logs", False)
        key_arn = args.get("kms_key_arn")
        log_bucket = args.get("access_log_bucket")
        self._check_key_and_logs(key_arn, log_bucket, receives_logs, args.get("without_access_logs", False))
        retention_days = self._days("retention_days", args["retention_days"])
        noncurrent_days = self._days(
            "noncurrent_retention_days", args.get("noncurrent_retention_days", NONCURRENT_RETENTION_DAYS)
        )
        upload_days = self._days("incomplete_upload_days", args.get("incomplete_upload_days", INCOMPLETE_UPLOAD_DAYS))
        transitions = self._transitions(args.get("tiers", []), retention_days)

        made = private_bucket(self, name, key_arn, tags)
        policy = aws.s3.BucketPolicy(
            name,
            bucket=made.bucket.bucket,
            policy=store_policy(place, made.bucket.arn, key_arn, receives_logs),
            opts=self.child(depends_on=[made.block]),
        )
        forgetting(self, name, made, retention_days, noncurrent_days, upload_days, transitions)
        if log_bucket is not None:
            access_logged(self, name, made, log_bucket)

        # The name comes from the policy, so that who uses the bucket waits for it: S3 refuses logging to a bucket whose
        # policy does not yet let its log service in.
        self.bucket_name, self.bucket_arn = policy.bucket, made.bucket.arn
        self.register_outputs({"bucketName": self.bucket_name, "bucketArn": self.bucket_arn})

    def _days(self, argument: str, value: int | float) -> int:
        return self.whole_number(argument, value, 1, MOST_RETENTION_DAYS)

    def _transitions(self, tiers: list[StoreTier], retention_days: int) -> list[Transition]:
        try:
            return plan_tiers(tiers, retention_days)
        except NeedError as error:
            raise self.refuse(error.key, error.wrong, error.right) from None

    def _check_key_and_logs(
        self, key_arn: Input[str] | None, log_bucket: Input[str] | None, receives_logs: bool, without_logs: bool
    ) -> None:
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        if receives_logs and key_arn is not None:
            raise self.refuse(
                "kms_key_arn",
                "is given to a store that receives access logs",
                "S3 delivers them to SSE-S3 only: leave it out",
            )
        if receives_logs and log_bucket is not None:
            raise self.refuse(
                "access_log_bucket",
                "is given to a store that receives access logs",
                "logging the delivery of logs never ends: leave it out",
            )
        if receives_logs:
            return
        if key_arn is None:
            raise self.refuse("kms_key_arn", "is missing", "give the ARN of the data class's key")
        if log_bucket is None and not without_logs:
            raise self.refuse(
                "access_log_bucket", "is missing", "give the log store's bucket, or say without_access_logs: true"
            )
        if log_bucket is not None and without_logs:
            raise self.refuse("without_access_logs", "is true beside an access_log_bucket", "give one of the two")
