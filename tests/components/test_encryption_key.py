"""Why a key is as it is."""

from typing import Any

import pytest

from components.security.encryption_key import EncryptionKey
from components.security.key_policy import PROTECTABLE, USE
from graph.capture import capture
from graph.model import Graph, Resource
from tests.components.reading import listed, statements
from tests.examples import MINIMAL

ADMINISTRATOR = "arn:aws:iam::111122223333:role/key-admin"
KEY = "aws:kms/key:Key"


def key(**args: Any) -> Graph:
    return capture(lambda: EncryptionKey("personal", {**MINIMAL["EncryptionKey"], **args}))  # type: ignore[typeddict-item]


def policy(**args: Any) -> dict[str, dict[str, Any]]:
    return statements(key(**args).one(KEY))


def uses(statement: dict[str, Any]) -> bool:
    return bool(set(listed(statement["Action"])) & set(USE))


def the_key(**args: Any) -> Resource:
    return key(**args).one(KEY)


def test_losing_the_key_takes_more_than_a_careless_destroy() -> None:
    assert the_key().protect
    assert the_key().inputs["deletionWindowInDays"] == 30


def test_the_key_rotates_every_year() -> None:
    assert the_key().inputs["enableKeyRotation"] is True
    assert the_key().inputs["rotationPeriodInDays"] == 365


def test_the_key_stays_in_its_region() -> None:
    assert the_key().inputs["multiRegion"] is False


def test_no_statement_both_manages_and_uses() -> None:
    for each in policy(protects=sorted(PROTECTABLE), administrator_arns=[ADMINISTRATOR]).values():
        manages = any(action.startswith(("kms:Put", "kms:Schedule")) for action in listed(each["Action"]))
        assert not (manages and uses(each)), each["Sid"]


def test_nobody_uses_the_key_without_a_service_or_a_context() -> None:
    # Nodes of EMR ask for the keys of their local disks themselves: only roles of their name may.
    nodes = policy(protects=["batch_clusters"])["ClusterNodesUse"]["Condition"]
    assert nodes["ArnLike"] == {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*-cluster-nodes-*"}
    guards = ("aws:PrincipalArn", "kms:ViaService", "kms:EncryptionContext:aws:logs:arn", "aws:SourceArn")
    for each in policy(protects=sorted(PROTECTABLE), administrator_arns=[ADMINISTRATOR]).values():
        if uses(each) and each["Effect"] == "Allow":
            keys = {condition for conditions in each["Condition"].values() for condition in conditions}
            assert keys & set(guards), each["Sid"]


def test_nobody_outside_the_account_is_let_in() -> None:
    for sid, each in policy(protects=sorted(PROTECTABLE)).items():
        for arn in listed(each["Principal"].get("AWS", [])):
            if arn == "*":
                role = each["Condition"]["ArnLike"]["aws:PrincipalArn"]
                assert role.startswith("arn:aws:iam::111122223333:role/aws-service-role/"), sid
                assert each["Condition"]["StringEquals"]["kms:CallerAccount"] == "111122223333", sid
            else:
                assert arn.startswith("arn:aws:iam::111122223333:"), sid


def test_an_administrator_can_never_read_what_the_key_encrypts() -> None:
    denied = policy(administrator_arns=[ADMINISTRATOR])["AdministratorsNeverUse"]
    assert (denied["Effect"], denied["Principal"]) == ("Deny", {"AWS": [ADMINISTRATOR]})
    assert {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"} <= set(denied["Action"])


def test_the_account_can_always_rescue_the_key() -> None:
    assert {"kms:PutKeyPolicy", "kms:CancelKeyDeletion"} <= set(policy()["AccountAdministers"]["Action"])


def test_only_the_services_it_protects_for_use_the_key() -> None:
    via = policy(protects=["stores", "filesystems"])["UseThroughServices"]["Condition"]["StringEquals"]
    assert via["kms:ViaService"] == ["fsx.eu-north-1.amazonaws.com", "s3.eu-north-1.amazonaws.com"]
    assert via["kms:CallerAccount"] == "111122223333"


def test_grants_are_for_services_only() -> None:
    for sid, each in policy(protects=["volumes"]).items():
        if "kms:CreateGrant" in listed(each["Action"]):
            assert each["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}, sid


def test_node_groups_can_start_from_encrypted_volumes_even_before_their_role_exists() -> None:
    found = policy(protects=["volumes"])
    for sid in ("AutoScalingUses", "AutoScalingGrants"):
        assert found[sid]["Condition"]["ArnLike"]["aws:PrincipalArn"].endswith("/AWSServiceRoleForAutoScaling")
    assert found["AutoScalingUses"]["Condition"]["StringEquals"]["kms:ViaService"] == "ec2.eu-north-1.amazonaws.com"


def test_a_file_system_can_be_linked_to_stores_of_the_same_key() -> None:
    found = policy(protects=["stores", "filesystems"])["LinkedFileSystemsUse"]
    assert "/AWSServiceRoleForFSxS3Access_fs-" in found["Condition"]["ArnLike"]["aws:PrincipalArn"]
    assert found["Condition"]["StringEquals"]["kms:ViaService"] == "s3.eu-north-1.amazonaws.com"


@pytest.mark.parametrize("protects", [["stores"], ["filesystems"], ["logs"]])
def test_no_service_is_let_in_for_what_the_key_does_not_protect(protects: list[str]) -> None:
    assert not {"AutoScalingUses", "LinkedFileSystemsUse", "AuditTrailEncrypts"} & set(policy(protects=protects))


def test_log_groups_of_this_account_only_use_a_key_for_logs() -> None:
    found = policy(protects=["logs"])["LogGroupsUse"]
    assert found["Principal"] == {"Service": "logs.eu-north-1.amazonaws.com"}
    context = found["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
    assert context == "arn:aws:logs:eu-north-1:111122223333:log-group:*"


def test_the_audit_trail_encrypts_and_cannot_read() -> None:
    assert policy(protects=["audit_trail"])["AuditTrailEncrypts"]["Action"] == [
        "kms:DescribeKey",
        "kms:GenerateDataKey*",
    ]


def test_two_environments_in_one_account_have_different_aliases() -> None:
    names = {
        key(tags=MINIMAL["EncryptionKey"]["tags"] | {"Environment": environment})
        .one("aws:kms/alias:Alias")
        .inputs["name"]
        for environment in ("dev", "prod")
    }
    assert names == {"alias/dev/personal", "alias/prod/personal"}


@pytest.mark.parametrize(
    ("argument", "value", "sentence"),
    [
        ("protects", [], "protects is empty; name what the key encrypts"),
        ("protects", ["store"], "protects is 'store'; did you mean 'stores'?"),
        ("rotation_days", 30, "rotation_days is 30; a whole number from 90 to 2560 is right"),
        ("deletion_window_days", 5, "deletion_window_days is 5; a whole number from 7 to 30 is right"),
        ("deletion_window_days", 7.5, "deletion_window_days is 7.5; a whole number from 7 to 30 is right"),
        ("tags", MINIMAL["EncryptionKey"]["tags"] | {"Environment": "a b"}, "the alias made of the Environment tag"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(argument: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^EncryptionKey 'personal': ") as refusal:
        key(**{argument: value})
    assert sentence in str(refusal.value)
