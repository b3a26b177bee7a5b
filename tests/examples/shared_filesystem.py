"""Inputs of SharedFilesystem."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "SharedFilesystem"
MINIMAL = {
    "vpc_id": "vpc-0a",
    "subnet_id": "subnet-0a",
    "kms_key_arn": KEY_ARN,
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "accelerators_to_feed": 8,
    "gigabytes_per_second_per_accelerator": 0.25,
    "tags": tags("derived", "checkpoints"),
}
FULL = {
    **MINIMAL,
    "bucket_name": "datasets-1234567",
    "linked_directory": "/datasets",
    "minimum_capacity_gib": 5000,
    "deployment_type": "PERSISTENT_1",
    "backup_retention_days": 0,
    "tags": tags("personal", "training-data"),
}
