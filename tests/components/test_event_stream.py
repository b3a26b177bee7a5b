"""Why a stream of events is declared as it is."""

from typing import Any

import pytest

from components.streams.event_stream import EventStream
from graph.capture import capture
from graph.model import Graph
from tests.examples import FULL, MINIMAL

KINESIS, KAFKA = MINIMAL["EventStream"], FULL["EventStream"]
SERVERLESS = {
    key: value
    for key, value in KAFKA.items()
    if key not in ("kms_key_arn", "log_key_arn", "log_retention_days", "kafka_version", "broker_type")
} | {"service": "msk_serverless", "tags": {**KAFKA["tags"], "DataClassification": "internal"}}
STREAM = "aws:kinesis/stream:Stream"
CLUSTER = "aws:msk/cluster:Cluster"
IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def stream(base: dict[str, Any], /, **args: Any) -> Graph:
    given = {key: value for key, value in {**base, **args}.items() if value is not None}
    return capture(lambda: EventStream("clicks", given))  # type: ignore[arg-type]


def refused(base: dict[str, Any], /, **args: Any) -> str:
    with pytest.raises(ValueError, match="EventStream 'clicks': ") as caught:
        stream(base, **args)
    return str(caught.value).removeprefix("EventStream 'clicks': ")


def test_a_data_stream_is_encrypted_with_the_key_of_its_class_and_forgets_in_time() -> None:
    inputs = stream(KINESIS).one(STREAM).inputs
    assert inputs["encryptionType"] == "KMS"
    assert inputs["kmsKeyId"] == KINESIS["kms_key_arn"]
    assert inputs["retentionPeriod"] == 48
    assert inputs["shardCount"] == 4


def test_readers_with_fan_out_do_not_share_what_a_shard_gives() -> None:
    shared = stream(KINESIS, readers=4).one(STREAM).inputs["shardCount"]
    graph = stream(KINESIS, readers=4, fan_out=["features", "archive", "audit"])
    assert (shared, graph.one(STREAM).inputs["shardCount"]) == (7, 4)
    names = {each.inputs["name"] for each in graph.of_type("aws:kinesis/streamConsumer:StreamConsumer")}
    assert names == {"features", "archive", "audit"}


def test_small_records_need_shards_as_well() -> None:
    assert stream(KINESIS, records_per_second=12_500).one(STREAM).inputs["shardCount"] == 13


def test_an_alarm_rings_before_a_reader_loses_what_it_has_not_read() -> None:
    lag = next(each for each in stream(KINESIS).of_type(ALARM) if each.name == "clicks-lag").inputs
    assert lag["threshold"] == 48 * 3_600_000 / 2
    assert lag["treatMissingData"] == "notBreaching"


def test_kafka_knows_everybody_by_iam_and_speaks_nothing_but_tls() -> None:
    inputs = stream(KAFKA).one(CLUSTER).inputs
    assert inputs["clientAuthentication"] == {"sasl": {"iam": True}, "unauthenticated": False}
    assert inputs["encryptionInfo"] == {
        "encryptionAtRestKmsKeyArn": KAFKA["kms_key_arn"],
        "encryptionInTransit": {"clientBroker": "TLS", "inCluster": True},
    }
    assert inputs["brokerNodeGroupInfo"]["connectivityInfo"] == {"publicAccess": {"type": "DISABLED"}}


