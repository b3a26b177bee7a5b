"""KMS keys and aliases."""

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
        outputs=lambda r, item: {"arn": item["Arn"], "keyId": item["KeyId"]},
        computed=("arn", "keyId"),
        named=lambda r: (f"aws:kms/key:Key|{r.id}",),
        # Deletion is scheduled, and KMS asks nobody who still encrypts with the key.
        may_be_named_when_deleted=("*",),
        gone=("NotFoundException", "KMSInvalidStateException"),
        tag_calls="kms",
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
        names=lambda r: (
            (f"aws:kms/key:Key|{r['targetKeyId']}",)
            if isinstance(r["targetKeyId"], str) and not r["targetKeyId"].startswith("arn:")
            else ()
        ),
        gone=("NotFoundException",),
    ),
)
