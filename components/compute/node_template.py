"""What every EKS node has, whatever it computes: a role that can only join, and a template without weak spots."""

import base64
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output, Resource

from components.base import Component
from components.policy_document import service_trust

# Joining the cluster and pulling images, nothing else: what pods may do comes from their own roles (pod identity).
# https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
WORKER_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
ROOT_DEVICE = "/dev/xvda"
# Root disk in GiB: an EKS node's image and a few container images need 20; gp3 ends at 65,536.
# https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
DISK_GIB = 100
SMALLEST_DISK_GIB = 20
LARGEST_DISK_GIB = 65_536
# An EKS node group takes 450 nodes unless its quota is raised.
# https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
MOST_NODES = 450


def node_role(
    component: Component,
    partition: str,
    tags: dict[str, str],
    image_pull_policy: Input[str] | None,
    boundary_arn: Input[str] | None,
) -> "tuple[aws.iam.Role, list[Resource]]":
    """The role of a pool's nodes, and what it must have been granted before the first node starts."""
    name = f"{component._name}-node"
    role = aws.iam.Role(
        name,
        description="Lets nodes join their cluster and pull images",
        assume_role_policy=service_trust("ec2.amazonaws.com"),
        permissions_boundary=boundary_arn,
        tags=tags,
        opts=component.child(),
    )
    grants: list[Resource] = [
        aws.iam.RolePolicyAttachment(
            f"{name}-{policy}",
            role=role.name,
            policy_arn=f"arn:{partition}:iam::aws:policy/{policy}",
            opts=component.child(),
        )
        for policy in WORKER_POLICIES
    ]
    if image_pull_policy is not None:
        grants.append(
            aws.iam.RolePolicy(f"{name}-images", role=role.name, policy=image_pull_policy, opts=component.child())
        )
    return role, grants


def safe_template(disk_gib: int, disk_key_arn: Input[str], tags: dict[str, str]) -> dict[str, Any]:
    """The launch-template arguments no node goes without."""
    return {
        # Hop limit 1: a pod is one hop further away than its node and never reaches the node's credentials.
        "metadata_options": {"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
        "block_device_mappings": [
            {
                "device_name": ROOT_DEVICE,
                "ebs": {
                    "volume_type": "gp3",
                    "volume_size": disk_gib,
                    "encrypted": "true",
                    "kms_key_id": disk_key_arn,
                    "delete_on_termination": "true",
                },
            }
        ],
        "tag_specifications": [
            {"resource_type": kind, "tags": tags} for kind in ("instance", "volume", "network-interface")
        ],
        "update_default_version": True,
        "tags": tags,
    }


def template_version(template: "aws.ec2.LaunchTemplate") -> Any:
    """The launch template as a node group names it: by the version just declared, so that a change of it rolls out."""
    return {"id": template.id, "version": Output.format("{0}", template.latest_version)}


def left_to_scaler(fewest: int, most: int) -> list[str]:
    """What of a group's size an update leaves as it is: how many nodes run, where a scaler has room to decide it."""
    return ["scalingConfig.desiredSize"] if fewest < most else []


def node_config(spec: str) -> str:
    """User data for AL2023 nodes: a NodeConfig document that EKS merges with its own.

    https://awslabs.github.io/amazon-eks-ami/nodeadm/
    """
    lines = (
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="//"',
        "",
        "--//",
        "Content-Type: application/node.eks.aws",
        "",
        "apiVersion: node.eks.aws/v1alpha1",
        "kind: NodeConfig",
        "spec:",
        *(f"  {line}" for line in spec.splitlines()),
        "",
        "--//--",
        "",
    )
    return base64.b64encode("\n".join(lines).encode()).decode()


def node_taints(taints: Mapping[str, str]) -> Any:
    """Taints that keep pods away which do not tolerate them, from key to value."""
    return [{"key": key, "value": value, "effect": "NO_SCHEDULE"} for key, value in sorted(taints.items())]
