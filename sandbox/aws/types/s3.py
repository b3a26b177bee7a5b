"""S3 buckets and what is configured on them."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from sandbox.aws.model import Call, Request, Type

BUCKET = "aws:s3/bucket:Bucket"
GONE = (
    "404",
    "NoSuchBucket",
    "NoSuchBucketPolicy",
    "NoSuchPublicAccessBlockConfiguration",
    "ServerSideEncryptionConfigurationNotFoundError",
    "NoSuchLifecycleConfiguration",
    "ObjectLockConfigurationNotFoundError",
    "OwnershipControlsNotFoundError",
)


def _location(r: Request) -> dict[str, Any]:
    where = {} if r.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": r.region}}
    return {"Bucket": r["bucket"], "ObjectLockEnabledForBucket": r["objectLockEnabled"], **where}


def _tagging(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    try:
        return {"TagSet": client("s3").get_bucket_tagging(Bucket=r.id)["TagSet"]}
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchTagSet":
            raise
        return {"TagSet": []}


def _empty(r: Request, client: Callable[[str], Any]) -> None:
    """Every version of every object goes, where the program says so; S3 deletes no bucket with objects in it."""
    if not r["forceDestroy"]:
        return
    for page in client("s3").get_paginator("list_object_versions").paginate(Bucket=r.id):
        listed = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
        doomed = [{"Key": version["Key"], "VersionId": version["VersionId"]} for version in listed]
        if doomed:
            client("s3").delete_objects(
                Bucket=r.id, Delete={"Objects": doomed, "Quiet": True}, BypassGovernanceRetention=True
            )


def _on_bucket(
    what: str, put: Call, get: str, found: Any, delete: tuple[Call, ...], forgotten: tuple[str, ...] = ()
) -> Type:
    """A configuration of a bucket: one per bucket, its id is the bucket's name."""
    name = f"Bucket{what}"
    return Type(
        f"aws:s3/bucket{what}:{name}",
        "s3",
        kind=f"S3 {name}",
        create=(put,),
        identity=lambda r, reply: str(r["bucket"]),
        read=Call(get, lambda r: {"Bucket": r.id}),
        found=found,
        update=(put,),
        delete=delete,
        replaces=("bucket",),
        fixed_when_named=("bucket",),
        names=lambda r: tuple(
            f"{BUCKET}|{value}" for value in (r["bucket"], r["targetBucket"]) if isinstance(value, str)
        ),
        forgotten=("bucket", *forgotten),
        gone=GONE,
    )


def _bucket(r: Request) -> dict[str, Any]:
    return {"Bucket": r["bucket"]}


