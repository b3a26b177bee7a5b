"""RDS and Aurora: instances and clusters."""

from collections.abc import Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type
from sandbox.aws.types.rds_groups import CLUSTER_PARAMETERS, OPTIONS, PARAMETERS, SUBNETS, first, tags_of

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"

# What the provider and AWS call differently.
INSIGHTS = {"performanceInsightsEnabled": "EnablePerformanceInsights"}
LOGS_AND_IDENTITIES = {
    "enabledCloudwatchLogsExports": "EnableCloudwatchLogsExports",
    "iamDatabaseAuthenticationEnabled": "EnableIAMDatabaseAuthentication",
}
MEMBER_NAMES = {"identifier": "DBInstanceIdentifier", "instanceClass": "DBInstanceClass", **INSIGHTS}
INSTANCE_NAMES = {
    **MEMBER_NAMES,
    **LOGS_AND_IDENTITIES,
    "username": "MasterUsername",
    "parameterGroupName": "DBParameterGroupName",
    "backupWindow": "PreferredBackupWindow",
    "maintenanceWindow": "PreferredMaintenanceWindow",
}
CLUSTER_NAMES = {"clusterIdentifier": "DBClusterIdentifier", **LOGS_AND_IDENTITIES, **INSIGHTS}
# What moto takes and does not tell, or what only the provider knows.
FORGOTTEN = (
    *("performanceInsightsEnabled", "performanceInsightsKmsKeyId", "performanceInsightsRetentionPeriod"),
    *("databaseInsightsMode", "engineLifecycleSupport", "manageMasterUserPassword", "skipFinalSnapshot"),
    *("finalSnapshotIdentifier", "deleteAutomatedBackups", "applyImmediately", "allowMajorVersionUpgrade"),
)
CHANGES = {
    "allocatedStorage": "AllocatedStorage",
    "maxAllocatedStorage": "MaxAllocatedStorage",
    "multiAz": "MultiAZ",
    "engineVersion": "EngineVersion",
    "backupRetentionPeriod": "BackupRetentionPeriod",
    "deletionProtection": "DeletionProtection",
    "copyTagsToSnapshot": "CopyTagsToSnapshot",
    "autoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
    "promotionTier": "PromotionTier",
    "instanceClass": "DBInstanceClass",
    "parameterGroupName": "DBParameterGroupName",
    "dbClusterParameterGroupName": "DBClusterParameterGroupName",
}


def _changed(identifier: str) -> Call:
    """The inputs that differ, at once: moto has no maintenance window. With all of them it would make a new secret."""

    def parameters(r: Request) -> dict[str, Any]:
        changed = {member: r[name] for name, member in CHANGES.items() if r.olds.get(name) != r[name]}
        return {identifier: r.id, "ApplyImmediately": True, **changed}

    operation = "modify_db_cluster" if "Cluster" in identifier else "modify_db_instance"
    return Call(operation, parameters, on=tuple(CHANGES))


def _groups(item: Mapping[str, Any]) -> list[str]:
    return [group["VpcSecurityGroupId"] for group in item["VpcSecurityGroups"]]


def _secrets(item: Mapping[str, Any]) -> dict[str, Any]:
    secret = item.get("MasterUserSecret")
    if not secret:
        return {"masterUserSecrets": []}
    return {
        "masterUserSecrets": [
            {"secretArn": secret["SecretArn"], "secretStatus": "active", "kmsKeyId": secret["KmsKeyId"]}
        ]
    }


def _secret_key(item: Mapping[str, Any]) -> Any:
    return item.get("MasterUserSecret", {}).get("KmsKeyId")


def _instance_outputs(r: Request, item: Mapping[str, Any]) -> dict[str, Any]:
    endpoint = item["Endpoint"]
    return {
        "arn": item["DBInstanceArn"],
        "address": endpoint["Address"],
        "endpoint": f"{endpoint['Address']}:{endpoint['Port']}",
        "hostedZoneId": "Z0SANDBOX",
        "resourceId": f"db-{r.id.upper()}",
        "engineVersionActual": item["EngineVersion"],
        "status": "available",
        **_secrets(item),
    }


def _names(r: Request, *pairs: tuple[str, str]) -> tuple[str, ...]:
    return tuple(f"{token}|{r[name]}" for token, name in pairs if isinstance(r[name], str))


def _final(r: Request) -> dict[str, Any]:
    name = r["finalSnapshotIdentifier"]
    return {"SkipFinalSnapshot": True} if r["skipFinalSnapshot"] or not name else {"FinalDBSnapshotIdentifier": name}


