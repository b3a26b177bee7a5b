"""Streams of events and the alarms beside them, for `tests.sandbox.aws.platform`."""

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import of

PROPERTIES = "log.retention.hours=72\n"


def streams(account: Account) -> None:
    make = account.make
    key, group, subnet = of(account, "Key"), of(account, "SecurityGroup"), of(account, "Subnet")
    stream = make(
        "aws:kinesis/stream:Stream",
        shardCount=2,
        retentionPeriod=48,
        streamModeDetails={"streamMode": "PROVISIONED"},
        encryptionType="KMS",
        kmsKeyId=key.state["arn"],
        enforceConsumerDeletion=False,
        tags=TAGS,
    )
    make("aws:kinesis/streamConsumer:StreamConsumer", name="features", streamArn=stream.id, tags=TAGS)
    make(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        namespace="AWS/Kinesis",
        metricName="GetRecords.IteratorAgeMilliseconds",
        dimensions={"StreamName": stream.inputs["name"]},
        statistic="Maximum",
        period=60,
        evaluationPeriods=5,
        threshold=86_400_000.0,
        comparisonOperator="GreaterThanThreshold",
        treatMissingData="notBreaching",
        alarmDescription="a reader lags",
        alarmActions=["arn:aws:sns:eu-north-1:111122223333:alarms"],
        okActions=["arn:aws:sns:eu-north-1:111122223333:alarms"],
        tags=TAGS,
    )
    configuration = make("aws:msk/configuration:Configuration", serverProperties=PROPERTIES)
    cluster = make(
        "aws:msk/cluster:Cluster",
        kafkaVersion="3.8.x.kraft",
        numberOfBrokerNodes=3,
        brokerNodeGroupInfo={
            "instanceType": "kafka.m7g.large",
            "clientSubnets": [subnet.id],
            "securityGroups": [group.id],
            "storageInfo": {"ebsStorageInfo": {"volumeSize": 100}},
        },
        configurationInfo={"arn": configuration.id, "revision": 1},
        encryptionInfo={"encryptionAtRestKmsKeyArn": key.state["arn"]},
        tags=TAGS,
    )
    make(
        "aws:msk/serverlessCluster:ServerlessCluster",
        clientAuthentication={"sasl": {"iam": {"enabled": True}}},
        vpcConfigs=[{"subnetIds": [subnet.id], "securityGroupIds": [group.id]}],
        tags=TAGS,
    )
    make("aws:msk/topic:Topic", clusterArn=cluster.id, name="clicks", partitionCount=12, replicationFactor=3)
    group_name = of(account, "LogGroup").inputs["name"]
    log_stream = make("aws:cloudwatch/logStream:LogStream", name="application", logGroupName=group_name)
    bucket = of(account, "Bucket")
    make(
        "aws:kinesisanalyticsv2/application:Application",
        runtimeEnvironment="FLINK-1_20",
        serviceExecutionRole=of(account, "Role").state["arn"],
        applicationMode="STREAMING",
        startApplication=True,
        forceStop=False,
        applicationConfiguration={
            "applicationCodeConfiguration": {
                "codeContentType": "ZIPFILE",
                "codeContent": {"s3ContentLocation": {"bucketArn": bucket.state["arn"], "fileKey": "features-1.jar"}},
            },
            "vpcConfiguration": {"subnetIds": [subnet.id], "securityGroupIds": [group.id]},
        },
        cloudwatchLoggingOptions={"logStreamArn": log_stream.state["arn"]},
        tags=TAGS,
    )
