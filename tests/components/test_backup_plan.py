"""Why a backup plan is as it is, and what it refuses."""

from typing import Any

import pytest

from components.data.backup_plan import BackupPlan
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements
from tests.examples import FULL, MINIMAL

FRANKFURT = "arn:aws:backup:eu-central-1:111122223333:backup-vault:copies"
LONDON = "arn:aws:backup:eu-west-2:111122223333:backup-vault:copies"
VIRGINIA = "arn:aws:backup:us-east-1:111122223333:backup-vault:copies"
VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
TESTING = "aws:backup/restoreTestingPlan:RestoreTestingPlan"


def of_class(data_class: str) -> dict[str, str]:
    return {**MINIMAL["BackupPlan"]["tags"], "DataClassification": data_class}


def plan(**args: Any) -> Graph:
    return capture(lambda: BackupPlan("backups", {**MINIMAL["BackupPlan"], **args}))  # type: ignore[typeddict-item]


def rule(graph: Graph) -> Any:
    (found,) = graph.one("aws:backup/plan:Plan").inputs["rules"]
    return found


def test_the_vault_survives_a_careless_destroy_and_has_the_key_of_the_class() -> None:
    vault = plan().one(VAULT)
    assert vault.protect
    assert vault.inputs["kmsKeyArn"] == MINIMAL["BackupPlan"]["kms_key_arn"]


def test_nobody_ends_a_recovery_point_before_its_time_or_copies_it_elsewhere() -> None:
    found = statements(plan().one("aws:backup/vaultPolicy:VaultPolicy"))
    assert set(found["DenyDeletion"]["Action"]) == {
        "backup:DeleteRecoveryPoint",
        "backup:DisassociateRecoveryPoint",
        "backup:UpdateRecoveryPointLifecycle",
    }
    assert {(each["Effect"], each["Principal"]) for each in found.values()} == {("Deny", "*")}
    assert "Condition" not in found["DenyOtherCopies"]


def test_a_plan_that_copies_lets_copies_go_there_and_nowhere_else() -> None:
    found = statements(plan(copy_vault_arns=[FRANKFURT]).one("aws:backup/vaultPolicy:VaultPolicy"))
    assert found["DenyOtherCopies"]["Condition"] == {"ForAnyValue:ArnNotEquals": {"backup:CopyTargets": [FRANKFURT]}}


def test_the_lock_holds_the_days_of_the_class_and_can_be_lifted_unless_said_otherwise() -> None:
    lock = plan().one(LOCK).inputs
    assert (lock["minRetentionDays"], lock["maxRetentionDays"]) == (7, 365)
    assert "changeableForDays" not in lock


def test_a_lock_for_ever_leaves_the_days_to_think_better_of_it() -> None:
    lock = plan(tags=of_class("weights"), lock_that_cannot_be_undone_after_days=3).one(LOCK).inputs
    assert lock["changeableForDays"] == 3


def test_what_carries_the_class_and_the_environment_is_backed_up_and_nothing_else() -> None:
    selection = plan(resource_types=["RDS", "S3"]).one("aws:backup/selection:Selection").inputs
    assert selection["resources"] == ("arn:aws:rds:eu-north-1:111122223333:db:*", "arn:aws:s3:::*")
    (condition,) = selection["conditions"]
    assert {(each["key"], each["value"]) for each in condition["stringEquals"]} == {
        ("aws:ResourceTag/DataClassification", "personal"),
        ("aws:ResourceTag/Environment", "prod"),
    }


def test_named_resources_are_backed_up_whatever_their_tags() -> None:
    selection = plan(resource_arns=["arn:aws:rds:eu-north-1:111122223333:db:users"]).one(
        "aws:backup/selection:Selection"
    )
    assert selection.inputs["resources"] == ("arn:aws:rds:eu-north-1:111122223333:db:users",)
    assert "conditions" not in selection.inputs


def test_copies_end_when_what_they_are_copies_of_ends() -> None:
    found = rule(plan(copy_vault_arns=[FRANKFURT]))
    assert found["lifecycle"] == {"deleteAfter": 35}
    assert found["copyActions"] == ({"destinationVaultArn": FRANKFURT, "lifecycle": {"deleteAfter": 35}},)


def test_the_role_reads_only_the_types_the_plan_backs_up() -> None:
    actions = str(plan(resource_types=["RDS"]).one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])
    assert "rds:CreateDBSnapshot" in actions
    assert not any(other in actions for other in ("s3:", "dynamodb:", "fsx:", "ec2:", "CopyIntoBackupVault"))


def test_restores_are_tested_out_of_this_vault_alone_with_a_role_of_their_own() -> None:
    graph = plan(resource_types=["RDS", "S3"], restore_testing={"resource_types": ["RDS"]})
    assert graph.one(TESTING).inputs["recoveryPointSelection"]["includeVaults"][0].urn == graph.one(VAULT).urn
    (selection,) = graph.of_type("aws:backup/restoreTestingSelection:RestoreTestingSelection")
    assert selection.inputs["protectedResourceType"] == "RDS"
    assert len(graph.of_type("aws:iam/role:Role")) == 2


