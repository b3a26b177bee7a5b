"""Inputs of AcceleratorPool."""

from tests.examples._common import BOUNDARY_ARN, IMAGE_PULL_POLICY, KEY_ARN, tags

COMPONENT = "AcceleratorPool"
MINIMAL = {
    "cluster_name": "platform",
    "kubernetes_version": "1.34",
    "zone": "eun1-az1",
    "vpc_id": "vpc-0a",
    "subnet_id": "subnet-0a",
    "cluster_security_group_id": "sg-0cluster",
    "instance_type": "g6e.xlarge",
    "purchase": "on_demand",
    "nodes": 1,
    "max_nodes": 1,
    "disk_key_arn": KEY_ARN,
    "tags": tags("derived", "training"),
}
FULL = {
    **MINIMAL,
    "instance_type": "p5.48xlarge",
    "purchase": "reservation",
    "reservation_id": "cr-0123456789abcdef0",
    "nodes": 4,
    "max_nodes": 4,
    "disk_gib": 300,
    "labels": {"groundwork/team": "research"},
    "taints": {"groundwork/team": "research"},
    "image_pull_policy": IMAGE_PULL_POLICY,
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
