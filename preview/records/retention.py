"""How long a store keeps data, said from its own inputs and from the resources that belong to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.stores import StoreType
from graph.model import Resource
from policies.documents import Malformed, parsed, statements
from policies.flows.model import UNKNOWN
from policies.rules.common import BUCKET_POLICY, LIFECYCLE, OBJECT_LOCK, VERSIONING, of_bucket
from policies.scene import Scene
from policies.values import ABSENT, at, hidden, items

VAULT_LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
ECR_LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
BUCKET = "s3-lifecycle"
REPOSITORY = "ecr-lifecycle"


def retention(store: Resource, about: StoreType, scene: Scene) -> str:
    """How long what is in use stays."""
    if about.limit == BUCKET:
        return "; ".join(_bucket_rules(store, scene, ("expiration.days",), "{}")) or about.without_limit
    if about.limit == REPOSITORY:
        return _image_rules(store, scene) or about.without_limit
    value = at(store, about.limit) if about.limit else ABSENT
    if value is ABSENT or value == 0:
        return about.without_limit
    if hidden(value):
        return UNKNOWN
    if about.unit == "attribute":
        return f"until the time in each item's {value}"
    if about.unit == "node":
        return "until the node ends" if str(value).lower() == "true" else about.without_limit
    return f"{value} {about.unit}"


def backups(store: Resource, about: StoreType, scene: Scene) -> str:
    """How long older versions and the service's own backups keep what was deleted."""
    if about.limit == BUCKET:
        return _versions(store, scene)
    value = at(store, about.backups) if about.backups else ABSENT
    if value is ABSENT or value == 0:
        return about.without_backups
    if hidden(value):
        return UNKNOWN
    return f"{about.backups} is {value}" if isinstance(value, bool | str) else _days(value)


def lock(store: Resource, scene: Scene) -> str:
    """What stands against deleting: locks, and policies that deny it."""
    said = [*_object_lock(store, scene), *_denied(store, scene), *_vault_lock(store, scene)]
    return "; ".join(said)


def _bucket_rules(store: Resource, scene: Scene, paths: tuple[str, ...], words: str) -> Iterator[str]:
    for part in of_bucket(store, scene, LIFECYCLE):
        for block in items(at(part, "rules")) or ():
            days = next((found for path in paths if (found := at(block, path)) is not ABSENT), ABSENT)
            if days is ABSENT or at(block, "status") != "Enabled":
                continue
            yield words.format(_days(days)) + _where(block)


def _days(value: Any) -> str:
    return UNKNOWN if hidden(value) else "1 day" if value == 1 else f"{value} days"


def _where(block: Any) -> str:
    """Which objects a rule is for; nothing to say where it is for all of them."""
    prefix = at(block, "filter.prefix")
    prefix = at(block, "prefix") if prefix is ABSENT else prefix
    narrow = [word for word in ("and", "tag", "objectSizeGreaterThan", "objectSizeLessThan") if _has(block, word)]
    if narrow:
        return f", for objects its filter names by {' and '.join(narrow)}"
    return "" if prefix is ABSENT or prefix == "" else f", for keys under {UNKNOWN if hidden(prefix) else prefix}"


def _has(block: Any, word: str) -> bool:
    return at(block, f"filter.{word}") is not ABSENT


def _versions(store: Resource, scene: Scene) -> str:
    versioned = [at(part, "versioningConfiguration.status") for part in of_bucket(store, scene, VERSIONING)]
    if not any(hidden(status) or status in ("Enabled", "Suspended") for status in versioned):
        return "no older versions: the bucket is not versioned"
    path = ("noncurrentVersionExpiration.noncurrentDays",)
    said = _bucket_rules(store, scene, path, "older versions go after {}")
    return "; ".join(said) or "older versions stay until somebody deletes them"


def _image_rules(store: Resource, scene: Scene) -> str:
    policies = [at(part, "policy") for part in scene.companions(store, (ECR_LIFECYCLE,), "repository")]
    own = at(store, "lifecyclePolicy")
    said: list[str] = []
    for policy in (*policies, *([] if own is ABSENT else [own])):
        try:
            document = parsed(policy, "policy")
        except Malformed:
            document = None
        listed = items(document.get("rules")) if document is not None else None
        said += [UNKNOWN] if listed is None else [_image_rule(one) for one in listed]
    return "; ".join(said)


def _image_rule(block: Any) -> str:
    selection = block.get("selection", {}) if isinstance(block, Mapping) else {}
    which, number = selection.get("tagStatus", UNKNOWN), selection.get("countNumber", UNKNOWN)
    if selection.get("countType") == "imageCountMoreThan":
        return f"the newest {number} images stay ({which})"
    return f"{which} images go {number} {selection.get('countUnit', 'days')} after their push"


def _object_lock(store: Resource, scene: Scene) -> Iterator[str]:
    for part in of_bucket(store, scene, OBJECT_LOCK):
        mode, days = at(part, "rule.defaultRetention.mode"), at(part, "rule.defaultRetention.days")
        if mode is ABSENT:
            continue
        lifted = {
            "GOVERNANCE": "only who has s3:BypassGovernanceRetention can delete earlier",
            "COMPLIANCE": "nobody can delete earlier",
        }.get(str(mode), UNKNOWN)
        yield f"object lock {mode}: {_days(days)} from writing; {lifted}"


def _denied(store: Resource, scene: Scene) -> Iterator[str]:
    for part in of_bucket(store, scene, BUCKET_POLICY):
        try:
            found = statements(at(part, "policy"), "policy") or ()
        except Malformed:
            found = ()
        for one in found:
            if one.allows or one.conditions or "*" not in one.principals or one.excludes:
                continue
            if any(action in ("s3:DeleteObjectVersion", "s3:Delete*", "s3:*") for action in one.actions):
                yield "the bucket's policy denies deletion to everybody and has to be changed first"


def _vault_lock(store: Resource, scene: Scene) -> Iterator[str]:
    for part in scene.companions(store, (VAULT_LOCK,), "backupVaultName"):
        shortest, days = at(part, "minRetentionDays"), at(part, "changeableForDays")
        least = "no shortest retention" if shortest is ABSENT else f"a recovery point stays at least {_days(shortest)}"
        kind = (
            "governance: who may change the lock can lift it"
            if days is ABSENT
            else f"compliance: nobody can lift it after {_days(days)} of grace"
        )
        yield f"vault lock, {least}; {kind}"
