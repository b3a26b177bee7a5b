"""Inputs of Network."""

from tests.examples._common import BOUNDARY_ARN, KEY_ARN, PLACE, tags

COMPONENT = "Network"
MINIMAL = {**PLACE, "cidr": "10.40.0.0/16", "zones": ["eun1-az1"], "log_key_arn": KEY_ARN, "tags": tags()}
FULL = {
    **MINIMAL,
    "zones": ["eun1-az1", "eun1-az2", "eun1-az3"],
    "nat": "single",
    "interface_endpoints": ["ecr.api", "ecr.dkr", "eks", "eks-auth", "sts", "kms", "logs", "ec2", "fsx"],
    "reachable_bucket_account_ids": ["444455556666"],
    "flow_log_retention_days": 90,
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
