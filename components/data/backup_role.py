"""What AWS Backup may do in the account: read what a plan backs up, write into its vault, and nothing else.

Per type of resource, as small as
https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html has it for all types together.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pulumi import Input, Output

from components.place import Place
from components.policy_document import Statement, allow, document

MANAGED_RULES = "rule/AwsBackupManagedRule*"
"""Rules of EventBridge by which AWS Backup hears of changes in a bucket."""


class Reads(NamedTuple):
    """What one type takes: calls without a resource of their own, and calls on resources (service, resource)."""

    anywhere: tuple[str, ...]
    on: Mapping[tuple[str, str], tuple[str, ...]]


CLUSTERS = Reads(
    ("rds:DescribeDBClusters", "rds:DescribeDBClusterSnapshots"),
    {
        ("rds", "cluster:*"): ("rds:CreateDBClusterSnapshot", "rds:ListTagsForResource", "rds:ModifyDBCluster"),
        ("rds", "cluster-snapshot:awsbackup:*"): (
            *("rds:AddTagsToResource", "rds:CopyDBClusterSnapshot", "rds:CreateDBClusterSnapshot"),
            *("rds:DeleteDBClusterSnapshot", "rds:ListTagsForResource"),
        ),
    },
)
READS: Mapping[str, Reads] = {
    "Aurora": CLUSTERS,
    "DocumentDB": CLUSTERS,
    "DynamoDB": Reads(
        (),
        {
            ("dynamodb", "table/*"): (
                *("dynamodb:CreateBackup", "dynamodb:DescribeTable", "dynamodb:ListTagsOfResource"),
                "dynamodb:StartAwsBackupJob",
            ),
            ("dynamodb", "table/*/backup/*"): ("dynamodb:DeleteBackup", "dynamodb:DescribeBackup"),
        },
    ),
    "EBS": Reads(
        ("ec2:DescribeSnapshots", "ec2:DescribeTags", "ec2:DescribeVolumes"),
        {
            ("ec2", "volume/*"): ("ec2:CreateSnapshot",),
            ("ec2", "snapshot/*"): (
                *("ec2:CopySnapshot", "ec2:CreateSnapshot", "ec2:CreateTags", "ec2:DeleteSnapshot"),
                "ec2:ModifySnapshotTier",
            ),
        },
    ),
    "EFS": Reads(
        (), {("elasticfilesystem", "file-system/*"): ("elasticfilesystem:Backup", "elasticfilesystem:Describe*")}
    ),
    "FSx": Reads(
        ("fsx:DescribeBackups", "fsx:DescribeFileSystems"),
        {
            ("fsx", "file-system/*"): ("fsx:CreateBackup", "fsx:ListTagsForResource"),
            ("fsx", "backup/*"): (
                *("fsx:CopyBackup", "fsx:CreateBackup", "fsx:DeleteBackup", "fsx:ListTagsForResource"),
                "fsx:TagResource",
            ),
        },
    ),
    "RDS": Reads(
        ("rds:DescribeDBInstances", "rds:DescribeDBSnapshots"),
        {
            ("rds", "db:*"): ("rds:CreateDBSnapshot", "rds:ListTagsForResource", "rds:ModifyDBInstance"),
            ("rds", "snapshot:awsbackup:*"): (
                *("rds:AddTagsToResource", "rds:CopyDBSnapshot", "rds:CreateDBSnapshot", "rds:DeleteDBSnapshot"),
                "rds:ListTagsForResource",
            ),
        },
    ),
    "Redshift": Reads(
        ("redshift:DescribeClusterSnapshots", "redshift:DescribeClusters", "redshift:DescribeTags"),
        {
            ("redshift", "cluster:*"): ("redshift:CreateClusterSnapshot",),
            ("redshift", "snapshot:*/*"): (
                *("redshift:CreateClusterSnapshot", "redshift:CreateTags", "redshift:DeleteClusterSnapshot"),
            ),
        },
    ),
    "S3": Reads(
        ("cloudwatch:GetMetricData", "events:ListRules", "s3:ListAllMyBuckets"),
        {
            ("events", MANAGED_RULES): (
                *("events:DeleteRule", "events:DescribeRule", "events:DisableRule", "events:EnableRule"),
                *("events:ListTargetsByRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets"),
            ),
        },
    ),
}
OF_BUCKETS = (
    *("s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketNotification", "s3:GetBucketTagging"),
    *("s3:GetBucketVersioning", "s3:GetInventoryConfiguration", "s3:ListBucket", "s3:ListBucketVersions"),
    *("s3:PutBucketNotification", "s3:PutInventoryConfiguration"),
)
OF_OBJECTS = (
    *("s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionAcl"),
    "s3:GetObjectVersionTagging",
)


def backup_policy(
    place: Place, resource_types: Sequence[str], key_arn: Input[str], copy_vault_arns: Sequence[str]
) -> Output[str]:
    """The policy of the role that backs these types up with this key, and copies into these vaults."""
    statements = [statement for name in resource_types for statement in _of_type(place, name)]
    # Asked for a second time for Aurora and DocumentDB, which are clusters of the same service.
    found = list({str(each): each for each in statements}.values())
    found.append(allow(["backup:DescribeBackupVault", "tag:GetResources"], "*", sid="FindResources"))
    if copy_vault_arns:
        found.append(allow("backup:CopyIntoBackupVault", list(copy_vault_arns), sid="CopyIntoVaults"))
    found.append(
        allow(["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"], key_arn, sid="UseKey"),
    )
    grants = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    found.append(allow("kms:CreateGrant", key_arn, conditions=grants, sid="GrantKey"))
    return document(*found)


def _of_type(place: Place, name: str) -> list[Statement]:
    reads = READS[name]
    found = [allow(list(actions), place.arn(service, rest)) for (service, rest), actions in reads.on.items()]
    if name == "S3":
        mine = {"StringEquals": {"aws:ResourceAccount": place.account_id}}
        found.append(allow(list(OF_BUCKETS), place.bucket("*"), conditions=mine))
        found.append(allow(list(OF_OBJECTS), place.bucket("*/*"), conditions=mine))
    if reads.anywhere:
        found.append(allow(list(reads.anywhere), "*"))
    return found
