"""Relational databases, for `tests.sandbox.aws.platform`."""

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import of


def relational(account: Account) -> None:
    make = account.make
    subnet, key, group = of(account, "Subnet"), of(account, "Key").state["arn"], of(account, "SecurityGroup")
    second = make(
        "aws:ec2/subnet:Subnet",
        "second",
        vpcId=subnet.inputs["vpcId"],
        cidrBlock="10.0.64.0/20",
        availabilityZoneId="eun1-az2",
        tags=TAGS,
    )
    subnets = make("aws:rds/subnetGroup:SubnetGroup", subnetIds=[subnet.id, second.id], tags=TAGS)
    forced = [{"name": "rds.force_ssl", "value": "1", "applyMethod": "pending-reboot"}]
    parameters = make(
        "aws:rds/parameterGroup:ParameterGroup",
        family="postgres17",
        description="TLS only",
        parameters=forced,
        tags=TAGS,
    )
    cluster_parameters = make(
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        family="aurora-postgresql17",
        description="TLS only",
        parameters=forced,
        tags=TAGS,
    )
    make(
        "aws:rds/optionGroup:OptionGroup",
        engineName="oracle-se2",
        majorEngineVersion="19",
        optionGroupDescription="TLS",
        options=[
            {
                "optionName": "SSL",
                "port": 2484,
                "vpcSecurityGroupMemberships": [group.id],
                "optionSettings": [{"name": "SQLNET.SSL_VERSION", "value": "1.2"}],
            }
        ],
        tags=TAGS,
    )
    shared = {
        "engineVersion": "17",
        "dbSubnetGroupName": subnets.id,
        "vpcSecurityGroupIds": [group.id],
        "storageEncrypted": True,
        "kmsKeyId": key,
        "manageMasterUserPassword": True,
        "masterUserSecretKmsKeyId": key,
        "backupRetentionPeriod": 14,
        "copyTagsToSnapshot": True,
        "deleteAutomatedBackups": False,
        "skipFinalSnapshot": True,
        "deletionProtection": False,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "iamDatabaseAuthenticationEnabled": True,
        "performanceInsightsEnabled": True,
        "performanceInsightsKmsKeyId": key,
        "performanceInsightsRetentionPeriod": 7,
        "databaseInsightsMode": "standard",
        "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
        "port": 5432,
        "tags": TAGS,
    }
    make(
        "aws:rds/instance:Instance",
        "chats",
        engine="postgres",
        instanceClass="db.r7g.large",
        username="dbmaster",
        allocatedStorage=100,
        maxAllocatedStorage=200,
        storageType="gp3",
        multiAz=True,
        publiclyAccessible=False,
        autoMinorVersionUpgrade=True,
        parameterGroupName=parameters.id,
        **shared,
    )
    cluster = make(
        "aws:rds/cluster:Cluster",
        "features",
        engine="aurora-postgresql",
        masterUsername="dbmaster",
        dbClusterParameterGroupName=cluster_parameters.id,
        **shared,
    )
    make(
        "aws:rds/clusterInstance:ClusterInstance",
        "features-primary",
        engine="aurora-postgresql",
        instanceClass="db.r7g.large",
        clusterIdentifier=cluster.id,
        publiclyAccessible=False,
        autoMinorVersionUpgrade=True,
        copyTagsToSnapshot=True,
        promotionTier=0,
        performanceInsightsEnabled=True,
        tags=TAGS,
    )
