"""Kafka on MSK: IAM and TLS for everybody, no way in but for the named clients, and retention in its configuration."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pulumi_aws as aws
from pulumi import Input, Output

from catalogue.streams import stream_limit
from components.alarms import Alarm, alarms
from components.base import Component
from components.client_access import client_security_group
from components.streams.stream_plan import KAFKA_COPIES, KafkaPlan, roll_hours

# Clients that show who they are with IAM: https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
IAM_PORT = 9098
MILLISECONDS = 3_600_000

NAMESPACE = "AWS/Kafka"
ALARMS = {
    "controller": Alarm("ActiveControllerCount", "The cluster has no controller", 1, least=True),
    "offline": Alarm("OfflinePartitionsCount", "Partitions cannot be written or read", 0),
}


class Made(NamedTuple):
    """What of a stream others need to know."""

    arn: Output[str]
    bootstrap_brokers: Output[str]
    security_group_id: Output[str]
    reader_arns: Output[dict[str, str]]
    units: int


def server_properties(retention_hours: int) -> str:
    """What brokers do: three copies of which two must have a record, nobody makes topics, and records are forgotten."""
    settings = {
        "auto.create.topics.enable": "false",
        "default.replication.factor": KAFKA_COPIES,
        "log.retention.hours": retention_hours,
        "log.roll.hours": roll_hours(retention_hours),
        "min.insync.replicas": KAFKA_COPIES - 1,
        "unclean.leader.election.enable": "false",
    }
    return "".join(f"{key}={value}\n" for key, value in settings.items())


def kafka_cluster(
    owner: Component,
    name: str,
    args: Mapping[str, Any],
    plan: KafkaPlan,
    version: str,
    log_retention_days: int,
    tags: dict[str, str],
) -> Made:
    """Brokers over the zones, encrypted at rest and between them, with their logs."""
    group = _security_group(owner, name, args, tags)
    logs = aws.cloudwatch.LogGroup(
        f"{name}-brokers",
        kms_key_id=args["log_key_arn"],
        retention_in_days=log_retention_days,
        tags={**tags, "Name": f"{name}-brokers"},
        opts=owner.child(),
    )
    configuration = aws.msk.Configuration(
        name,
        description=f"How the brokers of {name} keep and forget records",
        server_properties=server_properties(int(args["retention_hours"])),
        opts=owner.child(),
    )
    cluster = aws.msk.Cluster(
        name,
        kafka_version=version,
        number_of_broker_nodes=plan.brokers,
        broker_node_group_info={
            "instance_type": plan.broker_type,
            "client_subnets": list(args["subnet_ids"].values()),
            "security_groups": [group.id],
            "storage_info": {"ebs_storage_info": {"volume_size": plan.storage_gib}},
            "connectivity_info": {"public_access": {"type": "DISABLED"}},
        },
        configuration_info={"arn": configuration.arn, "revision": configuration.latest_revision},
        client_authentication={"sasl": {"iam": True}, "unauthenticated": False},
        encryption_info={
            "encryption_at_rest_kms_key_arn": args["kms_key_arn"],
            "encryption_in_transit": {"client_broker": "TLS", "in_cluster": True},
        },
        enhanced_monitoring="PER_BROKER",
        logging_info={"broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": logs.name}}},
        tags={**tags, "Name": name},
        opts=owner.child(protect=True),
    )
    _topics(owner, name, cluster.arn, args.get("topics", {}), {})
    topic_arns = args.get("alarm_topic_arns", [])
    alarms(owner, name, NAMESPACE, {"Cluster Name": cluster.cluster_name}, ALARMS, topic_arns, tags)
    for broker in range(1, plan.brokers + 1):
        # Kafka numbers its brokers from 1, and their disks fill one by one.
        dimensions: dict[str, Input[str]] = {"Cluster Name": cluster.cluster_name, "Broker ID": str(broker)}
        full = Alarm("KafkaDataLogsDiskUsed", "A broker's disk is nearly full", stream_limit("kafka_disk_share") * 100)
        alarms(owner, f"{name}-broker-{broker}", NAMESPACE, dimensions, {"disk": full}, topic_arns, tags)
    return Made(cluster.arn, cluster.bootstrap_brokers_sasl_iam, group.id, Output.from_input({}), plan.brokers)


def serverless_cluster(owner: Component, name: str, args: Mapping[str, Any], tags: dict[str, str]) -> Made:
    """A cluster without brokers to choose; retention is said of each topic, as it has no configuration."""
    group = _security_group(owner, name, args, tags)
    cluster = aws.msk.ServerlessCluster(
        name,
        client_authentication={"sasl": {"iam": {"enabled": True}}},
        vpc_configs=[{"subnet_ids": list(args["subnet_ids"].values()), "security_group_ids": [group.id]}],
        tags={**tags, "Name": name},
        opts=owner.child(protect=True),
    )
    kept = {"retention.ms": str(int(args["retention_hours"]) * MILLISECONDS)}
    _topics(owner, name, cluster.arn, args.get("topics", {}), kept)
    return Made(cluster.arn, cluster.bootstrap_brokers_sasl_iam, group.id, Output.from_input({}), 0)


def _topics(
    owner: Component, name: str, cluster_arn: Output[str], topics: Mapping[str, int], settings: Mapping[str, str]
) -> None:
    for topic, partitions in topics.items():
        aws.msk.Topic(
            f"{name}-{topic}",
            cluster_arn=cluster_arn,
            name=topic,
            partition_count=int(partitions),
            replication_factor=KAFKA_COPIES,
            configs=json.dumps(dict(settings)) if settings else None,
            opts=owner.child(protect=True),
        )


def _security_group(
    owner: Component, name: str, args: Mapping[str, Any], tags: dict[str, str]
) -> "aws.ec2.SecurityGroup":
    """Only the named clients reach the brokers, and only where IAM asks who they are."""
    return client_security_group(
        owner,
        args["vpc_id"],
        args.get("client_security_group_ids", {}),
        IAM_PORT,
        tags,
        description=f"Kafka clients of {name}",
        rule="in",
        rule_description=f"Kafka over TLS with IAM, {name}",
    )
