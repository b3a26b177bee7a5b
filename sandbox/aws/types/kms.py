"""KMS keys and aliases."""

import json
from collections.abc import Callable
from typing import Any

from sandbox.aws.model import Call, Request, Type

# Properties moto forgets are kept by the sandbox's own state (rotation period).


def _rotation(r: Request) -> dict[str, object]:
    return {"KeyId": r.id, "RotationPeriodInDays": r["rotationPeriodInDays"]}


POLICY = Call(
    "put_key_policy", lambda r: {"KeyId": r.id, "PolicyName": "default", "Policy": r["policy"]}, on=("policy",)
)
ROTATE = Call(
    "enable_key_rotation",
    _rotation,
    on=("enableKeyRotation", "rotationPeriodInDays"),
    unless=lambda r: not r["enableKeyRotation"],
)

POLICY_OF_KEY = Call("put_key_policy", lambda r: {"KeyId": r["keyId"], "PolicyName": "default", "Policy": r["policy"]})


def _key_named(value: Any) -> tuple[str, ...]:
    """A key given by its id; one given by its ARN is found as every ARN is."""
    return (f"aws:kms/key:Key|{value}",) if isinstance(value, str) and not value.startswith("arn:") else ()


def _beside(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    """A key's policy, rotation and tags, which `describe_key` does not tell."""
    rotation = client("kms").get_key_rotation_status(KeyId=r.id)
    policy = client("kms").get_key_policy(KeyId=r.id, PolicyName="default")["Policy"]
    return {
        "Policy": policy,
        "EnableKeyRotation": rotation["KeyRotationEnabled"],
        "Tags": client("kms").list_resource_tags(KeyId=r.id)["Tags"],
    }


def _open_to_the_account(r: Request) -> str:
    root = f"arn:{r.partition}:iam::{r.account}:root"
    statement = {"Effect": "Allow", "Principal": {"AWS": root}, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


TYPES = (
    Type(
        "aws:kms/key:Key",
        "kms",
        kind="KMS Key",
        create=(
            Call(
                "create_key",
                lambda r: {
                    "Description": r["description"],
                    "Policy": r["policy"],
                    "KeyUsage": r["keyUsage"],
                    "KeySpec": r["customerMasterKeySpec"],
                    "MultiRegion": r["multiRegion"],
                },
            ),
            ROTATE,
        ),
        identity=lambda r, reply: reply["KeyMetadata"]["KeyId"],
        read=Call("describe_key", lambda r: {"KeyId": r.id}),
        found=lambda r, reply: None if reply["KeyMetadata"]["KeyState"] == "PendingDeletion" else reply["KeyMetadata"],
        update=(
            Call(
                "update_key_description",
                lambda r: {"KeyId": r.id, "Description": r["description"] or ""},
                on=("description",),
            ),
            POLICY,
            ROTATE,
            Call(
                "disable_key_rotation",
                lambda r: {"KeyId": r.id},
                on=("enableKeyRotation",),
                unless=lambda r: bool(r["enableKeyRotation"]),
            ),
        ),
        delete=(
            Call(
                "schedule_key_deletion",
                lambda r: {"KeyId": r.id, "PendingWindowInDays": int(r["deletionWindowInDays"] or 30)},
            ),
        ),
        replaces=("keyUsage", "customerMasterKeySpec", "multiRegion"),
        defaults={"description": "Managed by Pulumi"},
        beside=_beside,
        outputs=lambda r, item: {"arn": item["Arn"], "keyId": item["KeyId"]},
        computed=("arn", "keyId"),
        forgotten=("deletionWindowInDays", "rotationPeriodInDays", "bypassPolicyLockoutSafetyCheck"),
        named=lambda r: (f"aws:kms/key:Key|{r.id}",),
        # Deletion is scheduled, and KMS asks nobody who still encrypts with the key.
        may_be_named_when_deleted=("*",),
        gone=("NotFoundException", "KMSInvalidStateException"),
        tag_calls="kms",
    ),
    Type(
        "aws:kms/keyPolicy:KeyPolicy",
        "kms",
        kind="KMS Key Policy",
        create=(POLICY_OF_KEY,),
        identity=lambda r, reply: str(r["keyId"]),
        read=Call("get_key_policy", lambda r: {"KeyId": r["keyId"], "PolicyName": "default"}),
        update=(POLICY_OF_KEY,),
        # A key is never without a policy: what the provider leaves is AWS's default, all to the account.
        delete=(
            Call(
                "put_key_policy",
                lambda r: {"KeyId": r["keyId"], "PolicyName": "default", "Policy": _open_to_the_account(r)},
            ),
        ),
        replaces=("keyId",),
        fixed_when_named=("keyId",),
        forgotten=("keyId", "bypassPolicyLockoutSafetyCheck"),
        names=lambda r: _key_named(r["keyId"]),
        gone=("NotFoundException", "KMSInvalidStateException"),
    ),
    Type(
        "aws:kms/alias:Alias",
        "kms",
        kind="KMS Alias",
        create=(Call("create_alias", lambda r: {"AliasName": r["name"], "TargetKeyId": r["targetKeyId"]}),),
        identity=lambda r, reply: str(r["name"]),
        read=Call("list_aliases", lambda r: {"Limit": 100}),
        found=lambda r, reply: next((a for a in reply["Aliases"] if a["AliasName"] == r.id), None),
        update=(
            Call(
                "update_alias",
                lambda r: {"AliasName": r.id, "TargetKeyId": r["targetKeyId"]},
                on=("targetKeyId",),
            ),
        ),
        delete=(Call("delete_alias", lambda r: {"AliasName": r.id}),),
        replaces=("name", "namePrefix"),
        forgotten=("name", "targetKeyId"),
        fixed_when_named=("name",),
        outputs=lambda r, item: {"arn": r.arn("kms", str(r["name"])), "targetKeyArn": ""},
        computed=("arn", "targetKeyArn"),
        names=lambda r: _key_named(r["targetKeyId"]),
        gone=("NotFoundException",),
    ),
)
