"""What stands against deleting from a store: locks, and policies that deny it."""

from collections.abc import Iterator

from graph.model import Resource
from policies.documents import Malformed, statements
from policies.flows.model import UNKNOWN
from policies.rules.common import BUCKET_POLICY, OBJECT_LOCK, of_bucket
from policies.scene import Scene
from policies.values import ABSENT, at
from preview.records.retention import days_said

VAULT_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
VAULT_POLICY = "aws:backup/vaultPolicy:VaultPolicy"
OBJECTS = ("s3:DeleteObjectVersion", "s3:Delete*", "s3:*")
POINTS = ("backup:DeleteRecoveryPoint", "backup:Delete*", "backup:*")


def lock(store: Resource, scene: Scene) -> str:
    """What stands against deleting: locks, and policies that deny it."""
    parts = (_object_lock(store, scene), _denied(store, scene), _vault_lock(store, scene), _vault_denied(store, scene))
    said = [sentence for part in parts for sentence in part]
    return "; ".join(said)


def _object_lock(store: Resource, scene: Scene) -> Iterator[str]:
    for part in of_bucket(store, scene, OBJECT_LOCK):
        mode, days = at(part, "rule.defaultRetention.mode"), at(part, "rule.defaultRetention.days")
        if mode is ABSENT:
            continue
        lifted = {
            "GOVERNANCE": "only who has s3:BypassGovernanceRetention can delete earlier",
            "COMPLIANCE": "nobody can delete earlier",
        }.get(str(mode), UNKNOWN)
        yield f"object lock {mode}: {days_said(days)} from writing; {lifted}"


def _denied(store: Resource, scene: Scene) -> Iterator[str]:
    for part in of_bucket(store, scene, BUCKET_POLICY):
        yield from _denies(part, OBJECTS, "the bucket's policy denies deletion")


def _vault_denied(store: Resource, scene: Scene) -> Iterator[str]:
    for part in scene.companions(store, (VAULT_POLICY,), "backupVaultName"):
        yield from _denies(part, POINTS, "the vault's policy denies deletion of recovery points")


def _denies(part: Resource, deleting: tuple[str, ...], what: str) -> Iterator[str]:
    try:
        found = statements(at(part, "policy"), "policy") or ()
    except Malformed:
        found = ()
    for one in found:
        if one.allows or one.conditions or "*" not in one.principals or one.excludes:
            continue
        if any(action in deleting for action in one.actions):
            yield f"{what} to everybody and has to be changed first"


def _vault_lock(store: Resource, scene: Scene) -> Iterator[str]:
    for part in scene.companions(store, (VAULT_LOCK,), "backupVaultName"):
        shortest, days = at(part, "minRetentionDays"), at(part, "changeableForDays")
        least = (
            "no shortest retention" if shortest is ABSENT else f"a recovery point stays at least {days_said(shortest)}"
        )
        kind = (
            "governance: who may change the lock can lift it"
            if days is ABSENT
            else f"compliance: nobody can lift it after {days_said(days)} of grace"
        )
        yield f"vault lock, {least}; {kind}"
