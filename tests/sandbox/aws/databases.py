"""Databases that are not relational, for `tests.sandbox.aws.platform`."""

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import of


def documents(account: Account) -> None:
    make = account.make
    subnets = make("aws:docdb/subnetGroup:SubnetGroup", subnetIds=[of(account, "Subnet").id], tags=TAGS)
    parameters = make(
        "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
        family="docdb5.0",
        parameters=[{"name": "tls", "value": "tls1.2+", "applyMethod": "pending-reboot"}],
        tags=TAGS,
    )
    cluster = make(
        "aws:docdb/cluster:Cluster",
        engine="docdb",
        engineVersion="5.0.0",
        masterUsername="administrator",
        manageMasterUserPassword=True,
        storageEncrypted=True,
        kmsKeyId=of(account, "Key").state["arn"],
        dbSubnetGroupName=subnets.id,
        dbClusterParameterGroupName=parameters.id,
        vpcSecurityGroupIds=[of(account, "SecurityGroup").id],
        backupRetentionPeriod=14,
        deletionProtection=False,
        tags=TAGS,
    )
    make(
        "aws:docdb/clusterInstance:ClusterInstance",
        clusterIdentifier=cluster.id,
        instanceClass="db.r6g.large",
        tags=TAGS,
    )


def wide_columns(account: Account) -> None:
    keyspace = account.make("aws:keyspaces/keyspace:Keyspace", name="tests", tags=TAGS)
    account.make(
        "aws:keyspaces/table:Table",
        keyspaceName=keyspace.id,
        tableName="messages",
        schemaDefinition={"columns": [{"name": "person", "type": "text"}], "partitionKeys": [{"name": "person"}]},
        encryptionSpecification={
            "type": "CUSTOMER_MANAGED_KMS_KEY",
            "kmsKeyIdentifier": of(account, "Key").state["arn"],
        },
        pointInTimeRecovery={"status": "ENABLED"},
        ttl={"status": "ENABLED"},
        tags=TAGS,
    )


def vectors(account: Account) -> None:
    account.make("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", policyName="search", policyDocument="{}")
    account.make(
        "aws:opensearch/domain:Domain",
        engineVersion="OpenSearch_2.19",
        encryptAtRest={"enabled": True, "kmsKeyId": of(account, "Key").state["arn"]},
        vpcOptions={"subnetIds": [of(account, "Subnet").id], "securityGroupIds": [of(account, "SecurityGroup").id]},
        tags=TAGS,
    )
