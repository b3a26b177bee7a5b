"""Kinesis data streams in moto; Kafka on MSK on record only.

moto never finishes making an MSK cluster, changes none, has no configurations or topics, and breaks when asked for
one that is gone.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

STREAM = "aws:kinesis/stream:Stream"
CONFIGURATION = "aws:msk/configuration:Configuration"
CLUSTERS = ("aws:msk/cluster:Cluster", "aws:msk/serverlessCluster:ServerlessCluster")
# What a stream has before anybody says otherwise.
DEFAULT_HOURS = 24


def _stream(r: Request) -> dict[str, Any]:
    return {"StreamName": r["name"]}


def _hours(values: Mapping[str, Any]) -> int:
    return int(values.get("retentionPeriod") or DEFAULT_HOURS)


def _retention(r: Request) -> dict[str, Any]:
    return {**_stream(r), "RetentionPeriodHours": _hours(r.inputs)}


def _encryption(r: Request) -> dict[str, Any]:
    return {**_stream(r), "EncryptionType": "KMS", "KeyId": r["kmsKeyId"]}


LONGER = Call(
    "increase_stream_retention_period",
    _retention,
    on=("retentionPeriod",),
    unless=lambda r: _hours(r.inputs) <= _hours(r.olds),
)
SHORTER = Call(
    "decrease_stream_retention_period",
    _retention,
    on=("retentionPeriod",),
    unless=lambda r: _hours(r.inputs) >= _hours(r.olds),
)
SHARDS = Call(
    "update_shard_count",
    lambda r: {**_stream(r), "TargetShardCount": int(r["shardCount"]), "ScalingType": "UNIFORM_SCALING"},
    on=("shardCount",),
)
ENCRYPTED = Call("start_stream_encryption", _encryption, on=("kmsKeyId",), unless=lambda r: not r["kmsKeyId"])
TAGGED = Call("add_tags_to_stream", lambda r: {**_stream(r), "Tags": r["tags"]}, on=("tags",))


def _stream_tags(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    return {"Tags": client("kinesis").list_tags_for_stream(StreamName=r.id.rpartition("/")[2])["Tags"]}


def _uuid(r: Request) -> str:
    digest = hashlib.sha256(r.urn.encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}-1"


def _revision(r: Request) -> int:
    """A configuration's revision: one more for each change of what it says."""
    before = int(r.state.get("latestRevision", 1))
    return before + 1 if r.olds and r.olds.get("serverProperties") != r["serverProperties"] else before


def _named(value: Any, *types: str) -> tuple[str, ...]:
    return tuple(f"{type_}|{value}" for type_ in types) if isinstance(value, str) else ()


def _brokers(r: Request, port: int) -> str:
    """Three of them, as MSK gives however many there are."""
    host = f"{_uuid(r)[:6]}.c1.kafka.{r.region}.amazonaws.com:{port}"
    return ",".join(f"b-{number}.{host}" for number in (1, 2, 3))


def _cluster_names(r: Request) -> tuple[str, ...]:
    group = ((r["loggingInfo"] or {}).get("brokerLogs") or {}).get("cloudwatchLogs") or {}
    return (
        *_named((r["configurationInfo"] or {}).get("arn"), CONFIGURATION),
        *_named(group.get("logGroup"), "aws:cloudwatch/logGroup:LogGroup"),
    )


