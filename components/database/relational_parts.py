"""What stands around a relational database: where it is, how it is set, and where its logs go."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output, Resource

from catalogue.databases import DatabaseEngine, DatabaseVersion
from components.base import Component

# The cipher that both TLS 1.2 and every edition have:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.SSL.html
ORACLE_TLS = {"SQLNET.SSL_VERSION": "1.2", "SQLNET.CIPHER_SUITE": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"}


def subnet_group(
    component: Component, subnet_ids: Mapping[str, Input[str]], tags: dict[str, str]
) -> "aws.rds.SubnetGroup":
    return aws.rds.SubnetGroup(
        component._name,
        subnet_ids=list(subnet_ids.values()),
        description=f"Subnets of the database {component._name}",
        tags=tags,
        opts=component.child(),
    )


def log_groups(
    component: Component,
    engine: DatabaseEngine,
    identifier: str,
    retention_days: int,
    key_arn: Input[str],
    tags: dict[str, str],
) -> list[Resource]:
    """The groups its logs go to. RDS would make them itself, without a key and to be kept for ever."""
    kind = "cluster" if engine.aurora else "instance"
    return [
        aws.cloudwatch.LogGroup(
            f"{component._name}-{log}",
            name=f"/aws/rds/{kind}/{identifier}/{log}",
            retention_in_days=retention_days,
            kms_key_id=key_arn,
            tags=tags,
            opts=component.child(),
        )
        for log in engine.log_exports
    ]


def parameter_group(
    component: Component, engine: DatabaseEngine, version: DatabaseVersion, tags: dict[str, str]
) -> Output[str] | None:
    """Name of the group that forces TLS; None where no parameter does.

    Its name has random letters: on a major upgrade the group of the new family is there before the old one goes.
    """
    if not engine.parameters:
        return None
    # Static parameters want a reboot; at the start there is nothing to reboot, and later the window does it.
    parameters: list[Any] = [
        {"name": name, "value": value, "apply_method": "pending-reboot"} for name, value in engine.parameters.items()
    ]
    common: dict[str, Any] = {
        "family": version.parameter_family,
        "description": f"TLS only: {component._name}",
        "parameters": parameters,
        "tags": tags,
        "opts": component.child(),
    }
    if engine.aurora:
        return aws.rds.ClusterParameterGroup(component._name, **common).name
    return aws.rds.ParameterGroup(component._name, **common).name


def option_group(
    component: Component,
    engine: DatabaseEngine,
    version: DatabaseVersion,
    group: "aws.ec2.SecurityGroup",
    tags: dict[str, str],
) -> Output[str] | None:
    """Name of the group that adds TLS to Oracle, on a port of its own; None where a parameter does.

    The port without TLS stays open in the engine, so the security group has no rule for it.
    """
    if not engine.tls_option:
        return None
    option: Any = {
        "option_name": engine.tls_option,
        "port": engine.port,
        "vpc_security_group_memberships": [group.id],
        "option_settings": [{"name": name, "value": value} for name, value in ORACLE_TLS.items()],
    }
    return aws.rds.OptionGroup(
        component._name,
        engine_name=engine.engine,
        major_engine_version=version.major_version,
        option_group_description=f"TLS: {component._name}",
        options=[option],
        tags=tags,
        opts=component.child(),
    ).name
