"""What CloudTrail may do for one trail, and what nobody may do to its bucket."""

from pulumi import Output

from components.place import Place
from components.policy_document import allow, deny, document
from components.storage.store_policy import encrypted_transport

CLOUDTRAIL = {"Service": "cloudtrail.amazonaws.com"}


def log_bucket_policy(place: Place, bucket_arn: Output[str], trail_arn: str) -> Output[str]:
    """The trail writes its own account's log files; nobody deletes any, nor lifts a lock.

    Expiry by the bucket's own life cycle is not a request and so not refused. Nothing is said about which key a put
    names, because CloudTrail writes digest files with another encryption than log files:
    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    objects = bucket_arn.apply("{}/*".format)
    own_trail = {"aws:SourceArn": trail_arn, "aws:SourceAccount": place.account_id}
    return document(
        *encrypted_transport(bucket_arn, objects),
        deny(
            ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
            objects,
            principals="*",
            sid="DenyDeletion",
        ),
        allow(
            "s3:GetBucketAcl",
            bucket_arn,
            principals=CLOUDTRAIL,
            conditions={"StringEquals": own_trail},
            sid="TrailReadsAcl",
        ),
        allow(
            "s3:PutObject",
            bucket_arn.apply(lambda arn: f"{arn}/AWSLogs/{place.account_id}/*"),
            principals=CLOUDTRAIL,
            conditions={"StringEquals": {**own_trail, "s3:x-amz-acl": "bucket-owner-full-control"}},
            sid="TrailWrites",
        ),
    )


def log_group_trust(place: Place, trail_arn: str) -> Output[str]:
    """CloudTrail takes the role for this trail only (confused deputy)."""
    own_trail = {"StringEquals": {"aws:SourceArn": trail_arn, "aws:SourceAccount": place.account_id}}
    return document(allow("sts:AssumeRole", principals=CLOUDTRAIL, conditions=own_trail))


def log_group_policy(place: Place, group_arn: Output[str]) -> Output[str]:
    """Write to the streams that CloudTrail names after account and region."""
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
    streams = f":log-stream:{place.account_id}_CloudTrail_{place.region}*"
    return document(
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], group_arn.apply(lambda arn: f"{arn}{streams}"))
    )
