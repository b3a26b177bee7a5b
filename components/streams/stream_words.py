"""Words and limits of EventStream's arguments."""

import re

SERVICES = ("kinesis", "msk", "msk_serverless")
PERSONAL = ("personal", "special")
HOURS_A_DAY = 24
KAFKA_VERSION = "3.8.x.kraft"
LOG_RETENTION_DAYS = 365
LONGEST_RETENTION_HOURS = 8760
LONGEST_RETENTION_DAYS = 3653
MOST_MEGABYTES_PER_SECOND = 10_000
MOST_RECORDS = 100_000_000
MOST_READERS = 100
MOST_PARTITIONS = 10_000
MOST_SHARDS = 100_000
# https://kafka.apache.org/documentation/#basic_ops: a topic; a reader of Kinesis has at most 128 of the same letters.
NAME = re.compile(r"[A-Za-z0-9._-]{1,128}")
# Zones of a cluster: Kafka keeps three copies, and serverless clusters place theirs themselves.
ZONES = {"msk": (3,), "msk_serverless": (2, 3)}
BROKERS = ("msk", "msk_serverless")
ONLY = {
    "broker_type": ("msk",),
    "client_security_group_ids": BROKERS,
    "fan_out": ("kinesis",),
    "kafka_version": ("msk",),
    "kms_key_arn": ("msk", "kinesis"),
    "log_key_arn": ("msk",),
    "log_retention_days": ("msk",),
    "quota_shards": ("kinesis",),
    "records_per_second": ("kinesis",),
    "subnet_ids": BROKERS,
    "topics": BROKERS,
    "vpc_id": BROKERS,
}
"""Services each argument means something to, where it does not to all."""

NEEDED = {
    "kms_key_arn": "give the ARN of the data class's key",
    "log_key_arn": "give the ARN of the key of the platform's logs",
    "vpc_id": "give the id of the VPC the clients are in",
}
"""Arguments a service of `ONLY` cannot do without, and what is right where one is missing."""
