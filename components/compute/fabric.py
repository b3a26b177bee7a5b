"""The network of accelerator nodes: the EFA security group, and the interfaces a launch template gives each node."""

from typing import Any

import pulumi_aws as aws
from pulumi import Input

from components.base import Component
from components.compute.network_interface_plan import PlannedInterface


def efa_security_group(component: Component, vpc_id: Input[str], tags: dict[str, str]) -> "aws.ec2.SecurityGroup":
    """The group of the EFA interfaces: everything to and from itself, nothing else.

    EFA traffic bypasses the kernel and needs both rules to name the group; "anywhere" does not let it out.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html#efa-start-security
    """
    name = f"{component._name}-efa"
    group = aws.ec2.SecurityGroup(
        name,
        vpc_id=vpc_id,
        description=f"EFA traffic between the nodes of {component._name}",
        revoke_rules_on_delete=True,
        tags={**tags, "Name": name},
        opts=component.child(),
    )
    rule: dict[str, Any] = {
        "security_group_id": group.id,
        "referenced_security_group_id": group.id,
        "ip_protocol": "-1",
        "tags": tags,
    }
    aws.vpc.SecurityGroupIngressRule(f"{name}-in", description="EFA", opts=component.child(), **rule)
    aws.vpc.SecurityGroupEgressRule(f"{name}-out", description="EFA", opts=component.child(), **rule)
    return group


def launch_interface(
    interface: PlannedInterface,
    cluster_group: Input[str],
    fabric: "aws.ec2.SecurityGroup | None",
) -> Any:
    """One interface of the launch template. Security groups stand here: beside interfaces EC2 allows no others."""
    groups: list[Input[str]] = []
    if interface.carries_ip:
        groups.append(cluster_group)
    if interface.carries_efa and fabric:
        groups.append(fabric.id)
    return {
        "network_card_index": interface.card,
        "device_index": interface.device,
        "interface_type": interface.kind,
        "delete_on_termination": "true",
        "security_groups": groups,
    }
