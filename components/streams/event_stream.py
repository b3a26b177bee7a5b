"""EventStream: what happens, in order, for as long as its data class lets it be kept: Kafka on MSK, or Kinesis.

Deploys: `msk`: a cluster with its configuration, security group, log group and topics. `msk_serverless`: the same,
without brokers to choose, logs or a key of yours. `kinesis`: a data stream, and its readers with a pipe of their own.
For: events many readers follow at their own pace. Not for: the only copy of anything kept for longer.

Changes in place: retention, brokers (more), their type, disk (larger), Kafka version (newer), topics, shards, readers.
Replaces, and so loses what is in it: service, kms_key_arn of MSK, subnets, ZooKeeper to KRaft.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.storage.storage_need import NeedError
from components.streams.kafka_cluster import kafka_cluster, serverless_cluster
from components.streams.kinesis_stream import kinesis_stream
from components.streams.stream_plan import KafkaPlan
from components.streams.stream_rules import planned
from components.streams.stream_words import (
    KAFKA_VERSION,
    LOG_RETENTION_DAYS,
    LONGEST_RETENTION_DAYS,
    LONGEST_RETENTION_HOURS,
    MOST_MEGABYTES_PER_SECOND,
    MOST_PARTITIONS,
    MOST_READERS,
    MOST_RECORDS,
    MOST_SHARDS,
    NAME,
    NEEDED,
    ONLY,
    SERVICES,
)


class EventStreamArgs(TypedDict):
    """Inputs of EventStream."""

    service: str
    """`msk` (Kafka on brokers of your own), `msk_serverless` or `kinesis`."""
    write_megabytes_per_second: float
    """What is written at the busiest time, in MB/s (decimal); sizes follow from it."""
    retention_hours: int
    """Hours a record can be read again: 1 to 8760, on Kinesis from 24."""
    retention_days: int
    """Days data of this class is kept anywhere, 1 to 3653: retention_hours may not pass it."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    kms_key_arn: NotRequired[Input[str]]
    """Key of the data class. Required but on msk_serverless, which takes none. Default: none."""
    readers: NotRequired[int]
    """Groups of readers that each read everything, 1 to 100. Default: 1."""
    records_per_second: NotRequired[float]
    """Records written at the busiest time, on kinesis: a shard takes 1,000. Default: 0, MB/s decide."""
    fan_out: NotRequired[Sequence[str]]
    """Readers, on kinesis, that get 2 MB/s of each shard for themselves, at most 20. Default: none."""
    quota_shards: NotRequired[int]
    """Shards the account may have, on kinesis. Default: 1000, what every account has."""
    topics: NotRequired[Mapping[str, int]]
    """Partitions of each topic by its name, on MSK. Default: none; who writes cannot make one."""
    vpc_id: NotRequired[Input[str]]
    """VPC of the brokers; required on MSK. Default: none."""
    subnet_ids: NotRequired[Mapping[str, Input[str]]]
    """Private subnets by zone id, required on MSK: three for msk, two or three for msk_serverless. Default: none."""
    client_security_group_ids: NotRequired[Mapping[str, Input[str]]]
    """Security groups that reach the brokers, by a name of your choice, on MSK. Default: none, nobody."""
    kafka_version: NotRequired[str]
    """Version of Kafka on msk, as MSK writes it. Default: 3.8.x.kraft, which AWS recommends."""
    broker_type: NotRequired[str]
    """Type of the brokers of msk, such as kafka.m7g.large. Default: the one that needs the fewest vCPUs."""
    log_key_arn: NotRequired[Input[str]]
    """Key of the brokers' log group; required on msk. Default: none."""
    log_retention_days: NotRequired[int]
    """Days the brokers' logs are kept; a value CloudWatch Logs accepts. Default: 365."""
    alarm_topic_arns: NotRequired[Sequence[Input[str]]]
    """Topics the alarms are sent to. Default: none, they only show."""


class EventStream(Component):
    """A stream of events on Kafka or Kinesis, encrypted, private, and forgotten in time."""

    stream_arn: Output[str]
    """ARN of the cluster or data stream."""
    bootstrap_brokers: Output[str]
    """Brokers clients start with, for IAM over TLS; empty on kinesis."""
    security_group_id: Output[str]
    """Security group of the brokers; empty on kinesis."""
    reader_arns: Output[dict[str, str]]
    """ARNs of the readers with fan-out, by name."""
    units: Output[int]
    """Brokers or shards it has; 0 on msk_serverless."""

    def __init__(self, name: str, args: EventStreamArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        service = self.one_of("service", args["service"], SERVICES)
        self._check_forms(args)
        zones = self.checked_zones("subnet_ids", args.get("subnet_ids", {}))
        self._check_given(service, args)
        try:
            units, broker_type, storage_gib = planned(args, tags["DataClassification"], len(zones))
        except NeedError as error:
            raise self.refuse(error.key, error.wrong, error.right) from None

        if service == "msk":
            version, days = args.get("kafka_version", KAFKA_VERSION), args.get("log_retention_days", LOG_RETENTION_DAYS)
            made = kafka_cluster(self, name, args, KafkaPlan(broker_type, units, storage_gib), version, int(days), tags)
        elif service == "msk_serverless":
            made = serverless_cluster(self, name, args, tags)
        else:
            made = kinesis_stream(self, name, args, units, tags)
        self.stream_arn, self.bootstrap_brokers = made.arn, made.bootstrap_brokers
        self.security_group_id, self.reader_arns = made.security_group_id, made.reader_arns
        self.units = Output.from_input(made.units)
        self.register_outputs(
            {
                "streamArn": self.stream_arn,
                "bootstrapBrokers": self.bootstrap_brokers,
                "securityGroupId": self.security_group_id,
                "readerArns": self.reader_arns,
                "units": self.units,
            }
        )

    def _check_forms(self, args: EventStreamArgs) -> None:
        """Numbers within their limits, and names that can be names."""
        self._number("write_megabytes_per_second", args["write_megabytes_per_second"], MOST_MEGABYTES_PER_SECOND)
        self._number("records_per_second", args.get("records_per_second", 0), MOST_RECORDS)
        self.whole_number("retention_hours", args["retention_hours"], 1, LONGEST_RETENTION_HOURS)
        self.whole_number("retention_days", args["retention_days"], 1, LONGEST_RETENTION_DAYS)
        self.whole_number("readers", args.get("readers", 1), 1, MOST_READERS)
        self.whole_number("quota_shards", args.get("quota_shards", 1), 1, MOST_SHARDS)
        self.log_retention_days("log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS))
        for reader in args.get("fan_out", []):
            self.matching("fan_out", reader, NAME, "letters, digits and . _ - are right in the name of a reader")
        for topic, partitions in args.get("topics", {}).items():
            self.matching("topics", topic, NAME, "letters, digits and . _ - are right in the name of a topic")
            self.whole_number(f"topics: {topic}", partitions, 1, MOST_PARTITIONS)

    def _check_given(self, service: str, args: EventStreamArgs) -> None:
        """What the service cannot do without."""
        for argument, right in NEEDED.items():
            if service in ONLY[argument] and not args.get(argument):
                raise self.refuse(argument, "is missing", right)

    def _number(self, argument: str, value: float, most: float) -> None:
        right = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most
        if not right:
            raise self.refuse(argument, f"is {value!r}", f"a number from 0 to {most:g} is right")
