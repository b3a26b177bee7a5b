"""Inputs of Cluster."""

from tests.examples._common import ACCOUNT_ID, BOUNDARY_ARN, KEY_ARN, PLACE, tags

COMPONENT = "Cluster"
MINIMAL = {
    **PLACE,
    "cluster_name": "platform",
    "kubernetes_version": "1.34",
    "subnet_ids": ["subnet-0a", "subnet-0b"],
    "secrets_key_arn": KEY_ARN,
    "logs_key_arn": KEY_ARN,
    "tags": tags(),
}
FULL = {
    **MINIMAL,
    "admin_role_arns": [
        f"arn:aws:iam::{ACCOUNT_ID}:role/platform-admin",
        f"arn:aws:iam::{ACCOUNT_ID}:role/teams/ml/on-call",
    ],
    "public_endpoint_cidrs": ["203.0.113.0/24"],
    "service_cidr": "10.100.0.0/16",
    "log_retention_days": 90,
    "without_deletion_protection": True,
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
