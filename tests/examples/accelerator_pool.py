"""Inputs of AcceleratorPool."""

from tests.examples._common import BOUNDARY_ARN, IMAGE_PULL_POLICY, KEY_ARN, tags

COMPONENT = "AcceleratorPool"
EXCLUSIVE = {"time_slicing_replicas"}  # a GPU is shared in one way, and FULL splits it
MINIMAL = {
    "cluster_name": "platform",
    "kubernetes_version": "1.34",
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a"},
    "cluster_security_group_id": "sg-0cluster",
    "instance_type": "g6e.xlarge",
    "capacity": [{"purchase": "on_demand", "zones": ["eun1-az1"]}],
    "nodes": 1,
    "max_nodes": 1,
    "disk_key_arn": KEY_ARN,
    "tags": tags("derived", "training"),
}
FULL = {
    **MINIMAL,
    "instance_type": "p5.48xlarge",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "capacity": [
        {
            "purchase": "capacity_block",
            "zones": ["eun1-az1"],
            "reservation_id": "cr-00000000000000b10",
            "reserved_nodes": 2,
            "starts": "2026-12-01T11:30:00Z",
            "ends": "2026-12-08T11:30:00Z",
        },
        {
            "purchase": "reservation",
            "zones": ["eun1-az1"],
            "reservation_id": "cr-0123456789abcdef0",
            "reserved_nodes": 4,
            "matching": "targeted",
            "placement_group": "training",
        },
        {"purchase": "on_demand", "zones": ["eun1-az1", "eun1-az2"]},
        {"purchase": "spot", "zones": ["eun1-az2"]},
    ],
    "nodes": 2,
    "max_nodes": 6,
    "wall_time_hours": 72,
    "provisioner": "node_groups",
    "karpenter_version": "1.15.1",
    "disk_gib": 300,
    "labels": {"groundwork/team": "research"},
    "taints": {"groundwork/team": "research"},
    "image_pull_policy": IMAGE_PULL_POLICY,
    "extra_interfaces": 2,
    "local_storage": "raid10",
    "mig_profile": "1g.10gb",
    "own_image": {
        "image_id": "ami-0123456789abcdef0",
        "cluster_endpoint": "https://0123456789ABCDEF.gr7.eu-north-1.eks.amazonaws.com",
        "certificate_authority_data": "LS0tLS1CRUdJTg==",
        "service_cidr": "172.20.0.0/16",
    },
    "without_node_repair": False,
    "max_parallel_nodes_repaired_count": 2,
    "max_unhealthy_node_threshold_percentage": 25,
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
