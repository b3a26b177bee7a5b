"""Who administers a cluster: access entries, one for each role, and nobody else."""

from collections.abc import Sequence

import pulumi_aws as aws

from components.base import Component
from components.place import Place


def checked_admins(component: Component, role_arns: Sequence[str]) -> dict[str, str]:
    """Role ARNs by the name of the role."""
    admins: dict[str, str] = {}
    for arn in role_arns:
        _, is_role, path = arn.partition(":role/")
        if not is_role or "*" in arn:
            raise component.refuse(
                "admin_role_arns",
                f"names {arn!r}",
                "the ARN of an IAM role is right, such as 'arn:aws:iam::111122223333:role/platform-admin'",
            )
        if path in admins:
            raise component.refuse("admin_role_arns", f"names the role {path!r} twice", "give every role once")
        admins[path] = arn
    return {path.replace("/", "-"): arn for path, arn in admins.items()}


def admit(
    component: Component, cluster: "aws.eks.Cluster", admins: dict[str, str], place: Place, tags: dict[str, str]
) -> None:
    """Let each role administer the cluster."""
    for admin, role_arn in admins.items():
        name = f"{component._name}-admin-{admin}"
        entry = aws.eks.AccessEntry(
            name, cluster_name=cluster.name, principal_arn=role_arn, tags=tags, opts=component.child()
        )
        aws.eks.AccessPolicyAssociation(
            name,
            cluster_name=cluster.name,
            principal_arn=entry.principal_arn,
            policy_arn=f"arn:{place.partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            access_scope={"type": "cluster"},
            opts=component.child(),
        )
