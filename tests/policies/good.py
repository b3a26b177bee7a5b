"""One hand-made stack that keeps every rule, and ways to break it in one place.

Resources are written by key; values of other resources as `Reference`. Tests break one path of one resource.
"""

import copy
import json
from collections.abc import Mapping
from typing import Any

from graph.model import Graph, Reference, Resource, Text
from policies.context import PolicyContext

ACCOUNT = "111122223333"
REGION = "eu-north-1"
COPIES = f"arn:aws:backup:eu-central-1:{ACCOUNT}:backup-vault:copies"
CONTEXT = PolicyContext("prod", ACCOUNT, ("eu",), frozenset({"eu-north-1", "eu-central-1", "europe-west4"}))


def tags(data_class: str = "personal") -> dict[str, str]:
    return {
        "Owner": "ml@example.com",
        "Environment": "prod",
        "DataClassification": data_class,
        "Purpose": "training-data",
    }


SUBJECT = {**tags(), "SubjectKey": "user_id"}


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:prod::groundwork::{type_}::{name}"


TYPES = {
    "provider": "pulumi:providers:aws",
    "key": "aws:kms/key:Key",
    "bucket": "aws:s3/bucket:Bucket",
    "encryption": "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "block": "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "versioning": "aws:s3/bucketVersioning:BucketVersioning",
    "policy": "aws:s3/bucketPolicy:BucketPolicy",
    "lifecycle": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "logging": "aws:s3/bucketLogging:BucketLogging",
    "lock": "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
    "trail": "aws:cloudtrail/trail:Trail",
    "cluster": "aws:eks/cluster:Cluster",
    "template": "aws:ec2/launchTemplate:LaunchTemplate",
    "homes": "aws:efs/fileSystem:FileSystem",
    "mounts": "aws:efs/fileSystemPolicy:FileSystemPolicy",
    "cache": "aws:elasticache/replicationGroup:ReplicationGroup",
    "postgres": "aws:rds/instance:Instance",
    "aurora": "aws:rds/cluster:Cluster",
    "member": "aws:rds/clusterInstance:ClusterInstance",
    "documents": "aws:docdb/cluster:Cluster",
    "holder": "aws:docdb/clusterInstance:ClusterInstance",
    "rows": "aws:keyspaces/table:Table",
    "grant": "aws:lakeformation/permissions:Permissions",
    "lake": "aws:lakeformation/dataLakeSettings:DataLakeSettings",
    "registered": "aws:lakeformation/resource:Resource",
    "table": "aws:glue/catalogTable:CatalogTable",
    "search": "aws:opensearch/domain:Domain",
    "filesystem": "aws:fsx/lustreFileSystem:LustreFileSystem",
    "link": "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation",
    "stream": "aws:kinesis/stream:Stream",
    "brokers": "aws:msk/configuration:Configuration",
    "kafka": "aws:msk/cluster:Cluster",
    "serverless": "aws:msk/serverlessCluster:ServerlessCluster",
    "topic": "aws:msk/topic:Topic",
    "application": "aws:kinesisanalyticsv2/application:Application",
    "group": "aws:cloudwatch/logGroup:LogGroup",
    "repository": "aws:ecr/repository:Repository",
    "images": "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "vpc": "aws:ec2/vpc:Vpc",
    "endpoint": "aws:ec2/vpcEndpoint:VpcEndpoint",
    "flow": "aws:ec2/flowLog:FlowLog",
    "security": "aws:ec2/securityGroup:SecurityGroup",
    "ingress": "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "role": "aws:iam/role:Role",
    "permissions": "aws:iam/rolePolicy:RolePolicy",
    "gke": "gcp:container/cluster:Cluster",
    "pool": "gcp:container/nodePool:NodePool",
    "cmek": "gcp:kms/cryptoKey:CryptoKey",
    "firewall": "gcp:compute/firewall:Firewall",
    "vectors": "aws:s3/vectorsIndex:VectorsIndex",
    "plan": "aws:backup/plan:Plan",
    "selection": "aws:backup/selection:Selection",
    "vault": "aws:backup/vault:Vault",
    "vaultlock": "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
    "testing": "aws:backup/restoreTestingPlan:RestoreTestingPlan",
    "volume": "aws:ebs/volume:Volume",
    "items": "aws:dynamodb/table:Table",
    "replication": "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "secret": "aws:secretsmanager/secret:Secret",
    "imagecopies": "aws:ecr/replicationConfiguration:ReplicationConfiguration",
    "copies": "aws:efs/backupPolicy:BackupPolicy",
}


