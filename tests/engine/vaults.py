"""A program with the backups of one data class, and around them no more than what they need.

`tests/engine/test_backups.py` brings it up, changes it and takes it away.
"""

from components.data.backup_plan import BackupPlan
from tests.engine.surroundings import ACCOUNT, REGION, Surroundings

TAGS = {"Owner": "a@example.com", "Environment": "sandbox", "DataClassification": "weights", "Purpose": "test"}


def declare(retention_days: int) -> None:
    """Declare all of it; the days of the rule are what changes."""
    around = Surroundings("weights")
    BackupPlan(
        "backups",
        {
            "region": REGION,
            "account_id": ACCOUNT,
            "kms_key_arn": around.key.arn,
            "retention_days": retention_days,
            "resource_types": ["EFS", "S3"],
            "cold_storage_after_days": 30,
            "copy_vault_arns": [f"arn:aws:backup:eu-central-1:{ACCOUNT}:backup-vault:copies"],
            "residency": ["eu"],
            "lock_that_cannot_be_undone_after_days": 30,
            "restore_testing": {"resource_types": ["EFS", "S3"]},
            "notification_topic_arn": f"arn:aws:sns:{REGION}:{ACCOUNT}:backups",
            "tags": TAGS,
        },
        around.components,
    )
