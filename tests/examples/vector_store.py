"""Inputs of VectorStore."""

from tests.examples._common import ACCOUNT_ID, KEY_ARN, PLACE, tags

COMPONENT = "VectorStore"
MINIMAL = {
    **PLACE,
    "domain_name": "prod-passages",
    "index_name": "passages",
    "dimension": 1024,
    "vectors": 1_000_000,
    "master_role_arn": f"arn:aws:iam::{ACCOUNT_ID}:role/search-admin",
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "kms_key_arn": KEY_ARN,
    "log_key_arn": KEY_ARN,
    "tags": tags("internal", "retrieval"),
}
FULL = {
    **MINIMAL,
    "dimension": 768,
    "vectors": 10_000_000,
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b", "eun1-az3": "subnet-0c"},
    "distance": "inner_product",
    "connections": 24,
    "candidates": 256,
    "subject_key": "person",
    "metadata": ["language"],
    "engine_version": "OpenSearch_3.1",
    "instance_type": "r7g.2xlarge.search",
    "storage_gib": 200,
    "log_retention_days": 400,
    "partition": "aws",
    "tags": tags("personal", "retrieval"),
}
