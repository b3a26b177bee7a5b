"""Managed add-ons of an EKS cluster, at a pinned version, with a role of their own where they call AWS."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pulumi_aws as aws
from pulumi import Input

from components.base import Component
from components.place import Place
from components.policy_document import allow, document

if TYPE_CHECKING:
    from pulumi import Resource


class ManagedAddon(NamedTuple):
    """An add-on and what it may do in AWS."""

    name: str
    """EKS's name of the add-on."""
    service_account: str = ""
    """Service account, in the add-on's own namespace, that gets a role; "" where the add-on calls no AWS API."""
    managed_policy: str = ""
    """Path and name of the AWS managed policy of that role."""


class AddonTarget(NamedTuple):
    """The cluster that add-ons are installed in."""

    cluster_name: Input[str]
    place: Place
    tags: dict[str, str]
    boundary_arn: Input[str] | None
    """Policy that bounds the add-ons' roles."""


def install(
    component: Component,
    addon: ManagedAddon,
    version: str,
    target: AddonTarget,
    statements: Sequence[dict[str, Any]] = (),
    depends_on: Sequence["Resource"] = (),
) -> "aws.eks.Addon":
    """Declare an add-on as a child of `component`, with its role (and `statements` in it) through pod identity."""
    name = f"{component._name}-{addon.name}"
    waits = list(depends_on)
    identity: dict[str, Any] = {}
    if addon.service_account:
        role = aws.iam.Role(
            name,
            description=f"What the EKS add-on {addon.name} may do in AWS",
            assume_role_policy=pod_identity_trust(target.place.account_id),
            permissions_boundary=target.boundary_arn,
            tags=target.tags,
            opts=component.child(),
        )
        waits.append(
            aws.iam.RolePolicyAttachment(
                name,
                role=role.name,
                policy_arn=f"arn:{target.place.partition}:iam::aws:policy/{addon.managed_policy}",
                opts=component.child(),
            )
        )
        if statements:
            waits.append(aws.iam.RolePolicy(name, role=role.name, policy=document(*statements), opts=component.child()))
        identity["pod_identity_associations"] = [{"role_arn": role.arn, "service_account": addon.service_account}]
    return aws.eks.Addon(
        name,
        cluster_name=target.cluster_name,
        addon_name=addon.name,
        addon_version=version,
        # At the start the pinned configuration wins; later, what somebody set by hand in the cluster is kept.
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="PRESERVE",
        tags=target.tags,
        opts=component.child(depends_on=waits),
        **identity,
    )


def pod_identity_trust(account_id: str) -> Any:
    """Trust of a role that EKS hands to pods of this account's clusters."""
    return document(
        allow(
            ["sts:AssumeRole", "sts:TagSession"],
            principals={"Service": ["pods.eks.amazonaws.com"]},
            conditions={"StringEquals": {"aws:SourceAccount": account_id}},
        )
    )
