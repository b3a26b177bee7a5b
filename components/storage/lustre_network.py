"""The security group of a Lustre file system: the ports Lustre needs, between servers and clients, and nobody else."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Resource

from components.base import Component

SELF = "self"
# Lustre's server port, and the ports servers and clients call back from.
# https://docs.aws.amazon.com/fsx/latest/LustreGuide/limit-access-security-groups.html
LUSTRE_PORTS = {
    "lustre": {"ip_protocol": "tcp", "from_port": 988, "to_port": 988},
    "lnet": {"ip_protocol": "tcp", "from_port": 1018, "to_port": 1023},
}
# EFA has no ports: everything between the two groups, both ways.
# https://docs.aws.amazon.com/fsx/latest/LustreGuide/efa-file-systems.html
EVERYTHING = {"efa": {"ip_protocol": "-1"}}


def lustre_security_group(
    component: Component, vpc_id: Input[str], client_ids: Mapping[str, Input[str]], tags: dict[str, str], *, efa: bool
) -> "tuple[aws.ec2.SecurityGroup, list[Resource]]":
    """A group that lets clients and servers of this file system speak Lustre to each other, and its rules.

    efa: whether they also speak it over EFA.
    """
    group = aws.ec2.SecurityGroup(
        component._name,
        vpc_id=vpc_id,
        description=f"Lustre traffic of the file system {component._name}",
        revoke_rules_on_delete=True,
        tags={**tags, "Name": component._name},
        opts=component.child(),
    )
    rules: list[Resource] = []
    for peer, peer_id in {SELF: group.id, **client_ids}.items():
        for ports, allowed in (EVERYTHING if efa else LUSTRE_PORTS).items():
            rule: dict[str, Any] = {**allowed, "tags": tags, "description": f"Lustre, {component._name}"}
            ours = {**rule, "security_group_id": group.id, "referenced_security_group_id": peer_id}
            name = f"{component._name}-{peer}-{ports}"
            rules.append(aws.vpc.SecurityGroupIngressRule(f"{name}-in", opts=component.child(), **ours))
            rules.append(aws.vpc.SecurityGroupEgressRule(f"{name}-out", opts=component.child(), **ours))
            if peer != SELF:
                theirs = {**rule, "security_group_id": peer_id, "referenced_security_group_id": group.id}
                aws.vpc.SecurityGroupIngressRule(f"{name}-back", opts=component.child(), **theirs)
    return group, rules