def reference(key: str, property_: str) -> Reference:
    """An output of the resource written under `kind.name`, such as `bucket.data`."""
    kind, _, name = key.partition(".")
    return Reference(urn(TYPES[kind], name), property_)


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def deny(condition: Mapping[str, Any]) -> dict[str, Any]:
    return {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": condition}


OLD = deny({"NumericLessThan": {"s3:TlsVersion": "1.2"}})
CLEAR = deny({"Bool": {"aws:SecureTransport": "false"}})
OWN = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
ADMINISTER = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
    "Resource": "*",
}
USE = {
    "Effect": "Allow",
    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
    "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
    "Resource": "*",
    "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-north-1.amazonaws.com", "kms:CallerAccount": ACCOUNT}},
}
TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": OWN,
}


def tables_and_readers() -> dict[str, dict[str, Any]]:
    """A table with a personal column, and who reads what of it."""
    table = {"databaseName": "lake", "name": reference("table.events", "name")}
    columns = [
        {"name": "person", "type": "string", "parameters": {"data_class": "personal"}},
        {"name": "country", "type": "string", "parameters": {"data_class": "internal"}},
    ]
    role = reference("role.flow", "arn")
    return {
        "lake.settings": {"createDatabaseDefaultPermissions": [], "createTableDefaultPermissions": []},
        "registered.data": {"arn": reference("bucket.data", "arn"), "hybridAccessEnabled": False},
        "table.events": {"databaseName": "lake", "name": "events", "storageDescriptor": {"columns": columns}},
        "grant.support": {
            "principal": role,
            "permissions": ["SELECT"],
            "dataCellsFilter": {"databaseName": "lake", "tableName": "events", "name": "support"},
        },
        "grant.counts": {
            "principal": role,
            "permissions": ["SELECT"],
            "tableWithColumns": {**table, "columnNames": ["country"]},
        },
    }


def store(name: str, data_class: str, days: int) -> dict[str, dict[str, Any]]:
    """A bucket with everything it needs."""
    bucket = reference(f"bucket.{name}", "bucket")
    return {
        f"bucket.{name}": {"tags": {**tags(data_class), "SubjectKey": "subjects/"}},
        f"encryption.{name}": {
            "bucket": bucket,
            "rules": [
                {
                    "applyServerSideEncryptionByDefault": {
                        "sseAlgorithm": "aws:kms",
                        "kmsMasterKeyId": reference(f"key.{data_class}", "arn"),
                    },
                    "bucketKeyEnabled": True,
                }
            ],
        },
        f"block.{name}": {
            "bucket": bucket,
            "blockPublicAcls": True,
            "blockPublicPolicy": True,
            "ignorePublicAcls": True,
            "restrictPublicBuckets": True,
        },
        f"versioning.{name}": {"bucket": bucket, "versioningConfiguration": {"status": "Enabled"}},
        f"policy.{name}": {"bucket": bucket, "policy": document(CLEAR, OLD)},
        f"lifecycle.{name}": {
            "bucket": bucket,
            "rules": [
                {
                    "id": "retention",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "expiration": {"days": days},
                    "noncurrentVersionExpiration": {"noncurrentDays": 30},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7},
                    "transitions": [{"days": 30, "storageClass": "GLACIER_IR"}],
                }
            ],
        },
    }


LABELS = {"owner": "ml", "environment": "prod", "data-classification": "internal", "purpose": "tpu"}


def on_google() -> dict[str, dict[str, Any]]:
    """A cluster on Google Cloud with TPU nodes, its key and a firewall rule."""
    key = reference("cmek.internal", "id")
    return {
        "cmek.internal": {"rotationPeriod": "7776000s", "labels": dict(LABELS)},
        "gke.tpu": {
            "location": "europe-west4",
            "databaseEncryption": {"state": "ENCRYPTED", "keyName": key},
            "privateClusterConfig": {"enablePrivateNodes": True, "enablePrivateEndpoint": True},
            "resourceLabels": dict(LABELS),
        },
        "pool.tpu": {
            "location": "europe-west4",
            "nodeLocations": ["europe-west4-a"],
            "networkConfig": {"enablePrivateNodes": True},
            "nodeConfig": {
                "bootDiskKmsKey": key,
                "serviceAccount": "tpu-nodes@project.iam.gserviceaccount.com",
                "workloadMetadataConfig": {"mode": "GKE_METADATA"},
                "resourceLabels": dict(LABELS),
            },
        },
        "firewall.office": {
            "direction": "INGRESS",
            "allows": [{"protocol": "tcp"}],
            "sourceRanges": ["10.0.0.0/8"],
        },
    }


