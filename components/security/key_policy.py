"""The policy of a key: who manages it, who uses it, and through what.

Managing and using are never in one statement. Using is always tied to something: a service the caller goes through
(`kms:ViaService`), the caller's account, or the encryption context of what is encrypted.
"""

from collections.abc import Sequence

from pulumi import Input, Output

from components.place import Place
from components.policy_document import Statement, allow, deny, document

# The services through which identities of the account use a key, by what the key protects:
# https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
VIA_SERVICES = {
    "audit_trail": ("cloudtrail", "s3"),
    "backups": ("backup",),
    "batch_analytics": ("s3",),
    "batch_clusters": ("ec2", "s3"),
    "caches": ("elasticache",),
    "catalog": ("glue",),
    "cluster_secrets": ("eks",),
    "document_databases": ("rds",),  # DocumentDB asks for keys as RDS does
    "filesystems": ("fsx",),
    "home_filesystems": ("elasticfilesystem",),
    "images": ("ecr",),
    "logs": (),
    "relational_databases": ("rds", "secretsmanager"),
    "stores": ("s3",),
    "stream_processors": ("kinesisanalytics",),
    "streams": ("kafka", "kinesis"),
    "vector_stores": ("es",),
    "volumes": ("ec2",),
    "wide_column_databases": ("cassandra",),
}
PROTECTABLE = frozenset(VIA_SERVICES)

ADMINISTER = (
    *("kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey"),
    *("kms:EnableKey", "kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:GetKeyPolicy"),
    *("kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations"),
    *("kms:ListResourceTags", "kms:PutKeyPolicy", "kms:RevokeGrant", "kms:RotateKeyOnDemand"),
    *("kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias"),
    "kms:UpdateKeyDescription",
)
USE = ("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")


def key_policy(place: Place, protects: Sequence[str], administrator_arns: Sequence[Input[str]]) -> Output[str]:
    """The policy of a key that protects these things."""
    account = place.iam("root")  # means: whoever IAM of the account lets, as far as the statement goes
    statements = [allow(ADMINISTER, "*", principals={"AWS": account}, sid="AccountAdministers")]
    if administrator_arns:
        administrators = {"AWS": list(administrator_arns)}
        statements += [
            allow(ADMINISTER, "*", principals=administrators, sid="AdministratorsAdminister"),
            deny(USE, "*", principals=administrators, sid="AdministratorsNeverUse"),
        ]
    services = sorted({service for use in protects for service in VIA_SERVICES[use]})
    if services:
        statements += _through_services(place, account, services)
    if "volumes" in protects:
        statements += _auto_scaling(place)
    if {"filesystems", "stores"} <= set(protects):
        statements.append(_linked_file_systems(place))
    if "batch_clusters" in protects:
        statements.append(_cluster_nodes(place, account))
    if "logs" in protects:
        statements.append(_log_groups(place))
    if "stream_processors" in protects:
        statements += _stream_processors(place)
    if "audit_trail" in protects:
        statements.append(_audit_trail(place))
    return document(*statements)


def _through_services(place: Place, account: str, services: Sequence[str]) -> list[Statement]:
    caller = {"kms:CallerAccount": place.account_id}
    via = {"kms:ViaService": [f"{service}.{place.region}.amazonaws.com" for service in services]}
    return [
        allow(
            [*USE, "kms:DescribeKey"],
            "*",
            principals={"AWS": account},
            conditions={"StringEquals": {**caller, **via}},
            sid="UseThroughServices",
        ),
        # Volumes, images, file systems and clusters keep a grant for as long as they live. Only a service can ask for
        # one here, on behalf of a resource of its own.
        allow(
            "kms:CreateGrant",
            "*",
            principals={"AWS": account},
            conditions={"StringEquals": caller, "Bool": {"kms:GrantIsForAWSResource": "true"}},
            sid="GrantToServices",
        ),
    ]


def _service_role(place: Place, role: str) -> dict[str, dict[str, object]]:
    """Conditions that only a service-linked role of the account meets. A principal would have to exist already, and
    these roles come into being with the first node group or linked file system."""
    return {
        "StringEquals": {"kms:CallerAccount": place.account_id},
        "ArnLike": {"aws:PrincipalArn": place.iam(f"role/aws-service-role/{role}")},
    }


def _auto_scaling(place: Place) -> list[Statement]:
    # Node groups start instances through this role, which IAM gives no key:
    # https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    role = _service_role(place, "autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")
    through_ec2 = {**role["StringEquals"], "kms:ViaService": f"ec2.{place.region}.amazonaws.com"}
    return [
        allow(
            [*USE, "kms:DescribeKey"],
            "*",
            principals={"AWS": "*"},
            conditions={**role, "StringEquals": through_ec2},
            sid="AutoScalingUses",
        ),
        allow(
            "kms:CreateGrant",
            "*",
            principals={"AWS": "*"},
            conditions={**role, "Bool": {"kms:GrantIsForAWSResource": "true"}},
            sid="AutoScalingGrants",
        ),
    ]


def _linked_file_systems(place: Place) -> Statement:
    # A file system linked to a store reads and writes its objects through a role of its own:
    # https://docs.aws.amazon.com/fsx/latest/LustreGuide/s3-server-side-encryption-support.html
    role = _service_role(place, "s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_fs-*")
    through_s3 = {**role["StringEquals"], "kms:ViaService": f"s3.{place.region}.amazonaws.com"}
    return allow(
        [*USE, "kms:DescribeKey"],
        "*",
        principals={"AWS": "*"},
        conditions={**role, "StringEquals": through_s3},
        sid="LinkedFileSystemsUse",
    )


def _cluster_nodes(place: Place, account: str) -> Statement:
    # Nodes of EMR encrypt their local disks with keys they ask KMS for themselves, through no service:
    # https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html
    return allow(
        ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
        "*",
        principals={"AWS": account},
        conditions={
            "StringEquals": {"kms:CallerAccount": place.account_id},
            "ArnLike": {"aws:PrincipalArn": place.iam("role/*-cluster-nodes-*")},
        },
        sid="ClusterNodesUse",
    )


def _log_groups(place: Place) -> Statement:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    groups = place.arn("logs", "log-group:*")
    return allow(
        USE,
        "*",
        principals={"Service": f"logs.{place.region}.amazonaws.com"},
        conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
        sid="LogGroupsUse",
    )


def _stream_processors(place: Place) -> list[Statement]:
    # State is written by the service itself, not through whoever made the application:
    # https://docs.aws.amazon.com/managed-flink/latest/java/manage-cmk-api.html
    services = {"Service": ["infrastructure.kinesisanalytics.amazonaws.com", "kinesisanalytics.amazonaws.com"]}
    conditions = {
        "StringEquals": {"aws:SourceAccount": place.account_id},
        "ArnLike": {"aws:SourceArn": place.arn("kinesisanalytics", "application/*")},
    }
    granted = {**conditions, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    use = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]
    return [
        allow(use, "*", principals=services, conditions=conditions, sid="StreamProcessorsUse"),
        allow("kms:CreateGrant", "*", principals=services, conditions=granted, sid="StreamProcessorsGrant"),
    ]


def _audit_trail(place: Place) -> Statement:
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    trails = place.arn("cloudtrail", "trail/*")
    return allow(
        ["kms:DescribeKey", "kms:GenerateDataKey*"],
        "*",
        principals={"Service": "cloudtrail.amazonaws.com"},
        conditions={
            "StringEquals": {"aws:SourceAccount": place.account_id},
            "ArnLike": {"aws:SourceArn": trails},
        },
        sid="AuditTrailEncrypts",
    )
