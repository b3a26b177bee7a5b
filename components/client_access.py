"""The security group of a service that named clients reach on one port, and nobody else."""

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
    *,
    description: str,
    rule: str = "",
    rule_description: str = "",
) -> "aws.ec2.SecurityGroup":
    """A group that lets these security groups reach the port. It lets nothing out: such a service only answers.

    client_ids: security groups by the name the rule gets, so that a client that goes takes its own rule alone.
    rule: what each rule's name ends with. Default: the client.
    rule_description: what each rule says. Default: the client, and what it reaches.
    """
    group = aws.ec2.SecurityGroup(
        component._name,
        vpc_id=vpc_id,
        description=description,
        revoke_rules_on_delete=True,
        tags={**tags, "Name": component._name},
        opts=component.child(),
    )
    for client, client_id in client_ids.items():
        aws.vpc.SecurityGroupIngressRule(
            "-".join(filter(None, (component._name, client, rule))),
            security_group_id=group.id,
            referenced_security_group_id=client_id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=rule_description or f"{client} to {component._name}",
            tags=tags,
            opts=component.child(),
        )
    return group