def _has(key: str) -> Any:
    def found(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
        value = reply.get(key)
        if not value:
            return None
        return value if isinstance(value, Mapping) else {key: value}

    return found


def _drop(operation: str) -> tuple[Call, ...]:
    return (Call(operation, lambda r: {"Bucket": r.id}),)


TYPES = (
    Type(
        BUCKET,
        "s3",
        kind="S3 Bucket",
        create=(
            Call("create_bucket", _location),
            Call(
                "put_bucket_tagging",
                lambda r: {
                    "Bucket": r.id,
                    "Tagging": {"TagSet": [{"Key": k, "Value": v} for k, v in (r["tags"] or {}).items()]},
                },
                on=("tags",),
            ),
        ),
        identity=lambda r, reply: str(r["bucket"]),
        read=Call("head_bucket", lambda r: {"Bucket": r.id}),
        cleared_first=_empty,
        delete=(Call("delete_bucket", lambda r: {"Bucket": r.id}),),
        beside=_tagging,
        replaces=("bucket", "bucketPrefix", "objectLockEnabled"),
        auto_name="bucket",
        auto_name_limit=63,
        fixed_when_named=("bucket",),
        outputs=lambda r, item: {
            "arn": f"arn:{r.partition}:s3:::{r.id}",
            "bucketDomainName": f"{r.id}.s3.amazonaws.com",
            "bucketRegionalDomainName": f"{r.id}.s3.{r.region}.amazonaws.com",
            "bucketRegion": r.region,
            "hostedZoneId": "",
        },
        computed=("arn", "bucketDomainName", "bucketRegionalDomainName", "bucketRegion", "hostedZoneId"),
        forgotten=("bucket", "objectLockEnabled", "forceDestroy"),
        named=lambda r: (f"{BUCKET}|{r.inputs.get('bucket')}",),
        # Configurations go with their bucket; S3 refuses only while objects are in it.
        may_be_named_when_deleted=("*",),
        gone=GONE,
        tag_calls="s3",
    ),
    _on_bucket(
        "Policy",
        Call("put_bucket_policy", lambda r: {"Bucket": r["bucket"], "Policy": r["policy"]}),
        "get_bucket_policy",
        _has("Policy"),
        _drop("delete_bucket_policy"),
    ),
    _on_bucket(
        "PublicAccessBlock",
        Call("put_public_access_block", _bucket, wrap="PublicAccessBlockConfiguration"),
        "get_public_access_block",
        _has("PublicAccessBlockConfiguration"),
        _drop("delete_public_access_block"),
        forgotten=("skipDestroy",),
    ),
    _on_bucket(
        "Versioning",
        Call("put_bucket_versioning", _bucket, inputs=True),
        "get_bucket_versioning",
        lambda r, reply: {"versioningConfiguration": reply} if reply.get("Status") else None,
        # S3 has no way back to "never versioned"; the provider suspends.
        (
            Call(
                "put_bucket_versioning",
                lambda r: {"Bucket": r.id, "VersioningConfiguration": {"Status": "Suspended"}},
                tolerate=("InvalidBucketState",),
            ),
        ),
    ),
    _on_bucket(
        "ServerSideEncryptionConfiguration",
        Call("put_bucket_encryption", _bucket, wrap="ServerSideEncryptionConfiguration"),
        "get_bucket_encryption",
        _has("ServerSideEncryptionConfiguration"),
        _drop("delete_bucket_encryption"),
    ),
    _on_bucket(
        "LifecycleConfiguration",
        Call("put_bucket_lifecycle_configuration", _bucket, wrap="LifecycleConfiguration"),
        "get_bucket_lifecycle_configuration",
        _has("Rules"),
        _drop("delete_bucket_lifecycle"),
        forgotten=("transitionDefaultMinimumObjectSize",),
    ),
    _on_bucket(
        "ObjectLockConfiguration",
        Call(
            "put_object_lock_configuration",
            lambda r: {"Bucket": r["bucket"], "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
            wrap="ObjectLockConfiguration",
        ),
        "get_object_lock_configuration",
        _has("ObjectLockConfiguration"),
        # The lock of a bucket cannot be taken off; it goes with the bucket.
        (),
        forgotten=("objectLockEnabled",),
    ),
    _on_bucket(
        "OwnershipControls",
        Call(
            "put_bucket_ownership_controls",
            lambda r: {
                "Bucket": r["bucket"],
                "OwnershipControls": {"Rules": [{"ObjectOwnership": r["rule"]["objectOwnership"]}]},
            },
        ),
        "get_bucket_ownership_controls",
        lambda r, reply: {"rule": reply["OwnershipControls"]["Rules"][0]},
        _drop("delete_bucket_ownership_controls"),
    ),
    _on_bucket(
        "Logging",
        Call(
            "put_bucket_logging",
            lambda r: {
                "Bucket": r["bucket"],
                "BucketLoggingStatus": {
                    "LoggingEnabled": {"TargetBucket": r["targetBucket"], "TargetPrefix": r["targetPrefix"] or ""}
                },
            },
        ),
        "get_bucket_logging",
        _has("LoggingEnabled"),
        (Call("put_bucket_logging", lambda r: {"Bucket": r.id, "BucketLoggingStatus": {}}),),
        forgotten=("targetObjectKeyFormat",),
    ),
)
