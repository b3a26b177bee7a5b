"""The role jobs run as."""

from typing import Any

import pulumi_aws as aws
from pulumi import Output

from components.data.batch_step import Batch
from components.data.job_policy import job_policy
from components.policy_document import Statement


def job_role(batch: Batch, name: str, trust: Output[str], *more: Statement) -> "aws.iam.Role":
    """The role with its stores, their keys, its logs, and what `more` says, for whom trust lets take it."""
    args: Any = batch.args
    key_arn = args["kms_key_arn"]
    role = aws.iam.Role(
        name,
        description=f"Jobs of {batch.name}",
        assume_role_policy=trust,
        tags=batch.tags,
        opts=batch.child(),
    )
    logs = Output.concat(batch.place.bucket(""), args["log_bucket_name"], f"/{batch.name}/*")
    aws.iam.RolePolicy(
        name,
        role=role.name,
        policy=job_policy(
            batch.place,
            args.get("read_bucket_arns") or [],
            args.get("write_bucket_arns") or [],
            [*args["key_arns"], *([] if key_arn in args["key_arns"] else [key_arn])],
            logs,
            args.get("databases") or [],
            args.get("catalog_key_arn"),
            *more,
        ),
        opts=batch.child(),
    )
    return role
