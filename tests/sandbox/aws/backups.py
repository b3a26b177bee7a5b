"""A vault with everything around it, for `tests.sandbox.aws.platform`."""

from tests.sandbox.aws.account import TAGS, Account
from tests.sandbox.aws.documents import of, policy


def backups(account: Account) -> None:
    make = account.make
    role = of(account, "Role").state["arn"]
    vault = make("aws:backup/vault:Vault", kmsKeyArn=of(account, "Key").state["arn"], tags=TAGS)
    make(
        "aws:backup/vaultPolicy:VaultPolicy",
        backupVaultName=vault.id,
        policy=policy({"Effect": "Deny", "Principal": "*", "Action": "backup:DeleteRecoveryPoint", "Resource": "*"}),
    )
    make(
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        backupVaultName=vault.id,
        minRetentionDays=7,
        maxRetentionDays=365,
    )
    make(
        "aws:backup/vaultNotifications:VaultNotifications",
        backupVaultName=vault.id,
        snsTopicArn=f"arn:aws:sns:{account.region}:{account.id}:backups",
        backupVaultEvents=["BACKUP_JOB_COMPLETED"],
    )
    plan = make(
        "aws:backup/plan:Plan",
        rules=[
            {
                "ruleName": "nightly",
                "targetVaultName": vault.id,
                "schedule": "cron(0 3 ? * * *)",
                "startWindow": 60,
                "completionWindow": 720,
                "lifecycle": {"deleteAfter": 35},
            }
        ],
        tags=TAGS,
    )
    make(
        "aws:backup/selection:Selection",
        planId=plan.id,
        iamRoleArn=role,
        resources=["arn:aws:s3:::*"],
        conditions=[{"stringEquals": [{"key": "aws:ResourceTag/Environment", "value": "test"}]}],
    )
    testing = make(
        "aws:backup/restoreTestingPlan:RestoreTestingPlan",
        name="weekly",
        scheduleExpression="cron(0 6 ? * SUN *)",
        startWindowHours=8,
        recoveryPointSelection={
            "algorithm": "LATEST_WITHIN_WINDOW",
            "includeVaults": [vault.state["arn"]],
            "recoveryPointTypes": ["SNAPSHOT"],
        },
        tags=TAGS,
    )
    make(
        "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        name="s3",
        restoreTestingPlanName=testing.id,
        iamRoleArn=role,
        protectedResourceType="S3",
        protectedResourceArns=["*"],
        validationWindowHours=4,
    )
