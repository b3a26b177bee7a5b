"""Flow logs: who talked to whom in the VPC, encrypted and kept for a while."""

from collections.abc import Mapping

import pulumi_aws as aws
from pulumi import Input

from components.base import Component
from components.place import Place
from components.policy_document import allow, document

INTERVAL_SECONDS = 60  # the shorter of the two that flow logs have
SESSION_SECONDS = 3600


def flow_logs(
    network: Component,
    name: str,
    place: Place,
    vpc_id: Input[str],
    key_arn: Input[str],
    retention_days: int,
    permissions_boundary_arn: Input[str] | None,
    tags: Mapping[str, str],
) -> "aws.cloudwatch.LogGroup":
    """Every flow of the VPC, accepted or rejected, into one log group."""
    group = aws.cloudwatch.LogGroup(
        f"{name}-flow-logs",
        kms_key_id=key_arn,
        retention_in_days=retention_days,
        tags={**tags, "Name": f"{name}-flow-logs"},
        opts=network.child(),
    )
    # Both conditions keep another account's flow log from borrowing this role (confused deputy):
    # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
    trust = document(
        allow(
            "sts:AssumeRole",
            principals={"Service": "vpc-flow-logs.amazonaws.com"},
            conditions={
                "StringEquals": {"aws:SourceAccount": place.account_id},
                "ArnLike": {"aws:SourceArn": place.arn("ec2", "vpc-flow-log/*")},
            },
        )
    )
    role = aws.iam.Role(
        f"{name}-flow-logs",
        description="Lets VPC flow logs write to their log group",
        assume_role_policy=trust,
        max_session_duration=SESSION_SECONDS,
        permissions_boundary=permissions_boundary_arn,
        tags={**tags, "Name": f"{name}-flow-logs"},
        opts=network.child(),
    )
    write = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    policy = aws.iam.RolePolicy(
        f"{name}-flow-logs",
        role=role.id,
        policy=document(
            allow(write, [group.arn, group.arn.apply("{}:*".format)], sid="WriteFlowLogs"),
            allow("logs:DescribeLogGroups", place.arn("logs", "log-group:*"), sid="FindLogGroup"),
        ),
        opts=network.child(),
    )
    aws.ec2.FlowLog(
        f"{name}-flow-logs",
        vpc_id=vpc_id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role.arn,
        max_aggregation_interval=INTERVAL_SECONDS,
        tags={**tags, "Name": f"{name}-flow-logs"},
        opts=network.child(depends_on=[policy]),
    )
    return group