def test_all_that_can_be_restored_for_a_test_is_and_nobody_is_told_unless_asked() -> None:
    graph = plan(resource_types=["RDS", "Redshift", "S3"])
    tested = graph.of_type("aws:backup/restoreTestingSelection:RestoreTestingSelection")
    assert {each.inputs["protectedResourceType"] for each in tested} == {"RDS", "S3"}
    assert plan(resource_types=["Redshift"]).of_type(TESTING) == ()
    assert graph.of_type("aws:backup/vaultNotifications:VaultNotifications") == ()


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a copy outside the residency": (
        {"copy_vault_arns": [VIRGINIA], "residency": ["eu"]},
        "copy_vault_arns has a vault in us-east-1, which is in 'us'; the data may be kept in 'eu' only",
    ),
    "a copy to a neighbour who left": (
        {"copy_vault_arns": [LONDON], "residency": ["eu"]},
        "copy_vault_arns has a vault in eu-west-2, which is in 'uk'; the data may be kept in 'eu' only",
    ),
    "a copy abroad where nothing is said of residency": (
        {"copy_vault_arns": [VIRGINIA]},
        "the data may be kept in 'eu' only",
    ),
    "a copy beside the backup": (
        {"copy_vault_arns": [FRANKFURT.replace("eu-central-1", "eu-north-1")]},
        "copy_vault_arns has a vault in eu-north-1, where the backups are; a vault in another region is right",
    ),
    "a copy to no vault": (
        {"copy_vault_arns": ["copies"]},
        "copy_vault_arns has 'copies'; the ARN of a vault is right",
    ),
    "a copy to no region": (
        {"copy_vault_arns": [FRANKFURT.replace("eu-central-1", "eu-centrel-1")]},
        "copy_vault_arns has a vault in 'eu-centrel-1'",
    ),
    "longer than the class may be kept": (
        {"retention_days": 366},
        "retention_days is 366 for personal data; 7 to 365 days are right: an erased person lives on in backups",
    ),
    "longer than special data may be kept": (
        {"retention_days": 91, "tags": of_class("special")},
        "retention_days is 91 for special data; 7 to 90 days are right",
    ),
    "too short to notice a mistake": ({"retention_days": 6}, "retention_days is 6 for personal data"),
    "cold storage left too early": (
        {"resource_types": ["EFS"], "retention_days": 119, "cold_storage_after_days": 30},
        "retention_days is 119 with cold storage after 30 days; what moves there stays 90 days at least: 120 or more",
    ),
    "cold storage of a type that has none": (
        {"retention_days": 300, "cold_storage_after_days": 30},
        "cold_storage_after_days is 30 for RDS; only DynamoDB, EBS and EFS have cold storage",
    ),
    "a lock for ever at once": (
        {"tags": of_class("weights"), "lock_that_cannot_be_undone_after_days": 0},
        "lock_that_cannot_be_undone_after_days is 0; 3 to 36500 are right: until then the lock can still be lifted",
    ),
    "a lock for ever on a person's data": (
        {"lock_that_cannot_be_undone_after_days": 30},
        "lock_that_cannot_be_undone_after_days is 30 for personal data; nobody could erase a person's backups then",
    ),
    "every half hour": (
        {"schedule": "cron(0/30 * ? * * *)"},
        "schedule is 'cron(0/30 * ? * * *)', every 30 minutes; AWS Backup runs once an hour at most",
    ),
    "a rate": ({"schedule": "rate(1 day)"}, "schedule is 'rate(1 day)', no cron expression of six fields"),
    "a day that never comes": ({"schedule": "cron(0 3 30 2 ? *)"}, "a day that never comes"),
    "no time to finish": (
        {"start_window_minutes": 120, "completion_window_minutes": 150},
        "completion_window_minutes is 150 with a start window of 120; 60 minutes more than that are right",
    ),
    "no time to begin": ({"start_window_minutes": 30}, "start_window_minutes is 30; a whole number from 60"),
    "continuous for longer than the service goes back": (
        {"continuous": True, "retention_days": 36},
        "retention_days is 36 with continuous backups; those go back 35 days at most",
    ),
    "continuous of a type that cannot": (
        {"continuous": True, "resource_types": ["EFS"]},
        "continuous is true for EFS; only Aurora, RDS and S3 have continuous backups",
    ),
    "a restore test of a type that cannot": (
        {"resource_types": ["Redshift"], "restore_testing": {"resource_types": ["Redshift"]}},
        "restore_testing: resource_types has Redshift; AWS Backup cannot test its restores",
    ),
    "a restore test of what is not backed up": (
        {"restore_testing": {"resource_types": ["S3"]}},
        "restore_testing: resource_types has S3, which the plan does not back up; RDS is right",
    ),
    "a type nobody backs up": ({"resource_types": ["Keyspaces"]}, "resource_types is 'Keyspaces'"),
    "nothing to back up": ({"resource_types": []}, "resource_types is empty"),
}


@pytest.mark.parametrize("mistake", REFUSED)
def test_it_refuses(mistake: str) -> None:
    args, sentence = REFUSED[mistake]
    with pytest.raises(ValueError, match="BackupPlan 'backups': ") as refused:
        plan(**args)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_copy_within_a_wider_residency_is_allowed() -> None:
    assert rule(plan(copy_vault_arns=[LONDON], residency=["eu", "uk"]))["copyActions"]


def test_everything_at_once_is_allowed() -> None:
    capture(lambda: BackupPlan("backups", FULL["BackupPlan"]))  # type: ignore[arg-type]
