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