def test_only_the_named_clients_reach_the_brokers_and_only_where_iam_asks() -> None:
    rule = stream(KAFKA).one(IN).inputs
    assert (rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (9098, 9098, "tcp")
    assert rule["referencedSecurityGroupId"] == "sg-0cluster"
    assert stream(KAFKA, client_security_group_ids={}).of_type(IN) == ()


def test_brokers_forget_in_time_and_never_acknowledge_what_one_copy_has() -> None:
    said = stream(KAFKA).one("aws:msk/configuration:Configuration").inputs["serverProperties"]
    assert dict(line.split("=") for line in said.splitlines()) == {
        "auto.create.topics.enable": "false",
        "default.replication.factor": "3",
        "log.retention.hours": "72",
        "log.roll.hours": "3",
        "min.insync.replicas": "2",
        "unclean.leader.election.enable": "false",
    }


def test_brokers_are_as_many_in_each_zone_and_their_disks_have_an_alarm_each() -> None:
    graph = stream(KAFKA)
    inputs = graph.one(CLUSTER).inputs
    assert inputs["numberOfBrokerNodes"] % 3 == 0
    disks = [each for each in graph.of_type(ALARM) if each.inputs["metricName"] == "KafkaDataLogsDiskUsed"]
    assert len(disks) == inputs["numberOfBrokerNodes"]
    assert {each.inputs["threshold"] for each in disks} == {85}


def test_brokers_log_encrypted_and_for_a_while() -> None:
    graph = stream(KAFKA)
    group = graph.one("aws:cloudwatch/logGroup:LogGroup")
    assert (group.inputs["kmsKeyId"], group.inputs["retentionInDays"]) == (KAFKA["log_key_arn"], 90)
    assert graph.one(CLUSTER).inputs["loggingInfo"]["brokerLogs"]["cloudwatchLogs"]["enabled"] is True


def test_a_serverless_cluster_forgets_by_topic_for_it_has_no_configuration() -> None:
    graph = stream(SERVERLESS)
    assert [each.inputs["configs"] for each in graph.of_type("aws:msk/topic:Topic")] == [
        '{"retention.ms": "259200000"}',
        '{"retention.ms": "259200000"}',
    ]
    assert graph.of_type("aws:msk/configuration:Configuration") == ()


@pytest.mark.parametrize(
    ("base", "type_"),
    [(KINESIS, STREAM), (KAFKA, CLUSTER), (SERVERLESS, "aws:msk/serverlessCluster:ServerlessCluster")],
)
def test_what_holds_records_is_not_deleted_by_accident(base: dict[str, Any], type_: str) -> None:
    assert stream(base).one(type_).protect is True


THREE = KAFKA["subnet_ids"]
ONE_ZONE = {"eun1-az1": THREE["eun1-az1"]}


@pytest.mark.parametrize(
    ("base", "args", "sentence"),
    [
        (
            KINESIS,
            {"retention_hours": 800},
            "retention_hours is 800, longer than the 30 days data of this class is kept;",
        ),
        (KINESIS, {"retention_hours": 12}, "retention_hours is 12; kinesis keeps records for at least 24"),
        (KINESIS, {"service": "kafka"}, "service is 'kafka'; use kinesis, msk, msk_serverless"),
        (KINESIS, {"kms_key_arn": None}, "kms_key_arn is missing; give the ARN of the data class's key"),
        (
            KINESIS,
            {"kafka_version": "3.8.x"},
            "kafka_version is given with service 'kinesis'; leave it out: it is of msk",
        ),
        (
            KINESIS,
            {"write_megabytes_per_second": 2000},
            "write_megabytes_per_second is 2000 and needs 2000 shards, and",
        ),
        (KINESIS, {"quota_shards": 3}, "write_megabytes_per_second is 3.5 and needs 4 shards, and the quota is 3;"),
        (KINESIS, {"readers": 1, "fan_out": ["a", "b"]}, "fan_out names 2 readers; at most 1 are right, of the 1 in"),
        (KINESIS, {"readers": 2, "fan_out": ["a", "a"]}, "fan_out names a reader twice; name every reader once"),
        (KINESIS, {"fan_out": ["two words"]}, "fan_out is 'two words'; letters, digits and . _ - are right"),
        (KINESIS, {"write_megabytes_per_second": -1.5}, "write_megabytes_per_second is -1.5; a number from 0 to 10000"),
        (KAFKA, {"retention_hours": 720}, "retention_hours is 720 and up to 30 more until a segment is closed, longer"),
        (
            KAFKA,
            {"subnet_ids": ONE_ZONE},
            "subnet_ids is in 1 zone; 3 are right: each has a copy, and a zone may fail",
        ),
        (SERVERLESS, {"subnet_ids": ONE_ZONE}, "subnet_ids is in 1 zone; 2 or 3 are right: each has a copy"),
        (KAFKA, {"kafka_version": "3.5.1"}, "kafka_version is '3.5.1', whose support ends on 2025-10-23; MSK makes no"),
        (
            KAFKA,
            {"kafka_version": "3.8.2"},
            "kafka_version is '3.8.2'; unknown Kafka version of MSK '3.8.2', did you mean",
        ),
        (KAFKA, {"broker_type": "kafka.m7g.lerge"}, "broker_type is 'kafka.m7g.lerge'; unknown type of broker"),
        (KAFKA, {"log_key_arn": None}, "log_key_arn is missing; give the ARN of the key of the platform's logs"),
        (
            KAFKA,
            {"log_retention_days": 91},
            "log_retention_days is 91; CloudWatch Logs has no such period, the nearest",
        ),
        (KAFKA, {"vpc_id": None}, "vpc_id is missing; give the id of the VPC the clients are in"),
        (
            KAFKA,
            {"topics": {"my topic": 3}},
            "topics is 'my topic'; letters, digits and . _ - are right in the name of",
        ),
        (KAFKA, {"topics": {"clicks": 0}}, "topics: clicks is 0; a whole number from 1 to 10000 is right"),
        (KAFKA, {"write_megabytes_per_second": 9000.0}, "write_megabytes_per_second is 9000 with 3 readers, 75 hours"),
        (
            SERVERLESS,
            {"tags": KAFKA["tags"]},
            "service is 'msk_serverless' for personal data; it takes no key of yours;",
        ),
        (
            SERVERLESS,
            {"kms_key_arn": "arn"},
            "kms_key_arn is given with service 'msk_serverless'; leave it out: it is of",
        ),
        (
            SERVERLESS,
            {"readers": 40},
            "readers makes 800 MB/s read, and a serverless cluster has at most 400; 'msk' is",
        ),
        (
            SERVERLESS,
            {"topics": {"clicks": 3000}},
            "topics makes 3000 partitions, and a serverless cluster has at most",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) and len(value) < 3 else "",
)
def test_a_stream_that_cannot_be_is_refused(base: dict[str, Any], args: dict[str, Any], sentence: str) -> None:
    said = refused(base, **args)
    assert said.startswith(sentence)
    assert "\n" not in said
