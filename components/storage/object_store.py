"""Object store: one bucket for one kind of data, such as datasets, models or checkpoints.

Deploys: a bucket with its encryption, ownership, public-access block, versioning, policy, retention and access logs.
For: data a platform reads and writes, and (with `receives_access_logs`) the access logs of the other stores.
Not for: audit trails, which need a lock: see AuditTrail.
"""

import re
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.storage.store_policy import store_policy

NONCURRENT_RETENTION_DAYS = 30
INCOMPLETE_UPLOAD_DAYS = 7
# A bucket's name has 3 to 63 characters, the last eight of which Pulumi adds:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,54}")
MOST_RETENTION_DAYS = 3650  # ten years: beyond that it is an archive, and a question for a lawyer


class ObjectStoreArgs(TypedDict):
    """Inputs of ObjectStore."""

    retention_days: int
    """Days an object is kept after it was written, 1 to 3650."""
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
    """Days an overwritten or deleted object can still be brought back, 1 to 3650. Default: 30."""
    incomplete_upload_days: NotRequired[int]
    """Days after which the parts of an upload nobody finished are removed, 1 to 3650. Default: 7."""
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
        self.matching(
            "the name", name, NAME, "1 to 55 small letters, digits and hyphens are right: the bucket is named so"
        )
        receives_logs = args.get("receives_access_logs", False)
        key_arn = args.get("kms_key_arn")
        log_bucket = args.get("access_log_bucket")
        self._check_key_and_logs(key_arn, log_bucket, receives_logs, args.get("without_access_logs", False))
        retention_days = self._days("retention_days", args["retention_days"])
        noncurrent_days = self._days(
            "noncurrent_retention_days", args.get("noncurrent_retention_days", NONCURRENT_RETENTION_DAYS)
        )
        upload_days = self._days("incomplete_upload_days", args.get("incomplete_upload_days", INCOMPLETE_UPLOAD_DAYS))

        # Data takes weeks to gather and weights weeks to train: losing them by accident must not be possible.
        bucket = aws.s3.Bucket(name, tags={**tags, "Name": name}, opts=self.child(protect=True))
        aws.s3.BucketOwnershipControls(
            name, bucket=bucket.bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=self.child()
        )
        block = aws.s3.BucketPublicAccessBlock(
            name,
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.child(),
        )
        aws.s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=bucket.bucket,
            rules=[
                {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
                if key_arn is None
                else {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": key_arn,
                    },
                    "bucket_key_enabled": True,  # one call to the key per bucket and hour, not per object
                }
            ],
            opts=self.child(),
        )
        aws.s3.BucketPolicy(
            name,
            bucket=bucket.bucket,
            policy=store_policy(place, bucket.arn, key_arn, receives_logs),
            # S3 refuses two changes to a bucket's access at the same moment.
            opts=self.child(depends_on=[block]),
        )
        versioning = aws.s3.BucketVersioning(
            name, bucket=bucket.bucket, versioning_configuration={"status": "Enabled"}, opts=self.child()
        )
        self._retention(name, bucket.bucket, retention_days, noncurrent_days, upload_days, versioning)
        if log_bucket is not None:
            aws.s3.BucketLogging(
                name,
                bucket=bucket.bucket,
                target_bucket=log_bucket,
                target_prefix=f"{name}/",
                target_object_key_format={"partitioned_prefix": {"partition_date_source": "EventTime"}},
                opts=self.child(),
            )

        self.bucket_name, self.bucket_arn = bucket.bucket, bucket.arn
        self.register_outputs({"bucketName": self.bucket_name, "bucketArn": self.bucket_arn})

    def _days(self, argument: str, value: int | float) -> int:
        return self.whole_number(argument, value, 1, MOST_RETENTION_DAYS)

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

    def _retention(
        self,
        name: str,
        bucket: Input[str],
        retention_days: int,
        noncurrent_days: int,
        upload_days: int,
        versioning: "aws.s3.BucketVersioning",
    ) -> None:
        aws.s3.BucketLifecycleConfiguration(
            name,
            bucket=bucket,
            rules=[
                {
                    "id": "retention",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": retention_days},
                    "noncurrent_version_expiration": {"noncurrent_days": noncurrent_days},
                    "abort_incomplete_multipart_upload": {"days_after_initiation": upload_days},
                },
                # What expiry leaves behind: the marker of an object all of whose versions are gone.
                {
                    "id": "delete-markers",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"expired_object_delete_marker": True},
                },
            ],
            opts=self.child(depends_on=[versioning]),
        )
