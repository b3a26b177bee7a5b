"""StreamProcessor: a Flink program that reads streams, and after every change goes on where it was.

Deploys: an application of Managed Service for Apache Flink in the VPC, its role, security group, log group and alarms.
For: features and aggregates out of a stream. Not for: keeping anything; its snapshots are the application's and go
with it.

Changes in place, with a snapshot taken before and the program started from it: code, runtime, parallelism, sources,
stores, properties, key. A program that cannot read all of the snapshot is not started: nothing is forgotten silently.
Replaces, and so loses its state: its name.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.flink import flink_runtime
from catalogue.streams import stream_limit
from components.alarms import alarms
from components.base import Component
from components.storage.storage_need import NeedError
from components.streams.kpu_plan import KpuPlan
from components.streams.processor_access import processor_role, processor_security_group
from components.streams.processor_alarms import NAMESPACE, processor_alarms
from components.streams.processor_application import application_configuration
from components.streams.processor_rules import planned_processor
from components.streams.processor_words import (
    CHECKPOINT_SECONDS,
    FEWEST_ZONES,
    LAG_RECORDS,
    LAG_SECONDS,
    LOG_RETENTION_DAYS,
    MOST_CHECKPOINT_SECONDS,
    MOST_KPUS,
    MOST_LAG_RECORDS,
    MOST_LAG_SECONDS,
    MOST_PARALLELISM,
    MOST_STATE_GB,
    PARALLELISM,
    PARALLELISM_PER_KPU,
    RUNTIME,
    STATE_GB,
)


class KafkaSource(TypedDict):
    """A Kafka cluster whose topics are read."""

    cluster_arn: Input[str]
    """ARN of the MSK cluster, provisioned or serverless."""
    security_group_id: Input[str]
    """Security group of its brokers; the processor is let in there."""


class StreamProcessorArgs(TypedDict):
    """Inputs of StreamProcessor."""

    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account it is made in, 12 digits."""
    code_bucket_arn: Input[str]
    """ARN of the bucket the program is in."""
    code_key: str
    """Key of the program: a .jar, or a .zip of Python. A new version has a new key, and is started in place."""
    vpc_id: Input[str]
    """VPC it runs in."""
    subnet_ids: Mapping[str, Input[str]]
    """Private subnets by zone id, in two zones or more."""
    kms_key_arn: Input[str]
    """Key of the data class, for its state: checkpoints, snapshots and disks."""
    log_key_arn: Input[str]
    """Key of its log group."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    kinesis_stream_arns: NotRequired[Sequence[Input[str]]]
    """Kinesis data streams it reads. Default: none; one of these or of kafka_sources is needed."""
    kafka_sources: NotRequired[Mapping[str, KafkaSource]]
    """Kafka clusters it reads with IAM, by a name of your choice. Default: none."""
    write_stream_arns: NotRequired[Sequence[Input[str]]]
    """Kinesis data streams it writes. Default: none."""
    write_bucket_arns: NotRequired[Sequence[Input[str]]]
    """Buckets it writes. Default: none."""
    key_arns: NotRequired[Sequence[Input[str]]]
    """Keys of its code, of the streams it reads and of what it writes. Default: none, it reads nothing encrypted."""
    properties: NotRequired[Mapping[str, Mapping[str, str]]]
    """What the program is told, by group: names of streams and stores. Nothing secret. Default: nothing."""
    runtime: NotRequired[str]
    """Runtime, as the service writes it. Default: FLINK-1_20."""
    parallelism: NotRequired[int]
    """Tasks it starts with, 1 to 32768; from there it scales by itself, up to the quota. Default: 1."""
    parallelism_per_kpu: NotRequired[int]
    """Tasks that share a unit (1 vCPU, 4 GB, 50 GB of disk), 1 to 8. Default: 1."""
    state_gb: NotRequired[int]
    """What the program remembers, in GB (decimal); it must lie on the disks it starts with. Default: 0."""
    quota_kpus: NotRequired[int]
    """Units the application may have, 1 to 10000. Default: 64, what every account has."""
    checkpoint_seconds: NotRequired[int]
    """Seconds from one checkpoint to the next, 1 to 3600: what is read again after a failure. Default: 60."""
    lag_seconds: NotRequired[int]
    """Seconds it may be behind its Kinesis streams before the alarm rings, 1 to 86400. Default: 600."""
    lag_records: NotRequired[int]
    """Records it may be behind in a partition of Kafka before the alarm rings, 1 to 100000000. Default: 100000."""
    log_retention_days: NotRequired[int]
    """Days its logs are kept; a value CloudWatch Logs accepts. Default: 365."""
    alarm_topic_arns: NotRequired[Sequence[Input[str]]]
    """Topics the alarms are sent to. Default: none, they only show."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class StreamProcessor(Component):
    """A Flink program over streams, with snapshots, checkpoints, automatic scaling and alarms."""

    application_arn: Output[str]
    """ARN of the application."""
    application_name: Output[str]
    """Name of the application."""
    role_arn: Output[str]
    """ARN of the role the program runs as."""
    security_group_id: Output[str]
    """Security group of its interfaces; nothing reaches it."""
    kpus: Output[int]
    """Units it starts with; one more is paid for."""

    def __init__(self, name: str, args: StreamProcessorArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        plan, days = self._checked(args)

        group = processor_security_group(self, name, args, tags)
        logs = aws.cloudwatch.LogGroup(
            name,
            kms_key_id=args["log_key_arn"],
            retention_in_days=days,
            tags={**tags, "Name": name},
            opts=self.child(),
        )
        log_stream = aws.cloudwatch.LogStream(name, log_group_name=logs.name, opts=self.child())
        role, policy = processor_role(self, name, place, args, logs.arn, tags)
        application = aws.kinesisanalyticsv2.Application(
            name,
            runtime_environment=args.get("runtime", RUNTIME),
            service_execution_role=role.arn,
            application_mode="STREAMING",
            start_application=True,
            # Stopping by force takes no snapshot.
            force_stop=False,
            application_configuration=application_configuration(args, group.id),
            cloudwatch_logging_options={"log_stream_arn": log_stream.arn},
            tags={**tags, "Name": name},
            # The program starts at once, and can do nothing before its role can.
            opts=self.child(protect=True, depends_on=[policy]),
        )
        wanted = processor_alarms(flink_runtime(args.get("runtime", RUNTIME)), args)
        topics = args.get("alarm_topic_arns", [])
        alarms(self, name, NAMESPACE, {"Application": application.name}, wanted, topics, tags)

        self.application_arn, self.application_name = application.arn, application.name
        self.role_arn, self.security_group_id = role.arn, group.id
        self.kpus = Output.from_input(plan.kpus)
        self.register_outputs(
            {
                "applicationArn": self.application_arn,
                "applicationName": self.application_name,
                "roleArn": self.role_arn,
                "securityGroupId": self.security_group_id,
                "kpus": self.kpus,
            }
        )

    def _checked(self, args: StreamProcessorArgs) -> tuple[KpuPlan, int]:
        """The units it starts with and the days its logs stay, when every argument can be what it is."""
        if len(self.checked_zones("subnet_ids", args["subnet_ids"])) < FEWEST_ZONES:
            raise self.refuse("subnet_ids", "is in one zone", "two or more are right: a zone may fail")
        if not args.get("kinesis_stream_arns") and not args.get("kafka_sources"):
            raise self.refuse("kinesis_stream_arns", "is missing, and so is kafka_sources", "name what it reads")
        limits = {
            "parallelism": (PARALLELISM, MOST_PARALLELISM),
            "parallelism_per_kpu": (PARALLELISM_PER_KPU, int(stream_limit("flink_tasks_per_kpu"))),
            "quota_kpus": (1, MOST_KPUS),
            "checkpoint_seconds": (CHECKPOINT_SECONDS, MOST_CHECKPOINT_SECONDS),
            "lag_seconds": (LAG_SECONDS, MOST_LAG_SECONDS),
            "lag_records": (LAG_RECORDS, MOST_LAG_RECORDS),
        }
        for argument, (default, most) in limits.items():
            self.whole_number(argument, args.get(argument, default), 1, most)  # type: ignore[arg-type]
        self.whole_number("state_gb", args.get("state_gb", STATE_GB), 0, MOST_STATE_GB)
        days = self.log_retention_days("log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS))
        try:
            return planned_processor(args), days
        except NeedError as error:
            raise self.refuse(error.key, error.wrong, error.right) from None