TYPES = (
    Type(
        INSTANCE,
        "rds",
        kind="RDS DB Instance",
        create=(Call("create_db_instance", inputs=True, rename=INSTANCE_NAMES),),
        identity=lambda r, reply: str(r["identifier"]),
        read=Call("describe_db_instances", lambda r: {"DBInstanceIdentifier": r.id}),
        found=first("DBInstances"),
        beside=tags_of("db"),
        read_as={
            "dbSubnetGroupName": lambda item: item["DBSubnetGroup"]["DBSubnetGroupName"],
            "vpcSecurityGroupIds": _groups,
            "parameterGroupName": lambda item: item["DBParameterGroups"][0]["DBParameterGroupName"],
            "optionGroupName": lambda item: item["OptionGroupMemberships"][0]["OptionGroupName"],
            "port": lambda item: item["Endpoint"]["Port"],
            "masterUserSecretKmsKeyId": _secret_key,
        },
        update=(_changed("DBInstanceIdentifier"),),
        delete=(Call("delete_db_instance", lambda r: {"DBInstanceIdentifier": r.id, **_final(r)}),),
        auto_name="identifier",
        auto_name_limit=63,
        replaces=(
            *("identifier", "identifierPrefix", "engine", "engineLifecycleSupport", "kmsKeyId", "username", "dbName"),
            *("storageEncrypted", "snapshotIdentifier", "dbSubnetGroupName"),
        ),
        fixed_when_named=("identifier",),
        outputs=_instance_outputs,
        computed=(
            *("arn", "address", "endpoint", "hostedZoneId", "resourceId", "masterUserSecrets"),
            *("engineVersionActual", "status"),
        ),
        moves=("engineVersionActual",),
        forgotten=FORGOTTEN,
        names=lambda r: _names(
            r, (SUBNETS, "dbSubnetGroupName"), (PARAMETERS, "parameterGroupName"), (OPTIONS, "optionGroupName")
        ),
        gone=("DBInstanceNotFound", "DBInstanceNotFoundFault"),
        tag_calls="rds",
    ),
    Type(
        CLUSTER,
        "rds",
        kind="RDS Cluster",
        create=(Call("create_db_cluster", inputs=True, rename=CLUSTER_NAMES),),
        identity=lambda r, reply: str(r["clusterIdentifier"]),
        read=Call("describe_db_clusters", lambda r: {"DBClusterIdentifier": r.id}),
        found=first("DBClusters"),
        beside=tags_of("cluster"),
        read_as={
            "dbSubnetGroupName": lambda item: item["DBSubnetGroup"],
            "dbClusterParameterGroupName": lambda item: item["DBClusterParameterGroup"],
            "vpcSecurityGroupIds": _groups,
            "masterUserSecretKmsKeyId": _secret_key,
        },
        update=(_changed("DBClusterIdentifier"),),
        delete=(Call("delete_db_cluster", lambda r: {"DBClusterIdentifier": r.id, **_final(r)}),),
        auto_name="clusterIdentifier",
        auto_name_limit=63,
        replaces=(
            *(
                "clusterIdentifier",
                "clusterIdentifierPrefix",
                "engine",
                "engineLifecycleSupport",
                "kmsKeyId",
                "availabilityZones",
                "clusterScalabilityType",
                "engineMode",
                "restoreToPointInTime",
            ),
            *("masterUsername", "databaseName", "storageEncrypted", "snapshotIdentifier", "dbSubnetGroupName"),
        ),
        fixed_when_named=("clusterIdentifier",),
        outputs=lambda r, item: {
            "arn": item["DBClusterArn"],
            "clusterResourceId": item["DbClusterResourceId"],
            "endpoint": item["Endpoint"],
            "readerEndpoint": item["ReaderEndpoint"],
            "hostedZoneId": item["HostedZoneId"],
            "engineVersionActual": item["EngineVersion"],
            **_secrets(item),
        },
        computed=(
            *("arn", "clusterResourceId", "endpoint", "readerEndpoint", "hostedZoneId", "masterUserSecrets"),
            "engineVersionActual",
        ),
        moves=("engineVersionActual",),
        forgotten=FORGOTTEN,
        named=lambda r: (f"{CLUSTER}|{r['clusterIdentifier']}",),
        names=lambda r: _names(r, (SUBNETS, "dbSubnetGroupName"), (CLUSTER_PARAMETERS, "dbClusterParameterGroupName")),
        gone=("DBClusterNotFoundFault",),
        tag_calls="rds",
    ),
    Type(
        MEMBER,
        "rds",
        kind="RDS Cluster Instance",
        create=(
            Call(
                "create_db_instance", inputs=True, rename={**MEMBER_NAMES, "clusterIdentifier": "DBClusterIdentifier"}
            ),
        ),
        identity=lambda r, reply: str(r["identifier"]),
        read=Call("describe_db_instances", lambda r: {"DBInstanceIdentifier": r.id}),
        found=first("DBInstances"),
        beside=tags_of("db"),
        update=(_changed("DBInstanceIdentifier"),),
        delete=(Call("delete_db_instance", lambda r: {"DBInstanceIdentifier": r.id, "SkipFinalSnapshot": True}),),
        auto_name="identifier",
        auto_name_limit=63,
        replaces=("identifier", "identifierPrefix", "clusterIdentifier", "availabilityZone", "engine"),
        fixed_when_named=("identifier",),
        outputs=lambda r, item: {
            "arn": item["DBInstanceArn"],
            "dbiResourceId": f"db-{r.id.upper()}",
            "endpoint": item["Endpoint"]["Address"],
            "port": item["Endpoint"]["Port"],
        },
        computed=("arn", "dbiResourceId", "endpoint", "port"),
        forgotten=FORGOTTEN,
        names=lambda r: _names(r, (CLUSTER, "clusterIdentifier")),
        gone=("DBInstanceNotFound", "DBInstanceNotFoundFault"),
        tag_calls="rds",
    ),
)
