"""The security group of a database: one port, for the named clients and nobody else."""

from collections.abc import Mapping

import pulumi_aws as aws
from pulumi import Input

from components.base import Component


def client_security_group(
    component: Component,
    vpc_id: Input[str],
    client_ids: Mapping[str, Input[str]],
    port: int,
    tags: dict[str, str],
) -> aws.ec2.SecurityGroup:
    """A group that lets these security groups reach the database's port. It lets nothing out: databases only answer.

    client_ids: security groups by the name the rule gets, so that a client that goes takes its own rule alone.
    """
    if not client_ids:
        raise component.refuse(
            "client_security_group_ids", "is empty", "name at least one client: nobody else reaches it"
        )
    group = aws.ec2.SecurityGroup(
        component._name,
        vpc_id=vpc_id,
        description=f"Clients of {component._name}",
        revoke_rules_on_delete=True,
        tags={**tags, "Name": component._name},
        opts=component.child(),
    )
    for client, client_id in client_ids.items():
        aws.vpc.SecurityGroupIngressRule(
            f"{component._name}-{client}",
            security_group_id=group.id,
            referenced_security_group_id=client_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=f"{client} to {component._name}",
            tags=tags,
            opts=component.child(),
        )
    return group
