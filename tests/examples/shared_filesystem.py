"""Inputs of SharedFilesystem."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "SharedFilesystem"
MINIMAL = {
    "vpc_id": "vpc-0a",
    "subnet_id": "subnet-0a",
    "kms_key_arn": KEY_ARN,
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "region": "eu-north-1",
    "accelerators_to_feed": 8,
    "accelerators_per_node": 8,
    "gigabytes_per_second_per_accelerator": 0.25,
    "tags": tags("derived", "checkpoints"),
}
FULL = {
    **{key: value for key, value in MINIMAL.items() if key != "gigabytes_per_second_per_accelerator"},
    "training": {"batch_bytes_per_accelerator": 4e8, "step_seconds": 2, "files_per_step": 1},
    "checkpoint": {"bytes": 1e11, "interval_seconds": 1800, "allowed_stall_seconds": 60, "kept": 3},
    "dataset_bytes": 2e12,
    "bucket_name": "datasets-1234567",
    "linked_directory": "/datasets",
    "deployment_type": "PERSISTENT_1",
    "storage_type": "HDD",
    "efa": False,
    "quota_gib": 100_800,
    "backup_retention_days": 0,
    "allowed_lag_minutes": 30,
    "alarm_topic_arns": ["arn:aws:sns:eu-north-1:111122223333:alarms"],
    "tags": tags("personal", "training-data"),
}
# The rate, which is given instead of `training`.
EXCLUSIVE = ("gigabytes_per_second_per_accelerator",)
