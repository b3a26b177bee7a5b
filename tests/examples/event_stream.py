"""Inputs of EventStream."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "EventStream"
MINIMAL = {
    "service": "kinesis",
    "write_megabytes_per_second": 3.5,
    "retention_hours": 48,
    "retention_days": 30,
    "kms_key_arn": KEY_ARN,
    "tags": tags("personal", "clicks"),
}
FULL = {
    "service": "msk",
    "write_megabytes_per_second": 20.0,
    "retention_hours": 72,
    "retention_days": 30,
    "kms_key_arn": KEY_ARN,
    "readers": 3,
    "topics": {"clicks": 24, "answers": 12},
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b", "eun1-az3": "subnet-0c"},
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "kafka_version": "3.9.x.kraft",
    "broker_type": "kafka.m7g.xlarge",
    "log_key_arn": KEY_ARN,
    "log_retention_days": 90,
    "alarm_topic_arns": ["arn:aws:sns:eu-north-1:111122223333:alarms"],
    "tags": tags("personal", "clicks"),
}
# What only Kinesis has.
EXCLUSIVE = ("records_per_second", "fan_out", "quota_shards")
