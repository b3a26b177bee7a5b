"""The network of accelerator nodes: the EFA security group, and the interfaces a launch template gives each node."""

from typing import Any

import pulumi_aws as aws
from pulumi import Input

from components.base import Component
from components.compute.fabric_plan import IN, FabricPlan
from components.compute.network_interface_plan import PlannedInterface


def efa_security_group(
    component: Component, plan: FabricPlan, vpc_id: Input[str], tags: dict[str, str]
) -> "aws.ec2.SecurityGroup | None":
    """The group of the EFA interfaces, with the rules of the plan and no others; none where the plan has no EFA."""
    if not plan.efa_interfaces:
        return None
    name = f"{component._name}-efa"
    group = aws.ec2.SecurityGroup(
        name,
        vpc_id=vpc_id,
        description=f"EFA traffic between the nodes of {component._name}",
        revoke_rules_on_delete=True,
        tags={**tags, "Name": name},
        opts=component.child(),
    )
    for rule in plan.self_rules:
        declare = aws.vpc.SecurityGroupIngressRule if rule.direction == IN else aws.vpc.SecurityGroupEgressRule
        declare(
            f"{name}-{rule.direction}",
            security_group_id=group.id,
            referenced_security_group_id=group.id,
            ip_protocol=rule.protocol,
            description="EFA",
            tags=tags,
            opts=component.child(),
        )
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
