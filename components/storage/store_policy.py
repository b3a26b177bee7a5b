"""What a bucket refuses whoever asks, and the one thing a log store lets in."""

from pulumi import Input, Output

from components.place import Place
from components.policy_document import Statement, allow, deny, document

LEAST_TLS = "1.2"
SSE = "s3:x-amz-server-side-encryption"
SSE_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
SSE_CUSTOMER = "s3:x-amz-server-side-encryption-customer-algorithm"


def store_policy(
    place: Place, bucket_arn: Output[str], key_arn: Input[str] | None, receives_access_logs: bool
) -> Output[str]:
    """The policy of a store: TLS 1.2 or later, the store's own key, access logs where it receives them."""
    objects = bucket_arn.apply("{}/*".format)
    statements = encrypted_transport(bucket_arn, objects)
    if key_arn is not None:
        statements += _own_key(objects, key_arn)
    if receives_access_logs:
        statements.append(_access_logs(place, objects))
    return document(*statements)


def encrypted_transport(bucket_arn: Input[str], objects: Input[str]) -> list[Statement]:
    """Nobody reads or writes in clear, or over TLS older than 1.2."""
    both = [bucket_arn, objects]
    clear = {"Bool": {"aws:SecureTransport": "false"}}
    old = {"NumericLessThan": {"s3:TlsVersion": LEAST_TLS}}
    return [
        deny("s3:*", both, principals="*", conditions=clear, sid="DenyClearText"),
        deny("s3:*", both, principals="*", conditions=old, sid="DenyOldTls"),
    ]


def _own_key(objects: Input[str], key_arn: Input[str]) -> list[Statement]:
    # A put that says nothing gets the bucket's key. One that names another way to encrypt is refused; so is "aws:kms"
    # without a key, because S3 then takes the account's AWS-managed key:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
    refused = {
        "DenyOtherEncryption": {"Null": {SSE: "false"}, "StringNotEquals": {SSE: "aws:kms"}},
        "DenyAwsManagedKey": {"Null": {SSE_KEY: "true"}, "StringEquals": {SSE: "aws:kms"}},
        "DenyOtherKey": {"Null": {SSE_KEY: "false"}, "StringNotEquals": {SSE_KEY: key_arn}},
        "DenyCallersOwnKey": {"Null": {SSE_CUSTOMER: "false"}},
    }
    return [
        deny("s3:PutObject", objects, principals="*", conditions=conditions, sid=sid)
        for sid, conditions in refused.items()
    ]


def _access_logs(place: Place, objects: Input[str]) -> Statement:
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    return allow(
        "s3:PutObject",
        objects,
        principals={"Service": "logging.s3.amazonaws.com"},
        conditions={
            "StringEquals": {"aws:SourceAccount": place.account_id},
            "ArnLike": {"aws:SourceArn": place.bucket("*")},
        },
        sid="AccessLogs",
    )
