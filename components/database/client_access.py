"""The security group of a database, which somebody must be able to reach."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pulumi import Input

from components.base import Component
from components.client_access import client_security_group

if TYPE_CHECKING:
    import pulumi_aws as aws


def database_security_group(
    component: Component, vpc_id: Input[str], client_ids: Mapping[str, Input[str]], port: int, tags: dict[str, str]
) -> "aws.ec2.SecurityGroup":
    """A group that lets its clients, one or more, reach the database's port."""
    if not client_ids:
        raise component.refuse(
            "client_security_group_ids", "is empty", "name at least one client: nobody else reaches it"
        )
    return client_security_group(component, vpc_id, client_ids, port, tags, description=f"Clients of {component._name}")
