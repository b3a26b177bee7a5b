"""A bucket as every component that keeps objects declares it: encrypted, private, versioned, protected."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pulumi_aws as aws
from pulumi import Input

from components.base import Component
from components.storage.store_tiers import Transition

# A bucket's name has 3 to 63 characters, the last eight of which Pulumi adds:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,54}")
BUCKET_NAME_RULE = "1 to 55 small letters, digits and hyphens are right: the bucket is named so"


class PrivateBucket(NamedTuple):
    """The bucket, and the two of its settings that later ones wait for."""

    bucket: "aws.s3.Bucket"
    block: "aws.s3.BucketPublicAccessBlock"
    """S3 refuses two changes to a bucket's access at the same moment: the policy waits for this one."""
    versioning: "aws.s3.BucketVersioning"
    """Locks and rules about old versions need versions."""


def private_bucket(
    owner: Component, name: str, key_arn: Input[str] | None, tags: Mapping[str, str], *, object_lock: bool = False
) -> PrivateBucket:
    """The bucket with ownership, public-access block, encryption (S3's own key where none is given) and versioning."""
    # Data takes weeks to gather and weights weeks to train: losing them by accident must not be possible.
    bucket = aws.s3.Bucket(
        name, object_lock_enabled=object_lock or None, tags={**tags, "Name": name}, opts=owner.child(protect=True)
    )
    aws.s3.BucketOwnershipControls(
        name, bucket=bucket.bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=owner.child()
    )
    block = aws.s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=owner.child(),
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=bucket.bucket,
        rules=[
            {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
            if key_arn is None
            else {
                "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key_arn},
                "bucket_key_enabled": True,  # a key per bucket for a while, not a call to KMS per object
            }
        ],
        opts=owner.child(),
    )
    versioning = aws.s3.BucketVersioning(
        name, bucket=bucket.bucket, versioning_configuration={"status": "Enabled"}, opts=owner.child()
    )
    return PrivateBucket(bucket, block, versioning)


def forgetting(
    owner: Component,
    name: str,
    made: PrivateBucket,
    retention_days: int,
    noncurrent_days: int,
    upload_days: int,
    transitions: Sequence[Transition] = (),
) -> None:
    """The bucket's end of every object: current ones, old versions, unfinished uploads, and what expiry leaves.

    transitions: moves to colder classes before that.
    """
    retention: Any = {
        "id": "retention",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "expiration": {"days": retention_days},
        "noncurrent_version_expiration": {"noncurrent_days": noncurrent_days},
        "abort_incomplete_multipart_upload": {"days_after_initiation": upload_days},
    }
    if transitions:
        retention["transitions"] = list(transitions)
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=made.bucket.bucket,
        rules=[
            retention,
            # The marker of an object all of whose versions are gone.
            {
                "id": "delete-markers",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"expired_object_delete_marker": True},
            },
        ],
        opts=owner.child(depends_on=[made.versioning]),
    )


def access_logged(owner: Component, name: str, made: PrivateBucket, log_bucket: Input[str]) -> None:
    """Access logs of the bucket, under its name and by the day of the request, in the log store."""
    aws.s3.BucketLogging(
        name,
        bucket=made.bucket.bucket,
        target_bucket=log_bucket,
        target_prefix=f"{name}/",
        target_object_key_format={"partitioned_prefix": {"partition_date_source": "EventTime"}},
        opts=owner.child(),
    )
