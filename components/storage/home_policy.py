"""How a home file system is mounted: over TLS, through an access point, by its mount targets, and by nobody as root."""

from collections.abc import Sequence

from pulumi import Input, Output

from components.policy_document import allow, deny, document

# https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
MOUNT = ("elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")
ROOT = "elasticfilesystem:ClientRootAccess"
THROUGH_MOUNT_TARGET = {"elasticfilesystem:AccessedViaMountTarget": "true"}
ACCESS_POINT = "elasticfilesystem:AccessPointArn"


def home_policy(file_system_arn: Input[str], role_arns: Sequence[Input[str]] | None) -> Output[str]:
    """The policy of the file system. Without roles, whoever the security group lets in may mount."""
    return document(
        allow(
            list(MOUNT),
            file_system_arn,
            principals={"AWS": "*" if role_arns is None else list(role_arns)},
            conditions={"Bool": THROUGH_MOUNT_TARGET, "Null": {ACCESS_POINT: "false"}},
            sid="MountThroughAccessPoints",
        ),
        deny(
            "elasticfilesystem:Client*",
            file_system_arn,
            principals={"AWS": "*"},
            conditions={"Bool": {"aws:SecureTransport": "false"}},
            sid="DenyClearText",
        ),
        # Without an access point a client would see every team's directory.
        deny(
            list(MOUNT),
            file_system_arn,
            principals={"AWS": "*"},
            conditions={"Null": {ACCESS_POINT: "true"}},
            sid="DenyWholeFileSystem",
        ),
        deny(ROOT, file_system_arn, principals={"AWS": "*"}, sid="DenyRoot"),
    )
