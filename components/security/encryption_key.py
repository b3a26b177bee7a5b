"""Encryption key: one KMS key for one class of data, with administration and use kept apart.

Deploys: a key that rotates, its policy, an alias.
For: everything of one data class, so that shredding the key shreds the class. Not for: signing, imported key material,
keys in several regions.
"""

import re
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.security.key_policy import PROTECTABLE, key_policy

ROTATION_DAYS = 365
# https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
FEWEST_ROTATION_DAYS, MOST_ROTATION_DAYS = 90, 2560
DELETION_WINDOW_DAYS = 30
# https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
FEWEST_DELETION_DAYS, MOST_DELETION_DAYS = 7, 30
# https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
ALIAS = re.compile(r"alias/(?!aws/)[A-Za-z0-9/_-]{1,250}")


class EncryptionKeyArgs(TypedDict):
    """Inputs of EncryptionKey."""

    protects: list[str]
    """What it encrypts, and so which services may use it: audit_trail, backups, batch_analytics, batch_clusters,
    caches, catalog, cluster_secrets, document_databases, filesystems, home_filesystems, images, logs,
    relational_databases, stores, stream_processors, streams, vector_stores, volumes, wide_column_databases. With both
    filesystems and stores, file systems may be linked to the stores; with batch_clusters, nodes of EMR ask for the
    keys of their disks."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account the key is made in, 12 digits."""
    tags: dict[str, str]
    """Tags of the key; Owner, Environment, DataClassification and Purpose are required. DataClassification is the class
    of data the key is for."""
    administrator_arns: NotRequired[list[Input[str]]]
    """Roles that manage the key and may never use it. Default: whoever IAM of this account lets manage keys."""
    rotation_days: NotRequired[int]
    """Days between rotations of the key material, 90 to 2560. Default: 365."""
    deletion_window_days: NotRequired[int]
    """Days a deleted key can still be rescued, 7 to 30. Default: 30."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class EncryptionKey(Component):
    """A rotating KMS key for one class of data, whose administrators cannot read what it encrypts."""

    key_arn: Output[str]
    """ARN of the key."""
    key_id: Output[str]
    """Id of the key."""
    alias_name: Output[str]
    """Alias of the key, such as alias/prod/personal."""

    def __init__(self, name: str, args: EncryptionKeyArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        protects = sorted({self.one_of("protects", use, PROTECTABLE) for use in args["protects"]})
        if not protects:
            raise self.refuse("protects", "is empty", f"name what the key encrypts: {', '.join(sorted(PROTECTABLE))}")
        rotation_days = self.whole_number(
            "rotation_days", args.get("rotation_days", ROTATION_DAYS), FEWEST_ROTATION_DAYS, MOST_ROTATION_DAYS
        )
        deletion_days = self.whole_number(
            "deletion_window_days",
            args.get("deletion_window_days", DELETION_WINDOW_DAYS),
            FEWEST_DELETION_DAYS,
            MOST_DELETION_DAYS,
        )
        # Environments can share an account, so the alias carries the environment.
        alias_name = self.matching(
            "the alias made of the Environment tag and the name",
            f"alias/{tags['Environment']}/{name}",
            ALIAS,
            "letters, digits, '/', '_' and '-' are right in both",
        )

        key = aws.kms.Key(
            name,
            description=f"Encrypts {tags['DataClassification']} data: {', '.join(protects)}",
            policy=key_policy(place, protects, args.get("administrator_arns", [])),
            enable_key_rotation=True,
            rotation_period_in_days=rotation_days,
            deletion_window_in_days=deletion_days,
            multi_region=False,  # a copy of the key elsewhere would let the data be read elsewhere
            tags={**tags, "Name": name},
            # Without its key every store of the class is lost.
            opts=self.child(protect=True),
        )
        alias = aws.kms.Alias(name, name=alias_name, target_key_id=key.key_id, opts=self.child())

        self.key_arn, self.key_id, self.alias_name = key.arn, key.key_id, alias.name
        self.register_outputs({"keyArn": self.key_arn, "keyId": self.key_id, "aliasName": self.alias_name})
