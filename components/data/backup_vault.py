"""The vault of a backup plan: encrypted with the class's key, locked to its days, and never emptied by hand."""

from collections.abc import Mapping, Sequence

import pulumi_aws as aws
from pulumi import Input, Output

from catalogue.backups import BackupWindow
from components.base import Component
from components.policy_document import deny, document

KEEP = ("backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle")
"""Calls that end a recovery point before its time."""


def locked_vault(
    owner: Component,
    name: str,
    key_arn: Input[str],
    window: BackupWindow,
    cooling_days: int | None,
    copy_vault_arns: Sequence[str],
    tags: Mapping[str, str],
) -> "aws.backup.Vault":
    """cooling_days: after how many days nobody can lift the lock any more; None: who may, always can."""
    # What is in it is what remains when everything else is gone.
    vault = aws.backup.Vault(name, kms_key_arn=key_arn, tags={**tags, "Name": name}, opts=owner.child(protect=True))
    aws.backup.VaultPolicy(
        name, backup_vault_name=vault.name, policy=_policy(vault.arn, copy_vault_arns), opts=owner.child()
    )
    aws.backup.VaultLockConfiguration(
        name,
        backup_vault_name=vault.name,
        min_retention_days=window.least_days,
        max_retention_days=window.most_days,
        changeable_for_days=cooling_days,
        opts=owner.child(),
    )
    return vault


def _policy(vault_arn: Output[str], copy_vault_arns: Sequence[str]) -> Output[str]:
    # Copies are made by a plan or by hand: by hand they could go anywhere.
    elsewhere = {"ForAnyValue:ArnNotEquals": {"backup:CopyTargets": list(copy_vault_arns)}} if copy_vault_arns else None
    return document(
        deny(list(KEEP), "*", principals="*", sid="DenyDeletion"),
        deny("backup:CopyFromBackupVault", "*", principals="*", conditions=elsewhere, sid="DenyOtherCopies"),
    )
