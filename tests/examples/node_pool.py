"""Inputs of NodePool."""

from tests.examples._common import BOUNDARY_ARN, IMAGE_PULL_POLICY, KEY_ARN, tags

COMPONENT = "NodePool"
MINIMAL = {
    "cluster_name": "platform",
    "kubernetes_version": "1.34",
    "subnet_ids": {"eun1-az1": "subnet-0a"},
    "instance_types": ["m7i.xlarge"],
    "min_nodes": 1,
    "max_nodes": 3,
    "disk_key_arn": KEY_ARN,
    "tags": tags(),
}
FULL = {
    **MINIMAL,
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b", "eun1-az3": "subnet-0c"},
    "instance_types": ["m7i.xlarge", "m7i.2xlarge"],
    "min_nodes": 4,
    "max_nodes": 9,
    "disk_gib": 200,
    "labels": {"groundwork/role": "data-loading"},
    "taints": {"groundwork/role": "data-loading"},
    "image_pull_policy": IMAGE_PULL_POLICY,
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
