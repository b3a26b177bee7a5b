"""Inputs of BackupPlan."""

from tests.examples._common import ACCOUNT_ID, BOUNDARY_ARN, KEY_ARN, PLACE, REGION, tags

COMPONENT = "BackupPlan"
MINIMAL = {
    **PLACE,
    "kms_key_arn": KEY_ARN,
    "retention_days": 35,
    "resource_types": ["RDS"],
    "tags": tags("personal", "backups"),
}
FULL = {
    **MINIMAL,
    "retention_days": 365,
    "resource_types": ["EFS", "S3"],
    "tags": tags("weights", "backups"),
    "schedule": "cron(0 1 ? * MON-SAT *)",
    "start_window_minutes": 120,
    "completion_window_minutes": 480,
    "cold_storage_after_days": 30,
    "continuous": False,
    "resource_arns": [f"arn:aws:elasticfilesystem:{REGION}:{ACCOUNT_ID}:file-system/fs-0123456789abcdef0"],
    "copy_vault_arns": [f"arn:aws:backup:eu-central-1:{ACCOUNT_ID}:backup-vault:copies"],
    "residency": ["eu"],
    "lock_that_cannot_be_undone_after_days": 30,
    "restore_testing": {"resource_types": ["EFS", "S3"], "schedule": "cron(0 6 ? * SAT *)", "keep_hours": 8},
    "notification_topic_arn": f"arn:aws:sns:{REGION}:{ACCOUNT_ID}:backups",
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
