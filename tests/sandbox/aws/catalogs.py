"""One of each type of a data catalog, and of the jobs that read it."""

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import of


def catalog(account: Account) -> None:
    make = account.make
    key, role, bucket = of(account, "Key").state["arn"], of(account, "Role"), of(account, "Bucket")
    make(
        "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
        dataCatalogEncryptionSettings={
            "connectionPasswordEncryption": {"awsKmsKeyId": key, "returnConnectionPasswordEncrypted": True},
            "encryptionAtRest": {"catalogEncryptionMode": "SSE-KMS", "sseAwsKmsKeyId": key},
        },
    )
    make(
        "aws:lakeformation/dataLakeSettings:DataLakeSettings",
        admins=[role.state["arn"]],
        createDatabaseDefaultPermissions=[],
        createTableDefaultPermissions=[],
        allowExternalDataFiltering=False,
    )
    make(
        "aws:lakeformation/resource:Resource",
        arn=bucket.state["arn"],
        roleArn=role.state["arn"],
        hybridAccessEnabled=False,
    )
    make("aws:glue/catalogDatabase:CatalogDatabase", name="lake", description="for tests", tags=TAGS)
    columns = [{"name": "person_id", "type": "string", "parameters": {"data_class": "personal"}}]
    make(
        "aws:glue/catalogTable:CatalogTable",
        name="events",
        databaseName="lake",
        tableType="EXTERNAL_TABLE",
        parameters={"classification": "parquet", "EXTERNAL": "TRUE"},
        partitionKeys=[{"name": "day", "type": "date", "parameters": {"data_class": "internal"}}],
        storageDescriptor={
            "location": f"s3://{bucket.id}/events/",
            "columns": columns,
            "inputFormat": "in",
            "outputFormat": "out",
            "serDeInfo": {"serializationLibrary": "serde"},
        },
    )
    make("aws:lakeformation/lfTag:LfTag", key="data_class", values=["internal", "personal"])
    make(
        "aws:lakeformation/resourceLfTags:ResourceLfTags",
        tableWithColumns={"databaseName": "lake", "name": "events", "columnNames": ["person_id"]},
        lfTags=[{"key": "data_class", "value": "personal"}],
    )
    cells = {"databaseName": "lake", "tableName": "events", "name": "analysts", "tableCatalogId": account.id}
    make(
        "aws:lakeformation/dataCellsFilter:DataCellsFilter",
        tableData={**cells, "columnNames": ["day"], "rowFilter": {"allRowsWildcard": {}}},
    )
    make(
        "aws:lakeformation/permissions:Permissions",
        principal=role.state["arn"],
        permissions=["SELECT"],
        dataCellsFilter=cells,
    )


def jobs(account: Account) -> None:
    account.make(
        "aws:emrserverless/application:Application",
        type="spark",
        releaseLabel="emr-7.12.0",
        architecture="ARM64",
        autoStopConfiguration={"enabled": True, "idleTimeoutMinutes": 15},
        maximumCapacity={"cpu": "64 vCPU", "memory": "512 GB", "disk": "2000 GB"},
        networkConfiguration={
            "subnetIds": [of(account, "Subnet").id],
            "securityGroupIds": [of(account, "SecurityGroup").id],
        },
        tags=TAGS,
    )
    clusters(account)


def clusters(account: Account) -> None:
    """An EMR cluster with all that belongs to it, and a virtual one on EKS."""
    key, subnet, group = (of(account, name) for name in ("Key", "Subnet", "SecurityGroup"))
    role = of(account, "Role").state["arn"]
    security = account.make(
        "aws:emr/securityConfiguration:SecurityConfiguration",
        configuration='{"EncryptionConfiguration": {"EnableAtRestEncryption": true}}',
    )
    account.make(
        "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration", blockPublicSecurityGroupRules=True
    )
    types = [{"instanceType": "m7g.xlarge", "weightedCapacity": 4}]
    cluster = account.make(
        "aws:emr/cluster:Cluster",
        releaseLabel="emr-7.12.0",
        applications=["Hadoop", "Spark"],
        serviceRole=role,
        securityConfiguration=security.id,
        ec2Attributes={"instanceProfile": role, "subnetIds": [subnet.id], "serviceAccessSecurityGroup": group.id},
        coreInstanceFleet={"name": "core", "targetOnDemandCapacity": 8, "instanceTypeConfigs": types},
        logEncryptionKmsKeyId=key.state["arn"],
        autoTerminationPolicy={"idleTimeout": 900},
        tags=TAGS,
    )
    account.make(
        "aws:emr/instanceFleet:InstanceFleet",
        clusterId=cluster.id,
        name="task",
        targetSpotCapacity=4,
        instanceTypeConfigs=types,
    )
    account.make(
        "aws:emr/managedScalingPolicy:ManagedScalingPolicy",
        clusterId=cluster.id,
        computeLimits=[{"unitType": "InstanceFleetUnits", "minimumCapacityUnits": 8, "maximumCapacityUnits": 64}],
    )
    account.make(
        "aws:emrcontainers/virtualCluster:VirtualCluster",
        containerProvider={"id": "jobs", "type": "EKS", "info": {"eksInfo": {"namespace": "jobs"}}},
        tags=TAGS,
    )
