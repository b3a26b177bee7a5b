"""Tests of restoring: now and then the newest backup of each type is restored, looked at, and thrown away."""

from collections.abc import Mapping

import pulumi_aws as aws
from pulumi import Input, Output

from components.base import Component
from components.data.backup_rules import RestoreTest
from components.place import Place
from components.policy_document import service_trust

SESSION_SECONDS = 3600
START_WINDOW_HOURS = 8
SELECTION_WINDOW_DAYS = 30
RESTORES = "policy/service-role/AWSBackupServiceRolePolicyForRestores"
RESTORES_OF_S3 = "policy/AWSBackupServiceRolePolicyForS3Restore"
"""Policies that AWS keeps: what a restore creates is of many shapes, and the list changes with every type."""


def restore_tests(
    owner: Component,
    name: str,
    test: RestoreTest,
    place: Place,
    vault_arn: Output[str],
    boundary_arn: Input[str] | None,
    tags: Mapping[str, str],
) -> None:
    """A plan over this vault alone, with a selection for each type, and a role that restores."""
    role = aws.iam.Role(
        f"{name}-restores",
        description="Lets AWS Backup restore what it tests",
        assume_role_policy=service_trust("backup.amazonaws.com", account_id=place.account_id),
        max_session_duration=SESSION_SECONDS,
        permissions_boundary=boundary_arn,
        tags={**tags, "Name": f"{name}-restores"},
        opts=owner.child(),
    )
    policies = {"restores": RESTORES} if any(each.name != "S3" for each in test.types) else {}
    if any(each.name == "S3" for each in test.types):
        policies["restores-s3"] = RESTORES_OF_S3
    for what, policy in policies.items():
        aws.iam.RolePolicyAttachment(
            f"{name}-{what}",
            role=role.name,
            policy_arn=f"arn:{place.partition}:iam::aws:{policy}",
            opts=owner.child(),
        )
    # Letters, digits and underscores only, and a name of its own in the account.
    called = f"{tags['Environment']}_{name}".replace("-", "_")
    plan = aws.backup.RestoreTestingPlan(
        name,
        name=called,
        schedule_expression=test.schedule,
        schedule_expression_timezone="Etc/UTC",
        start_window_hours=START_WINDOW_HOURS,
        recovery_point_selection={
            "algorithm": "LATEST_WITHIN_WINDOW",
            "include_vaults": [vault_arn],
            "recovery_point_types": ["SNAPSHOT", *(["CONTINUOUS"] if test.continuous else [])],
            "selection_window_days": SELECTION_WINDOW_DAYS,
        },
        tags=dict(tags),
        opts=owner.child(),
    )
    for each in test.types:
        aws.backup.RestoreTestingSelection(
            f"{name}-{each.name.lower()}",
            name=each.name.lower(),
            restore_testing_plan_name=plan.name,
            iam_role_arn=role.arn,
            protected_resource_type=each.name,
            protected_resource_arns=["*"],
            validation_window_hours=test.keep_hours,
            opts=owner.child(),
        )
