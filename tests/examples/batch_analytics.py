"""Inputs of BatchAnalytics."""

from tests.examples._common import KEY_ARN, PLACE, tags

COMPONENT = "BatchAnalytics"
# Each is of another mode than serverless; tests/components/test_batch_modes.py gives them.
EXCLUSIVE = ("bucket_keys", "certificates_uri", "cluster_name", "fleet", "kerberos", "namespace", "s3_encryption")
NEEDED_IN_ITS_MODE = ("maximum_disk_gb", "maximum_memory_gb", "maximum_vcpus", "subnet_ids", "vpc_id")
MINIMAL = {
    **PLACE,
    "vpc_id": "vpc-1",
    "subnet_ids": {"eun1-az1": "subnet-1", "eun1-az2": "subnet-2"},
    "log_bucket_name": "job-logs",
    "kms_key_arn": KEY_ARN,
    "key_arns": [KEY_ARN],
    "read_bucket_arns": ["arn:aws:s3:::raw"],
    "maximum_vcpus": 64,
    "maximum_memory_gb": 512,
    "maximum_disk_gb": 2000,
    "tags": tags("personal", "features"),
}
FULL = {
    **MINIMAL,
    "mode": "serverless",
    "write_bucket_arns": ["arn:aws:s3:::features"],
    "databases": ["lake"],
    "catalog_key_arn": KEY_ARN,
    "engine": "spark",
    "release_label": "emr-7.12.0",
    "architecture": "x86_64",
    "idle_minutes": 5,
    "initial_capacity": {
        "driver": {"workers": 1, "vcpus": 2, "memory_gb": 8},
        "executor": {"workers": 4, "vcpus": 4, "memory_gb": 16, "disk_gb": 100},
    },
    "partition": "aws",
}
