"""A program with a stream of every kind, and a processor that reads two of them. `test_streams.py` brings it up."""

import pulumi_aws as aws

from components.streams.event_stream import EventStream
from components.streams.stream_processor import StreamProcessor
from tests.engine.surroundings import ACCOUNT, Surroundings
from tests.examples import FULL, MINIMAL

ZONES = ("eun1-az1", "eun1-az2", "eun1-az3")
# What the account does not have: nobody is told when an alarm rings.
QUIET: dict[str, list[str]] = {"alarm_topic_arns": []}


def declare(code_key: str, retention_hours: int) -> None:
    """Declare all of it; the processor runs this program, and the streams keep records for so many hours."""
    around = Surroundings("clicks")
    programs, features = (aws.s3.Bucket(name, opts=around.here) for name in ("programs", "features"))
    network = around.network_with_clients(*ZONES)

    clicks = EventStream(
        "clicks",
        {
            **MINIMAL["EventStream"],  # type: ignore[typeddict-item]
            "retention_hours": retention_hours,
            "fan_out": ["features"],
            "kms_key_arn": around.key.arn,
        },
        around.components,
    )
    answers = EventStream(
        "answers",
        {
            **FULL["EventStream"],  # type: ignore[typeddict-item]
            **network,
            **QUIET,
            "retention_hours": retention_hours,
            "kms_key_arn": around.key.arn,
            "log_key_arn": around.key.arn,
        },
        around.components,
    )
    without = ("kms_key_arn", "log_key_arn", "log_retention_days", "kafka_version", "broker_type")
    serverless = {name: value for name, value in FULL["EventStream"].items() if name not in without}
    EventStream(
        "metrics",
        {
            **serverless,  # type: ignore[typeddict-item]
            **network,
            **QUIET,
            "service": "msk_serverless",
            "tags": {**FULL["EventStream"]["tags"], "DataClassification": "internal"},
        },
        around.components,
    )
    StreamProcessor(
        "features",
        {
            **FULL["StreamProcessor"],  # type: ignore[typeddict-item]
            **QUIET,
            "account_id": ACCOUNT,
            "code_bucket_arn": programs.arn,
            "code_key": code_key,
            "vpc_id": network["vpc_id"],
            "subnet_ids": network["subnet_ids"],
            "kms_key_arn": around.key.arn,
            "log_key_arn": around.key.arn,
            "key_arns": [around.key.arn],
            "kinesis_stream_arns": [clicks.stream_arn],
            "kafka_sources": {
                "answers": {"cluster_arn": answers.stream_arn, "security_group_id": answers.security_group_id}
            },
            "write_stream_arns": [],
            "write_bucket_arns": [features.arn],
        },
        around.components,
    )
