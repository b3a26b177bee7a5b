"""Why a home file system is declared as it is."""

from typing import Any

import pytest

from components.storage.home_filesystem import HomeFilesystem
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements
from tests.examples import MINIMAL

FILESYSTEM = "aws:efs/fileSystem:FileSystem"
TARGET = "aws:efs/mountTarget:MountTarget"
POINT = "aws:efs/accessPoint:AccessPoint"
POLICY = "aws:efs/fileSystemPolicy:FileSystemPolicy"
BACKUPS = "aws:efs/backupPolicy:BackupPolicy"
IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OUT = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
VISION = {"user_id": 2001, "group_id": 3001}


def homes(**args: Any) -> Graph:
    return capture(lambda: HomeFilesystem("homes", {**MINIMAL["HomeFilesystem"], **args}))  # type: ignore[typeddict-item]


def policy(**args: Any) -> dict[str, dict[str, Any]]:
    return statements(homes(**args).one(POLICY))


def test_it_is_encrypted_with_the_given_key_elastic_and_survives_a_careless_destroy() -> None:
    made = homes().one(FILESYSTEM)
    assert made.inputs["encrypted"] is True
    assert made.inputs["kmsKeyId"] == MINIMAL["HomeFilesystem"]["kms_key_arn"]
    assert made.inputs["throughputMode"] == "elastic"
    assert made.protect


def test_every_zone_has_a_mount_target_that_clients_reach_over_nfs_and_nothing_else() -> None:
    graph = homes(subnet_ids={"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"})
    assert [each.inputs["subnetId"] for each in graph.of_type(TARGET)] == ["subnet-0a", "subnet-0b"]
    (rule,) = graph.of_type(IN)
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (2049, 2049)
    assert rule.inputs["referencedSecurityGroupId"] == "sg-0cluster"
    assert not graph.of_type(OUT)


def test_a_team_acts_as_its_own_user_below_its_own_directory_whoever_writes() -> None:
    inputs = homes().one(POINT).inputs
    assert inputs["posixUser"] == {"uid": 2001, "gid": 3001}
    assert inputs["rootDirectory"] == {
        "path": "/vision",
        "creationInfo": {"ownerUid": 2001, "ownerGid": 3001, "permissions": "0770"},
    }


def test_nobody_mounts_it_in_clear_without_an_access_point_or_as_root() -> None:
    statements = policy()
    denied = {sid: each for sid, each in statements.items() if each["Effect"] == "Deny"}
    assert all(each["Principal"] == {"AWS": "*"} for each in denied.values())
    assert denied["DenyClearText"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert denied["DenyWholeFileSystem"]["Condition"] == {"Null": {"elasticfilesystem:AccessPointArn": "true"}}
    assert denied["DenyRoot"]["Action"] == "elasticfilesystem:ClientRootAccess"
    assert "Condition" not in denied["DenyRoot"]


def test_where_roles_are_named_nobody_else_mounts_it() -> None:
    role = "arn:aws:iam::111122223333:role/node"
    assert policy(client_role_arns=[role])["MountThroughAccessPoints"]["Principal"] == {"AWS": [role]}
    assert policy()["MountThroughAccessPoints"]["Principal"] == {"AWS": "*"}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({}, ["AFTER_30_DAYS", "AFTER_90_DAYS"]),
        ({"infrequent_after_days": 1}, ["AFTER_1_DAY", "AFTER_90_DAYS"]),
        ({"infrequent_after_days": 180}, ["AFTER_180_DAYS", "AFTER_270_DAYS"]),
        ({"infrequent_after_days": 365}, ["AFTER_365_DAYS"]),
        ({"infrequent_after_days": 7, "archive_after_days": 30}, ["AFTER_7_DAYS", "AFTER_30_DAYS"]),
    ],
)
def test_what_nobody_reads_becomes_cheaper_and_comes_back_when_it_is_read(args: Any, words: list[str]) -> None:
    policies = homes(**args).one(FILESYSTEM).inputs["lifecyclePolicies"]
    keys = ("transitionToIa", "transitionToArchive")
    assert list(policies[:-1]) == [{key: word} for key, word in zip(keys, words, strict=False)]
    assert policies[-1] == {"transitionToPrimaryStorageClass": "AFTER_1_ACCESS"}


def test_it_is_backed_up_unless_said_otherwise() -> None:
    assert homes().one(BACKUPS).inputs["backupPolicy"] == {"status": "ENABLED"}
    assert homes(without_backups=True).one(BACKUPS).inputs["backupPolicy"] == {"status": "DISABLED"}


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"subnet_ids": {}}, "subnet_ids is empty; give a private subnet in each zone that mounts it"),
        ({"teams": {}}, "teams has 0; 1 to 1000 teams are right"),
        (
            {"teams": {"Vision": VISION}},
            "teams is 'Vision'; 2 to 30 small letters, digits and hyphens are right, such as 'vision'",
        ),
        (
            {"teams": {"vision": {**VISION, "user_id": 0}}},
            "teams.vision.user_id is 0; a whole number from 1000 to 2147483647 is right",
        ),
        (
            {"teams": {"vision": {**VISION, "group_id": 65_534}}},
            "teams.vision.group_id is 65534; that is nobody's: choose another",
        ),
        (
            {"teams": {"vision": VISION, "speech": VISION}},
            "teams.speech.user_id is that of 'vision'; a team of its own has a user of its own",
        ),
        ({"infrequent_after_days": 29}, "infrequent_after_days is 29; EFS has no such period, the nearest is 30"),
        (
            {"archive_after_days": 30},
            "archive_after_days is 30; more than infrequent_after_days (30) is right",
        ),
    ],
)
def test_what_cannot_be_is_refused(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared
        homes(**args)
    assert str(refused.value) == f"HomeFilesystem 'homes': {sentence}"