TYPES = (
    Type(
        STREAM,
        "kinesis",
        kind="Kinesis Stream",
        create=(
            Call("create_stream", _stream, inputs=True, rename={"name": "StreamName"}),
            LONGER,
            ENCRYPTED,
            TAGGED,
        ),
        identity=lambda r, reply: r.arn("kinesis", f"stream/{r['name']}"),
        read=Call("describe_stream_summary", lambda r: {"StreamName": r.id.rpartition("/")[2]}),
        found=lambda r, reply: reply["StreamDescriptionSummary"],
        read_as={
            "shardCount": lambda item: item["OpenShardCount"],
            "retentionPeriod": lambda item: item["RetentionPeriodHours"],
            "kmsKeyId": lambda item: item.get("KeyId"),
        },
        update=(SHARDS, LONGER, SHORTER, ENCRYPTED),
        delete=(
            Call(
                "delete_stream",
                lambda r: {"StreamName": r.id.rpartition("/")[2], "EnforceConsumerDeletion": True},
            ),
        ),
        replaces=("name",),
        fixed_when_named=("name",),
        auto_name="name",
        auto_name_limit=128,
        beside=_stream_tags,
        outputs=lambda r, item: {"arn": item["StreamARN"]},
        computed=("arn",),
        forgotten=("enforceConsumerDeletion",),
        named=lambda r: _named(r.arn("kinesis", f"stream/{r['name']}"), STREAM),
        gone=("ResourceNotFoundException",),
        tag_calls="kinesis",
    ),
    Type(
        "aws:kinesis/streamConsumer:StreamConsumer",
        "kinesis",
        kind="Kinesis Stream Consumer",
        create=(Call("register_stream_consumer", lambda r: {"ConsumerName": r["name"], "StreamARN": r["streamArn"]}),),
        identity=lambda r, reply: reply["Consumer"]["ConsumerARN"],
        read=Call("describe_stream_consumer", lambda r: {"ConsumerARN": r.id}),
        found=lambda r, reply: reply["ConsumerDescription"],
        delete=(Call("deregister_stream_consumer", lambda r: {"ConsumerARN": r.id}),),
        replaces=("name", "streamArn"),
        fixed_when_named=("name",),
        auto_name="name",
        auto_name_limit=128,
        read_as={"name": lambda item: item["ConsumerName"]},
        outputs=lambda r, item: {"arn": r.id, "creationTimestamp": item["ConsumerCreationTimestamp"].isoformat()},
        computed=("arn", "creationTimestamp"),
        forgotten=("tags",),
        names=lambda r: _named(r["streamArn"], STREAM),
        gone=("ResourceNotFoundException",),
    ),
    Type(
        CONFIGURATION,
        "",
        kind="MSK Configuration",
        identity=lambda r, reply: r.arn("kafka", f"configuration/{r['name']}/{_uuid(r)}"),
        replaces=("name", "kafkaVersions"),
        fixed_when_named=("name",),
        auto_name="name",
        outputs=lambda r, item: {"arn": r.id, "latestRevision": _revision(r)},
        computed=("arn", "latestRevision"),
        moves=("latestRevision",),
        named=lambda r: _named(r.id, CONFIGURATION),
    ),
    Type(
        CLUSTERS[0],
        "",
        kind="MSK Cluster",
        identity=lambda r, reply: r.arn("kafka", f"cluster/{r['clusterName']}/{_uuid(r)}"),
        replaces=("clusterName", "encryptionInfo"),
        fixed_when_named=("clusterName",),
        auto_name="clusterName",
        auto_name_limit=64,
        outputs=lambda r, item: {
            "arn": r.id,
            "bootstrapBrokersSaslIam": _brokers(r, 9098),
            "clusterUuid": _uuid(r),
        },
        computed=("arn", "bootstrapBrokersSaslIam", "clusterUuid"),
        named=lambda r: _named(r.id, CLUSTERS[0]),
        names=_cluster_names,
    ),
    Type(
        CLUSTERS[1],
        "",
        kind="MSK Serverless Cluster",
        identity=lambda r, reply: r.arn("kafka", f"cluster/{r['clusterName']}/{_uuid(r)}"),
        replaces=("clusterName", "clientAuthentication", "vpcConfigs"),
        fixed_when_named=("clusterName",),
        auto_name="clusterName",
        auto_name_limit=64,
        outputs=lambda r, item: {
            "arn": r.id,
            "bootstrapBrokersSaslIam": f"boot-{_uuid(r)[:8]}.c1.kafka-serverless.{r.region}.amazonaws.com:9098",
            "clusterUuid": _uuid(r),
        },
        computed=("arn", "bootstrapBrokersSaslIam", "clusterUuid"),
        named=lambda r: _named(r.id, CLUSTERS[0]),
    ),
    Type(
        "aws:msk/topic:Topic",
        "",
        kind="MSK Topic",
        identity=lambda r, reply: f"{r['clusterArn']},{r['name']}",
        replaces=("clusterArn", "name", "replicationFactor"),
        fixed_when_named=("name",),
        auto_name="name",
        outputs=lambda r, item: {"arn": f"{str(r['clusterArn']).replace(':cluster/', ':topic/')}/{r['name']}"},
        computed=("arn",),
        names=lambda r: _named(r["clusterArn"], CLUSTERS[0]),
    ),
)
