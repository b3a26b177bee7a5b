"""What an application of Managed Flink may do and reach: its code, its streams, its stores, and nothing else."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output

from components.base import Component
from components.place import Place
from components.policy_document import Statement, allow, document, service_trust
from components.streams.kafka_cluster import IAM_PORT

SERVICE = "kinesisanalytics.amazonaws.com"
HTTPS_PORT = 443
# https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html: none of these takes a resource.
INTERFACES = (
    *("ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"),
    *("ec2:DescribeDhcpOptions", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups"),
    *("ec2:DescribeSubnets", "ec2:DescribeVpcs"),
)
READ_STREAM = (
    *("kinesis:DescribeStream", "kinesis:DescribeStreamConsumer", "kinesis:DescribeStreamSummary"),
    *("kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:ListStreamConsumers"),
    "kinesis:SubscribeToShard",
)
WRITE_STREAM = ("kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords")
READ_TOPIC = ("kafka-cluster:DescribeTopic", "kafka-cluster:ReadData")
JOIN_GROUP = ("kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup")
# A Flink sink writes a part at a time and puts them together, or takes them back, at the checkpoint.
WRITE_STORE = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")


def processor_security_group(
    owner: Component, name: str, args: Mapping[str, Any], tags: dict[str, str]
) -> "aws.ec2.SecurityGroup":
    """A group nothing reaches; out to services of AWS over TLS, and to the brokers where IAM asks who it is."""
    group = aws.ec2.SecurityGroup(
        name,
        vpc_id=args["vpc_id"],
        description=f"Tasks of {name}",
        revoke_rules_on_delete=True,
        tags={**tags, "Name": name},
        opts=owner.child(),
    )
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=group.id,
        cidr_ipv4="0.0.0.0/0",
        ip_protocol="tcp",
        from_port=HTTPS_PORT,
        to_port=HTTPS_PORT,
        description="Services of AWS over TLS",
        tags=tags,
        opts=owner.child(),
    )
    for cluster, source in args.get("kafka_sources", {}).items():
        brokers = source["security_group_id"]
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-{cluster}-out",
            security_group_id=group.id,
            referenced_security_group_id=brokers,
            ip_protocol="tcp",
            from_port=IAM_PORT,
            to_port=IAM_PORT,
            description=f"{name} to the brokers of {cluster}",
            tags=tags,
            opts=owner.child(),
        )
        # Here, and not by the stream: the processor needs the stream first, so the stream cannot wait for it.
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-{cluster}-in",
            security_group_id=brokers,
            referenced_security_group_id=group.id,
            ip_protocol="tcp",
            from_port=IAM_PORT,
            to_port=IAM_PORT,
            description=f"{name} to the brokers of {cluster}",
            tags=tags,
            opts=owner.child(),
        )
    return group


def processor_role(
    owner: Component, name: str, place: Place, args: Mapping[str, Any], log_group_arn: Output[str], tags: dict[str, str]
) -> tuple["aws.iam.Role", "aws.iam.RolePolicy"]:
    """The role the application runs as, and its policy."""
    role = aws.iam.Role(
        name,
        description=f"Program of {name}",
        assume_role_policy=service_trust(SERVICE, account_id=place.account_id),
        tags=tags,
        opts=owner.child(),
    )
    policy = aws.iam.RolePolicy(name, role=role.name, policy=_policy(place, args, log_group_arn), opts=owner.child())
    return role, policy


def _policy(place: Place, args: Mapping[str, Any], log_group_arn: Output[str]) -> Output[str]:
    code = Output.concat(args["code_bucket_arn"], "/", args["code_key"])
    statements: list[Statement] = [
        allow(["s3:GetObject", "s3:GetObjectVersion"], code, sid="ReadCode"),
        allow(INTERFACES, "*", sid="ConnectToNetwork"),
        allow("logs:DescribeLogGroups", place.arn("logs", "log-group:*"), sid="FindLogs"),
        allow(
            ["logs:DescribeLogStreams", "logs:PutLogEvents"],
            [log_group_arn, Output.concat(log_group_arn, ":*")],
            sid="WriteLogs",
        ),
    ]
    if streams := args.get("kinesis_stream_arns"):
        statements.append(allow(READ_STREAM, [*streams, *(_consumers(arn) for arn in streams)], sid="ReadStreams"))
    if clusters := [source["cluster_arn"] for source in args.get("kafka_sources", {}).values()]:
        statements += [
            allow("kafka-cluster:Connect", clusters, sid="ConnectToBrokers"),
            allow(READ_TOPIC, [_inside(arn, "topic") for arn in clusters], sid="ReadTopics"),
            allow(JOIN_GROUP, [_inside(arn, "group") for arn in clusters], sid="JoinGroups"),
        ]
    if streams := args.get("write_stream_arns"):
        statements.append(allow(WRITE_STREAM, list(streams), sid="WriteStreams"))
    if buckets := args.get("write_bucket_arns"):
        statements += [
            allow(["s3:ListBucket", "s3:ListBucketMultipartUploads"], list(buckets), sid="ListStores"),
            allow(WRITE_STORE, [Output.concat(arn, "/*") for arn in buckets], sid="WriteStores"),
        ]
    if keys := args.get("key_arns"):
        via = [f"{service}.{place.region}.amazonaws.com" for service in ("kinesis", "s3")]
        conditions = {"StringEquals": {"kms:ViaService": via}}
        statements.append(
            allow(["kms:Decrypt", "kms:GenerateDataKey"], list(keys), conditions=conditions, sid="UseKeys")
        )
    return document(*statements)


def _consumers(stream_arn: Input[str]) -> Output[str]:
    """Readers of a stream that have a pipe of their own."""
    return Output.concat(stream_arn, "/consumer/*")


def _inside(cluster_arn: Input[str], kind: str) -> Output[str]:
    """Everything of a kind in a cluster, as IAM writes it:
    https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html"""
    return Output.from_input(cluster_arn).apply(lambda arn: f"{arn.replace(':cluster/', f':{kind}/')}/*")
