"""AWS Backup: vaults and plans in moto; selections, policies, notifications and restore tests on record only."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

VAULT = "aws:backup/vault:Vault"
PLAN = "aws:backup/plan:Plan"
TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
LOCK = Call(
    "put_backup_vault_lock_configuration",
    lambda r: {
        "BackupVaultName": r["backupVaultName"],
        "MinRetentionDays": r["minRetentionDays"],
        "MaxRetentionDays": r["maxRetentionDays"],
        "ChangeableForDays": r["changeableForDays"],
    },
)


def _vault_named(r: Request) -> tuple[str, ...]:
    return (f"{VAULT}|{r['backupVaultName']}",)


def _vaults_of_rules(r: Request) -> tuple[str, ...]:
    return tuple(f"{VAULT}|{rule['targetVaultName']}" for rule in r["rules"] or [] if isinstance(rule, dict))


def _plan(r: Request) -> dict[str, Any]:
    rules = [
        {
            "RuleName": rule["ruleName"],
            "TargetBackupVaultName": rule["targetVaultName"],
            **({"ScheduleExpression": rule["schedule"]} if rule.get("schedule") else {}),
        }
        for rule in r["rules"]
    ]
    return {"BackupPlan": {"BackupPlanName": r["name"], "Rules": rules}}


def _living_plan(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """moto keeps a deleted plan, with the day it went."""
    return None if "DeletionDate" in reply else reply


def _digest(r: Request) -> str:
    return hashlib.sha256(r.urn.encode()).hexdigest()


def _tags(arn: Callable[[Request], str]) -> Callable[[Request, Callable[[str], Any]], dict[str, Any]]:
    return lambda r, client: {"Tags": client("backup").list_tags(ResourceArn=arn(r))["Tags"]}


def _recorded(token: str, kind: str, *names: str, **more: Any) -> Type:
    """A part of a vault that only the record has."""
    return Type(
        token,
        "",
        kind=kind,
        identity=lambda r, reply: str(r["backupVaultName"]),
        replaces=("backupVaultName", *names),
        fixed_when_named=("backupVaultName",),
        outputs=lambda r, item: {"backupVaultArn": r.arn("backup", f"backup-vault:{r['backupVaultName']}")},
        computed=("backupVaultArn",),
        names=_vault_named,
        **more,
    )


TYPES = (
    Type(
        VAULT,
        "backup",
        kind="Backup Vault",
        create=(
            Call(
                "create_backup_vault",
                lambda r: {
                    "BackupVaultName": r["name"],
                    "EncryptionKeyArn": r["kmsKeyArn"],
                    "BackupVaultTags": r["tags"] or {},
                },
            ),
        ),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_backup_vault", lambda r: {"BackupVaultName": r.id}),
        delete=(Call("delete_backup_vault", lambda r: {"BackupVaultName": r.id}),),
        replaces=("name", "kmsKeyArn"),
        fixed_when_named=("name",),
        auto_name="name",
        auto_name_limit=50,
        beside=_tags(lambda r: r.arn("backup", f"backup-vault:{r.id}")),
        outputs=lambda r, item: {"arn": item["BackupVaultArn"], "recoveryPoints": 0},
        computed=("arn", "recoveryPoints"),
        # moto tells a vault's name under another word, and forgets its key.
        forgotten=("name", "kmsKeyArn", "forceDestroy"),
        named=lambda r: (f"{VAULT}|{r['name']}",),
        gone=("ResourceNotFoundException",),
        tag_calls="backup",
    ),
    Type(
        "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
        "backup",
        kind="Backup Vault Lock Configuration",
        create=(LOCK,),
        identity=lambda r, reply: str(r["backupVaultName"]),
        read=Call("describe_backup_vault", lambda r: {"BackupVaultName": r.id}),
        found=lambda r, item: item if item.get("Locked") else None,
        delete=(Call("delete_backup_vault_lock_configuration", lambda r: {"BackupVaultName": r.id}),),
        replaces=("backupVaultName", "changeableForDays", "minRetentionDays", "maxRetentionDays"),
        fixed_when_named=("backupVaultName",),
        outputs=lambda r, item: {"backupVaultArn": item["BackupVaultArn"]},
        computed=("backupVaultArn",),
        forgotten=("changeableForDays",),
        names=_vault_named,
        gone=("ResourceNotFoundException",),
    ),
    _recorded("aws:backup/vaultPolicy:VaultPolicy", "Backup Vault Policy"),
    _recorded(
        "aws:backup/vaultNotifications:VaultNotifications",
        "Backup Vault Notifications",
        "snsTopicArn",
        "backupVaultEvents",
        unowned=("snsTopicArn",),
    ),
    Type(
        PLAN,
        "backup",
        kind="Backup Plan",
        create=(Call("create_backup_plan", lambda r: {**_plan(r), "BackupPlanTags": r["tags"] or {}}),),
        identity=lambda r, reply: reply["BackupPlanId"],
        read=Call("get_backup_plan", lambda r: {"BackupPlanId": r.id}),
        found=_living_plan,
        delete=(Call("delete_backup_plan", lambda r: {"BackupPlanId": r.id}),),
        auto_name="name",
        auto_name_limit=50,
        beside=_tags(lambda r: r.arn("backup", f"backup-plan:{r.id}")),
        outputs=lambda r, item: {"arn": item["BackupPlanArn"], "version": item["VersionId"]},
        computed=("arn", "version"),
        # moto cannot update a plan: what its rules are now, the sandbox alone knows.
        forgotten=("name", "rules", "advancedBackupSettings"),
        named=lambda r: (f"{PLAN}|{r.id}",),
        names=_vaults_of_rules,
        unowned=("rules",),
        gone=("ResourceNotFoundException",),
        tag_calls="backup",
    ),
    Type(
        "aws:backup/selection:Selection",
        "",
        kind="Backup Selection",
        identity=lambda r, reply: _digest(r)[:36],
        replaces=("*",),
        auto_name="name",
        auto_name_limit=50,
        unowned=("resources", "notResources"),
        names=lambda r: (f"{PLAN}|{r['planId']}",),
    ),
    Type(
        TESTING,
        "",
        kind="Backup Restore Testing Plan",
        identity=lambda r, reply: str(r["name"]),
        replaces=("name",),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("backup", f"restore-testing-plan:{r['name']}-{_digest(r)[:8]}")},
        computed=("arn",),
        named=lambda r: (f"{TESTING}|{r['name']}",),
    ),
    Type(
        "aws:backup/restoreTestingSelection:RestoreTestingSelection",
        "",
        kind="Backup Restore Testing Selection",
        identity=lambda r, reply: f"{r['name']}:{r['restoreTestingPlanName']}",
        replaces=("name", "restoreTestingPlanName", "protectedResourceType"),
        fixed_when_named=("name", "restoreTestingPlanName"),
        unowned=("protectedResourceArns",),
        names=lambda r: (f"{TESTING}|{r['restoreTestingPlanName']}",),
    ),
)
