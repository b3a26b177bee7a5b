"""Buckets, a trail, a file system and a registry, for `tests.sandbox.aws.platform`."""

import json

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import of, policy


def storage(account: Account) -> None:
    make = account.make
    key = of(account, "Key")
    bucket = make("aws:s3/bucket:Bucket", objectLockEnabled=True, tags=TAGS)
    name, arn = bucket.id, bucket.state["arn"]
    make(
        "aws:s3/bucketPolicy:BucketPolicy",
        bucket=name,
        policy=policy(
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, f"{arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            *[
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": ["s3:PutObject", "s3:GetBucketAcl"],
                    "Resource": [arn, f"{arn}/*"],
                }
                for service in ("logging.s3.amazonaws.com", "cloudtrail.amazonaws.com")
            ],
        ),
    )
    make(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        bucket=name,
        blockPublicAcls=True,
        blockPublicPolicy=True,
        ignorePublicAcls=True,
        restrictPublicBuckets=True,
    )
    make("aws:s3/bucketVersioning:BucketVersioning", bucket=name, versioningConfiguration={"status": "Enabled"})
    make(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        bucket=name,
        rules=[
            {
                "applyServerSideEncryptionByDefault": {
                    "sseAlgorithm": "aws:kms",
                    "kmsMasterKeyId": key.state["arn"],
                },
                "bucketKeyEnabled": True,
            }
        ],
    )
    make(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        bucket=name,
        rules=[
            {
                "id": "retention",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": 365},
                "noncurrentVersionExpiration": {"noncurrentDays": 30},
                "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
            }
        ],
    )
    make(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        bucket=name,
        rule={"defaultRetention": {"days": 400, "mode": "GOVERNANCE"}},
    )
    make(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        bucket=name,
        rule={"objectOwnership": "BucketOwnerEnforced"},
    )
    make("aws:s3/bucketLogging:BucketLogging", bucket=name, targetBucket=name, targetPrefix="logs/")
    make(
        "aws:cloudtrail/trail:Trail",
        s3BucketName=name,
        isMultiRegionTrail=True,
        enableLogFileValidation=True,
        kmsKeyId=key.state["arn"],
        advancedEventSelectors=[
            {"name": "Management", "fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]}
        ],
        tags=TAGS,
    )
    group, subnet = of(account, "SecurityGroup"), of(account, "Subnet")
    files = make(
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        subnetIds=subnet.id,
        securityGroupIds=[group.id],
        deploymentType="PERSISTENT_2",
        storageType="SSD",
        storageCapacity=4800,
        perUnitStorageThroughput=250,
        kmsKeyId=key.state["arn"],
        fileSystemTypeVersion="2.15",
        dataCompressionType="LZ4",
        metadataConfiguration={"mode": "AUTOMATIC"},
        tags=TAGS,
    )
    make(
        "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
        fileSystemId=files.id,
        fileSystemPath="/data",
        dataRepositoryPath=f"s3://{name}",
        tags=TAGS,
    )
    repository = make(
        "aws:ecr/repository:Repository",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": key.state["arn"]}],
        tags=TAGS,
    )
    expiring = json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30},
                    "action": {"type": "expire"},
                }
            ]
        }
    )
    make("aws:ecr/lifecyclePolicy:LifecyclePolicy", repository=repository.id, policy=expiring)
    make(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        ecrRepositoryPrefix="cached",
        upstreamRegistryUrl="public.ecr.aws",
    )
    make(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        prefix="cached",
        appliedFors=["PULL_THROUGH_CACHE"],
        lifecyclePolicy=expiring,
    )
    make(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        scanType="ENHANCED",
        rules=[
            {
                "scanFrequency": "CONTINUOUS_SCAN",
                "repositoryFilters": [{"filter": "*", "filterType": "WILDCARD"}],
            }
        ],
    )
