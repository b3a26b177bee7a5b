"""A Kinesis data stream: shards, a key, retention, and readers with a pipe of their own."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Output

from components.alarms import Alarm, alarms
from components.base import Component
from components.streams.kafka_cluster import Made

NAMESPACE = "AWS/Kinesis"
MILLISECONDS = 3_600_000


def stream_alarms(retention_hours: int) -> dict[str, Alarm]:
    """A reader that lags by half of what is kept loses records soon; writers that are refused lose them now."""
    half = retention_hours * MILLISECONDS / 2
    return {
        "lag": Alarm("GetRecords.IteratorAgeMilliseconds", "A reader lags by half of what is kept", half),
        "refused": Alarm("WriteProvisionedThroughputExceeded", "Writers are refused: too few shards", 0, "Sum"),
    }


def kinesis_stream(owner: Component, name: str, args: Mapping[str, Any], shards: int, tags: dict[str, str]) -> Made:
    """The stream, encrypted with the key of the data class; every call to it is signed with IAM and goes over TLS."""
    hours = int(args["retention_hours"])
    stream = aws.kinesis.Stream(
        name,
        shard_count=shards,
        retention_period=hours,
        stream_mode_details={"stream_mode": "PROVISIONED"},
        encryption_type="KMS",
        kms_key_id=args["kms_key_arn"],
        enforce_consumer_deletion=False,
        tags={**tags, "Name": name},
        opts=owner.child(protect=True),
    )
    readers = {
        reader: aws.kinesis.StreamConsumer(
            f"{name}-{reader}", name=reader, stream_arn=stream.arn, tags=tags, opts=owner.child()
        ).arn
        for reader in args.get("fan_out", [])
    }
    topic_arns = args.get("alarm_topic_arns", [])
    alarms(owner, name, NAMESPACE, {"StreamName": stream.name}, stream_alarms(hours), topic_arns, tags)
    nothing = Output.from_input("")
    known_readers = Output.all(**readers) if readers else Output.from_input(dict[str, str]())
    return Made(stream.arn, nothing, nothing, known_readers, shards)