MOUNT = {
    "Effect": "Allow",
    "Principal": {"AWS": "*"},
    "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    "Resource": "*",
    "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
}
ONLY_TLS = {
    **deny({"Bool": {"aws:SecureTransport": "false"}}),
    "Action": "elasticfilesystem:Client*",
}
ONLY_POINTS = {
    **deny({"Null": {"elasticfilesystem:AccessPointArn": "true"}}),
    "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
}


def databases() -> dict[str, dict[str, Any]]:
    """One of every kind of database."""
    key = reference("key.internal", "arn")
    common = {
        "storageEncrypted": True,
        "kmsKeyId": key,
        "dbSubnetGroupName": "databases",
        "backupRetentionPeriod": 14,
        "deletionProtection": True,
        "tags": tags("internal"),
    }
    watched = {"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": key}
    of = {"clusterIdentifier": reference("aurora.features", "id"), **watched, "tags": tags("internal")}
    in_documents = {"clusterIdentifier": reference("documents.notes", "id"), "tags": tags("internal")}
    return {
        "postgres.talks": {**common, **watched, "multiAz": True, "publiclyAccessible": False},
        "aurora.features": dict(common),
        "member.features-primary": dict(of),
        "member.features-standby": dict(of),
        "documents.notes": dict(common),
        "holder.notes-a": dict(in_documents),
        "holder.notes-b": dict(in_documents),
        "rows.events": {
            "encryptionSpecification": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyIdentifier": key},
            "pointInTimeRecovery": {"status": "ENABLED"},
            "tags": tags("internal"),
        },
        **tables_and_readers(),
        "search.passages": {
            "encryptAtRest": {"enabled": True, "kmsKeyId": key},
            "nodeToNodeEncryption": {"enabled": True},
            "domainEndpointOptions": {"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
            "vpcOptions": {"subnetIds": ["subnet-1", "subnet-2"]},
            "clusterConfig": {"zoneAwarenessEnabled": True},
            "tags": tags("internal"),
        },
    }


def good() -> dict[str, dict[str, Any]]:
    """The inputs of every resource, by key. A new copy each time."""
    key = reference("key.internal", "arn")
    keys = {
        f"key.{data_class}": {
            "enableKeyRotation": True,
            "rotationPeriodInDays": 365,
            "deletionWindowInDays": 30,
            "policy": document(ADMINISTER, USE),
            "tags": tags(data_class),
        }
        for data_class in ("personal", "internal")
    }
    vpc = reference("vpc.net", "id")
    endpoints = {
        f"endpoint.{service}": {
            "vpcId": vpc,
            "serviceName": f"com.amazonaws.{REGION}.{service}",
            "policy": document(
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "*",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
                }
            ),
            "tags": tags("internal"),
        }
        for service in ("s3", "dynamodb")
    }
    return {
        "provider.main": {"region": REGION},
        **keys,
        **store("data", "personal", 365),
        "logging.data": {
            "bucket": reference("bucket.data", "bucket"),
            "targetBucket": reference("bucket.access", "bucket"),
        },
        "lock.data": {
            "bucket": reference("bucket.data", "bucket"),
            "rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 1}},
        },
        **store("access", "internal", 90),
        **store("audit", "internal", 400),
        "lock.audit": {
            "bucket": reference("bucket.audit", "bucket"),
            "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 400}},
        },
        "trail.main": {
            "s3BucketName": reference("bucket.audit", "bucket"),
            "isMultiRegionTrail": True,
            "enableLogFileValidation": True,
            "kmsKeyId": key,
            "advancedEventSelectors": [
                {"fieldSelectors": [{"field": "eventCategory", "equals": ["Management"]}]},
                {
                    "fieldSelectors": [
                        {"field": "eventCategory", "equals": ["Data"]},
                        {"field": "resources.type", "equals": ["AWS::S3::Object"]},
                        {"field": "resources.ARN", "startsWiths": [Text((reference("bucket.data", "arn"), "/"))]},
                    ]
                },
            ],
            "tags": tags("internal"),
        },
        "cluster.main": {
            "encryptionConfig": {"provider": {"keyArn": key}, "resources": ["secrets"]},
            "vpcConfig": {
                "endpointPrivateAccess": True,
                "endpointPublicAccess": False,
                "subnetIds": ["subnet-1", "subnet-2"],
            },
            "accessConfig": {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
            "enabledClusterLogTypes": ["api", "audit", "authenticator"],
            "tags": tags("internal"),
        },
        "template.nodes": {
            "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "kmsKeyId": key}}],
            "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
            "tags": tags("internal"),
        },
        "homes.teams": {"encrypted": True, "kmsKeyId": reference("key.personal", "arn"), "tags": tags()},
        "copies.teams": {
            "fileSystemId": reference("homes.teams", "id"),
            "backupPolicy": {"status": "ENABLED"},
        },
        "mounts.teams": {
            "fileSystemId": reference("homes.teams", "id"),
            "policy": document(MOUNT, ONLY_TLS, ONLY_POINTS),
        },
        **databases(),
        "cache.prompts": {
            "atRestEncryptionEnabled": True,
            "kmsKeyId": reference("key.personal", "arn"),
            "transitEncryptionEnabled": True,
            "transitEncryptionMode": "required",
            "userGroupIds": ["prompts"],
            "subnetGroupName": "caches",
            "multiAzEnabled": True,
            "automaticFailoverEnabled": True,
            "snapshotRetentionLimit": 7,
            "tags": tags(),
        },
        "stream.clicks": {"kmsKeyId": reference("key.personal", "arn"), "retentionPeriod": 48, "tags": tags()},
        "brokers.clicks": {"serverProperties": "# kept\nlog.retention.hours=72\n"},
        "kafka.clicks": {
            "encryptionInfo": {"encryptionAtRestKmsKeyArn": reference("key.personal", "arn")},
            "clientAuthentication": {"sasl": {"iam": True}},
            "configurationInfo": {"arn": reference("brokers.clicks", "arn"), "revision": 1},
            "loggingInfo": {
                "brokerLogs": {"cloudwatchLogs": {"enabled": True, "logGroup": reference("group.flow", "name")}}
            },
            "tags": tags(),
        },
        "serverless.metrics": {
            "clientAuthentication": {"sasl": {"iam": {"enabled": True}}},
            "tags": tags("internal"),
        },
        "topic.clicks": {"clusterArn": reference("kafka.clicks", "arn"), "configs": '{"retention.ms": "86400000"}'},
        "application.features": {
            "applicationConfiguration": {
                "applicationEncryptionConfiguration": {"keyId": reference("key.personal", "arn")},
                "applicationSnapshotConfiguration": {"snapshotsEnabled": True},
            },
            "cloudwatchLoggingOptions": {"logStreamArn": Text((reference("group.flow", "arn"), ":log-stream:one"))},
            "tags": tags(),
        },
        "filesystem.scratch": {
            "kmsKeyId": reference("key.personal", "arn"),
            "automaticBackupRetentionDays": 30,
            "tags": tags(),
        },
        "link.scratch": {
            "fileSystemId": reference("filesystem.scratch", "id"),
            "dataRepositoryPath": Text(("s3://", reference("bucket.data", "bucket"))),
            "s3": {"autoImportPolicy": {"events": ["NEW", "CHANGED", "DELETED"]}},
        },
        "volume.index": {"encrypted": True, "kmsKeyId": key, "tags": tags("internal")},
        "plan.internal": {
            "rules": [
                {
                    "ruleName": "nightly",
                    "targetVaultName": "internal",
                    "schedule": "cron(0 3 ? * * *)",
                    "lifecycle": {"deleteAfter": 90},
                    "copyActions": [{"destinationVaultArn": COPIES}],
                }
            ],
            "tags": tags("internal"),
        },
        "selection.internal": {
            "planId": reference("plan.internal", "id"),
            "resources": [f"arn:aws:ec2:{REGION}:{ACCOUNT}:volume/*"],
            "conditions": [{"stringEquals": [{"key": "aws:ResourceTag/DataClassification", "value": "internal"}]}],
        },
        "vault.internal": {"name": "internal", "kmsKeyArn": key, "tags": tags("internal")},
        "vaultlock.internal": {"backupVaultName": reference("vault.internal", "name"), "minRetentionDays": 7},
        "testing.weekly": {"recoveryPointSelection": {"includeVaults": [reference("vault.internal", "arn")]}},
        "items.features": {
            "replicas": [{"regionName": "eu-central-1"}],
            "globalTableWitness": {"regionName": "eu-north-1"},
            "pointInTimeRecovery": {"enabled": True},
            "tags": tags("internal"),
        },
        "replication.access": {
            "bucket": reference("bucket.access", "bucket"),
            "rules": [{"destination": {"bucket": reference("bucket.audit", "arn"), "account": ACCOUNT}}],
        },
        "secret.token": {"kmsKeyId": key, "replicas": [{"region": "eu-central-1"}], "tags": tags("internal")},
        "imagecopies.all": {
            "replicationConfiguration": {"rules": [{"destinations": [{"region": "eu-central-1"}]}]},
        },
        "group.flow": {"kmsKeyId": key, "retentionInDays": 365, "tags": tags("internal")},
        "repository.training": {
            "encryptionConfigurations": [{"encryptionType": "KMS", "kmsKey": key}],
            "tags": tags("internal"),
        },
        "images.training": {
            "repository": reference("repository.training", "name"),
            "policy": '{"rules": [{"rulePriority": 1}]}',
        },
        "vpc.net": {"cidrBlock": "10.0.0.0/16", "tags": tags("internal")},
        **endpoints,
        "flow.net": {"vpcId": vpc, "trafficType": "ALL", "tags": tags("internal")},
        "security.nodes": {"ingress": [{"cidrBlocks": ["10.0.0.0/16"]}], "tags": tags("internal")},
        "ingress.https": {"cidrIpv4": "10.0.0.0/16", "fromPort": 443, "toPort": 443, "tags": tags("internal")},
        "vectors.documents": {
            "metadataConfiguration": {"nonFilterableMetadataKeys": ["text"]},
            "tags": dict(SUBJECT),
        },
        "role.erasure": {"assumeRolePolicy": document(TRUST), "tags": tags()},
        "permissions.erasure": {
            "role": reference("role.erasure", "id"),
            "policy": Text(
                (
                    '{"Statement": [{"Effect": "Allow", "Action": ["s3:ListBucketVersions", "s3:GetObjectVersion", ',
                    '"s3:DeleteObjectVersion"], "Resource": ["',
                    reference("bucket.data", "arn"),
                    '", "',
                    reference("bucket.data", "arn"),
                    '/*"]}]}',
                )
            ),
        },
        **on_google(),
        "role.flow": {"assumeRolePolicy": document(TRUST), "tags": tags("internal")},
        "permissions.flow": {
            "policy": Text(
                (
                    '{"Statement": [{"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "',
                    reference("group.flow", "arn"),
                    '"}]}',
                )
            )
        },
    }


def graph_of(inputs: Mapping[str, Mapping[str, Any]]) -> Graph:
    """The graph of these resources, all made by the one provider."""
    provider = urn(TYPES["provider"], "main")
    resources = []
    for key, values in inputs.items():
        kind, _, name = key.partition(".")
        own = kind == "provider"
        resources.append(
            Resource(
                urn=urn(TYPES[kind], name),
                type=TYPES[kind],
                name=name,
                inputs=values,
                provider="" if own else provider,
                region=None if own else values.get("region", REGION),
            )
        )
    return Graph("groundwork", "prod", tuple(sorted(resources, key=lambda resource: resource.urn)))


DELETED = object()
"""Says that a path is to be taken out."""


def broken(key: str, path: str, value: Any = DELETED) -> dict[str, dict[str, Any]]:
    """The good stack with one path of one resource changed or taken out; path "" takes the resource out."""
    inputs = copy.deepcopy(good())
    if not path:
        del inputs[key]
        return inputs
    holder: Any = inputs[key]
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        holder = holder[step]
    if value is DELETED:
        del holder[last]
    else:
        holder[last] = value
    return inputs
