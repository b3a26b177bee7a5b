"""A program with a stream of every kind, and a processor that reads two of them. `test_streams.py` brings it up."""

import pulumi
import pulumi_aws as aws

from components.streams.event_stream import EventStream
from components.streams.stream_processor import StreamProcessor
from tests.examples import FULL, MINIMAL

ACCOUNT = "123456789012"
ZONES = ("eun1-az1", "eun1-az2", "eun1-az3")
# What the account does not have: nobody is told when an alarm rings.
QUIET: dict[str, list[str]] = {"alarm_topic_arns": []}


def declare(code_key: str, retention_hours: int) -> None:
    """Declare all of it; the processor runs this program, and the streams keep records for so many hours."""
    provider = aws.Provider("eu-north-1", region="eu-north-1")
    here = pulumi.ResourceOptions(provider=provider)
    key = aws.kms.Key("clicks", opts=here)
    programs, features = aws.s3.Bucket("programs", opts=here), aws.s3.Bucket("features", opts=here)
    vpc = aws.ec2.Vpc("streams", cidr_block="10.0.0.0/16", opts=here)
    subnets: dict[str, pulumi.Input[str]] = {
        zone: aws.ec2.Subnet(
            zone, vpc_id=vpc.id, availability_zone_id=zone, cidr_block=f"10.0.{16 * place}.0/20", opts=here
        ).id
        for place, zone in enumerate(ZONES)
    }
    clients = aws.ec2.SecurityGroup("clients", vpc_id=vpc.id, description="Clients", opts=here)
    components = pulumi.ResourceOptions(providers=[provider])
    network = {"vpc_id": vpc.id, "subnet_ids": subnets, "client_security_group_ids": {"clients": clients.id}}

    clicks = EventStream(
        "clicks",
        {
            **MINIMAL["EventStream"],  # type: ignore[typeddict-item]
            "retention_hours": retention_hours,
            "fan_out": ["features"],
            "kms_key_arn": key.arn,
        },
        components,
    )
    answers = EventStream(
        "answers",
        {
            **FULL["EventStream"],  # type: ignore[typeddict-item]
            **network,
            **QUIET,
            "retention_hours": retention_hours,
            "kms_key_arn": key.arn,
            "log_key_arn": key.arn,
        },
        components,
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
        components,
    )
    StreamProcessor(
        "features",
        {
            **FULL["StreamProcessor"],  # type: ignore[typeddict-item]
            **QUIET,
            "account_id": ACCOUNT,
            "code_bucket_arn": programs.arn,
            "code_key": code_key,
            "vpc_id": vpc.id,
            "subnet_ids": subnets,
            "kms_key_arn": key.arn,
            "log_key_arn": key.arn,
            "key_arns": [key.arn],
            "kinesis_stream_arns": [clicks.stream_arn],
            "kafka_sources": {
                "answers": {"cluster_arn": answers.stream_arn, "security_group_id": answers.security_group_id}
            },
            "write_stream_arns": [],
            "write_bucket_arns": [features.arn],
        },
        components,
    )
