"""A pool whose nodes Karpenter starts: what they need of the cloud, and Karpenter's objects for the cluster layer."""

from typing import Any

import pulumi_aws as aws
from pulumi import Output

from components.compute.karpenter_manifests import KarpenterNodes, karpenter_manifests
from components.compute.pool_nodes import PoolNodes


def declare_karpenter(nodes: PoolNodes) -> Output[str]:
    """The manifests. No node group is declared, but what EKS makes for one: the role's way into the cluster."""
    name = f"{nodes.name}-node"
    # By its own profile nodes get their role, and Karpenter needs no right to make any: in a network without a way to
    # the internet it could not even ask IAM. https://karpenter.sh/docs/concepts/nodeclasses/#specinstanceprofile
    profile = aws.iam.InstanceProfile(name, role=nodes.role.name, tags=nodes.tags, opts=nodes.component.child())
    aws.eks.AccessEntry(
        name,
        cluster_name=nodes.cluster_name,
        principal_arn=nodes.role.arn,
        type="EC2_LINUX",
        tags=nodes.tags,
        opts=nodes.component.child(depends_on=nodes.grants),
    )
    placed = {group.key: nodes.placement_group(group) for group in nodes.capacity.groups}
    groups = [nodes.cluster_group, *([nodes.fabric.id] if nodes.fabric else [])]
    return Output.all(
        profile=profile.name,
        subnets=dict(nodes.subnet_ids),
        groups=groups,
        placed={key: near for key, near in placed.items() if near is not None},
        disk_key_arn=nodes.disk_key_arn,
    ).apply(lambda known: _manifests(nodes, known))


def _manifests(nodes: PoolNodes, known: dict[str, Any]) -> str:
    image = nodes.settings.image
    return karpenter_manifests(
        KarpenterNodes(
            pool=nodes.name,
            instance_type=nodes.plan.instance_type,
            architecture=nodes.architecture,
            vcpus=nodes.vcpus,
            interfaces=nodes.plan.interfaces,
            image=image.release_day if image else nodes.own_image["image_id"] if nodes.own_image else "",
            instance_profile=known["profile"],
            subnet_ids=known["subnets"],
            security_group_ids=known["groups"],
            placement_groups=known["placed"],
            disk_gib=nodes.disk_gib,
            disk_key_arn=known["disk_key_arn"],
            local_storage=nodes.settings.local_storage,
            taints=nodes.taints,
            tags=nodes.tags,
        ),
        nodes.capacity.groups,
        {group.key: nodes.labels(group) for group in nodes.capacity.groups},
    )
