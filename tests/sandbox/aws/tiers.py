"""One of each type of the tiers beside stores."""

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import policy

MOUNTING = policy(
    {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "elasticfilesystem:ClientMount",
        "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
    }
)


def tiers(account: Account) -> None:
    make = account.make
    subnet, group, key = (
        next(made for made in reversed(account.made) if made.urn.split("::")[2] == token)
        for token in ("aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup", "aws:kms/key:Key")
    )
    files = make(
        "aws:efs/fileSystem:FileSystem",
        encrypted=True,
        kmsKeyId=key.state["arn"],
        performanceMode="generalPurpose",
        throughputMode="elastic",
        lifecyclePolicies=[
            {"transitionToIa": "AFTER_30_DAYS"},
            {"transitionToArchive": "AFTER_90_DAYS"},
            {"transitionToPrimaryStorageClass": "AFTER_1_ACCESS"},
        ],
        tags=TAGS,
    )
    make("aws:efs/mountTarget:MountTarget", fileSystemId=files.id, subnetId=subnet.id, securityGroups=[group.id])
    make(
        "aws:efs/accessPoint:AccessPoint",
        fileSystemId=files.id,
        posixUser={"uid": 2001, "gid": 3001},
        rootDirectory={
            "path": "/vision",
            "creationInfo": {"ownerUid": 2001, "ownerGid": 3001, "permissions": "0770"},
        },
        tags=TAGS,
    )
    make("aws:efs/fileSystemPolicy:FileSystemPolicy", fileSystemId=files.id, policy=MOUNTING)
    make("aws:efs/backupPolicy:BackupPolicy", fileSystemId=files.id, backupPolicy={"status": "ENABLED"})
    _cache(account, subnet.id, group.id, key.state["arn"])


def _cache(account: Account, subnet_id: str, group_id: str, key_arn: str) -> None:
    make = account.make
    subnets = make("aws:elasticache/subnetGroup:SubnetGroup", subnetIds=[subnet_id], description="a", tags=TAGS)
    parameters = make(
        "aws:elasticache/parameterGroup:ParameterGroup",
        family="valkey8",
        parameters=[{"name": "cluster-enabled", "value": "yes"}],
        tags=TAGS,
    )
    user = make(
        "aws:elasticache/user:User",
        engine="valkey",
        userId="cache-serving",
        userName="cache-serving",
        accessString="on ~app:* +@all",
        authenticationMode={"type": "iam"},
        tags=TAGS,
    )
    users = make(
        "aws:elasticache/userGroup:UserGroup", engine="valkey", userGroupId="cache", userIds=[user.id], tags=TAGS
    )
    make(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        description="cache",
        engine="valkey",
        engineVersion="8.1",
        nodeType="cache.r7g.large",
        clusterMode="enabled",
        numNodeGroups=1,
        replicasPerNodeGroup=1,
        kmsKeyId=key_arn,
        userGroupIds=[users.id],
        parameterGroupName=parameters.id,
        subnetGroupName=subnets.id,
        securityGroupIds=[group_id],
        tags=TAGS,
    )
