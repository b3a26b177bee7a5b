"""The database itself: an instance of RDS, or a cluster of Aurora with its instances, from one set of inputs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output, Resource

from components.base import Component
from components.database.relational_plan import RelationalPlan

PRIMARY = "primary"
STANDARD_SUPPORT = "open-source-rds-extended-support-disabled"
EXTENDED_SUPPORT = "open-source-rds-extended-support"
# Advanced mode keeps 15 months, standard mode what comes without a price:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html
INSIGHTS_DAYS = {"standard": 7, "advanced": 465}


@dataclass(frozen=True)
class Inputs:
    """What both kinds of database are made from."""

    plan: RelationalPlan
    identifier: str
    engine_version: str
    instance_class: str
    license_model: str | None
    multi_az: bool
    extended_support: bool
    kms_key_arn: Input[str]
    subnet_group: Output[str]
    security_group: Output[str]
    parameter_group: Output[str] | None
    option_group: Output[str] | None
    database_name: str | None
    master_username: str
    backup_retention_days: int
    backup_window: str | None
    maintenance_window: str | None
    insights: str
    deletion_protection: bool
    tags: dict[str, str]

    def shared(self) -> dict[str, Any]:
        """What an instance of RDS and a cluster of Aurora call by the same name."""
        shared: dict[str, Any] = {
            "engine": self.plan.engine.engine,
            "engine_version": self.engine_version,
            "db_subnet_group_name": self.subnet_group,
            "vpc_security_group_ids": [self.security_group],
            "storage_encrypted": True,
            "kms_key_id": self.kms_key_arn,
            # RDS makes the password, keeps it in Secrets Manager under this key and changes it every seven days:
            # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
            "manage_master_user_password": True,
            "master_user_secret_kms_key_id": self.kms_key_arn,
            "backup_retention_period": self.backup_retention_days,
            "copy_tags_to_snapshot": True,
            "delete_automated_backups": False,
            "skip_final_snapshot": False,
            "final_snapshot_identifier": f"{self.identifier}-final",
            "deletion_protection": self.deletion_protection,
            "enabled_cloudwatch_logs_exports": list(self.plan.engine.log_exports),
            "database_insights_mode": self.insights,
            "performance_insights_enabled": True,
            "performance_insights_kms_key_id": self.kms_key_arn,
            "performance_insights_retention_period": INSIGHTS_DAYS[self.insights],
            "apply_immediately": False,
            "tags": {**self.tags, "Name": self.identifier},
        }
        if self.plan.upgrades:
            shared["allow_major_version_upgrade"] = True
        if self.plan.engine.iam_authentication:
            shared["iam_database_authentication_enabled"] = self.plan.iam_authentication
        if not self.plan.engine.oracle:
            shared["engine_lifecycle_support"] = EXTENDED_SUPPORT if self.extended_support else STANDARD_SUPPORT
        return shared


@dataclass(frozen=True)
class Declared:
    """What others need of it."""

    arn: Output[str]
    resource_id: Output[str]
    endpoint: Output[str]
    reader_endpoint: Output[str]
    secret_arn: Output[str]


def instance(component: Component, inputs: Inputs, after: Sequence[Resource]) -> Declared:
    """A database of RDS: one instance, with a standby in another zone where `multi_az` says so."""
    plan = inputs.plan
    more: dict[str, Any] = {
        "db_name": inputs.database_name,
        "license_model": inputs.license_model,
        "max_allocated_storage": plan.max_storage_gib or None,
        "parameter_group_name": inputs.parameter_group,
        "option_group_name": inputs.option_group,
        "backup_window": inputs.backup_window,
        "maintenance_window": inputs.maintenance_window,
    }
    if not plan.engine.tls_option:
        more["port"] = plan.engine.port
    made = aws.rds.Instance(
        component._name,
        identifier=inputs.identifier,
        instance_class=inputs.instance_class,
        username=inputs.master_username,
        allocated_storage=plan.storage_gib,
        storage_type="gp3",
        multi_az=inputs.multi_az,
        publicly_accessible=False,
        auto_minor_version_upgrade=not plan.pinned,
        opts=component.child(protect=True, depends_on=list(after)),
        **inputs.shared(),
        **{key: value for key, value in more.items() if value is not None},
    )
    return Declared(made.arn, made.resource_id, made.address, made.address, made.master_user_secrets[0].secret_arn)


def cluster(component: Component, inputs: Inputs, after: Sequence[Resource]) -> Declared:
    """A database of Aurora: a cluster over three zones, its writer, and its readers, each of which can become one."""
    plan = inputs.plan
    more: dict[str, Any] = {
        "database_name": inputs.database_name,
        "db_cluster_parameter_group_name": inputs.parameter_group,
        "preferred_backup_window": inputs.backup_window,
        "preferred_maintenance_window": inputs.maintenance_window,
    }
    made = aws.rds.Cluster(
        component._name,
        cluster_identifier=inputs.identifier,
        master_username=inputs.master_username,
        port=plan.engine.port,
        opts=component.child(protect=True, depends_on=list(after)),
        **inputs.shared(),
        **{key: value for key, value in more.items() if value is not None},
    )
    engine: Any = plan.engine.engine
    for role in (PRIMARY, *plan.readers):
        aws.rds.ClusterInstance(
            f"{component._name}-{role}",
            identifier=f"{inputs.identifier}-{role}",
            cluster_identifier=made.id,
            engine=engine,
            instance_class=inputs.instance_class,
            publicly_accessible=False,
            auto_minor_version_upgrade=not plan.pinned,
            copy_tags_to_snapshot=True,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=inputs.kms_key_arn,
            performance_insights_retention_period=INSIGHTS_DAYS[inputs.insights],
            promotion_tier=0 if role == PRIMARY else 1,
            tags={**inputs.tags, "Name": f"{inputs.identifier}-{role}"},
            opts=component.child(),
        )
    return Declared(
        made.arn,
        made.cluster_resource_id,
        made.endpoint,
        made.reader_endpoint,
        made.master_user_secrets[0].secret_arn,
    )
