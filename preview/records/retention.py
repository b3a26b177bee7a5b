"""How long a store keeps data, said from its own inputs and from the resources that belong to it."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.stores import StoreType
from graph.model import Resource
from policies.documents import Malformed, parsed
from policies.flows.ending import follows
from policies.flows.model import UNKNOWN
from policies.rules.common import LIFECYCLE, VERSIONING, of_bucket
from policies.rules.streams import hours_kept
from policies.scene import Scene
from policies.values import ABSENT, at, hidden, items, number

ECR_LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
BUCKET = "s3-lifecycle"
REPOSITORY = "ecr-lifecycle"
KAFKA = "kafka-properties"
CONFIGURATION = "aws:msk/configuration:Configuration"
EFS_BACKUPS = "efs-backup-policy"
EFS_POLICY = "aws:efs/backupPolicy:BackupPolicy"
PITR = "pitr:"
DAY = 86_400
# DynamoDB keeps 1 to 35 days, 35 unless told otherwise; Keyspaces 35:
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html
# https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery_HowItWorks.html
PITR_DAYS = 35


def retention(store: Resource, about: StoreType, scene: Scene) -> str:
    """How long what is in use stays."""
    if about.limit == BUCKET:
        return "; ".join(_bucket_rules(store, scene, ("expiration.days",), "{}")) or about.without_limit
    if about.limit == REPOSITORY:
        return _image_rules(store, scene) or about.without_limit
    if about.limit == KAFKA:
        return _kafka(store, scene) or about.without_limit
    value = at(store, about.limit) if about.limit else ABSENT
    if value is ABSENT or value == 0:
        # A file system in front of a bucket lets go of what the bucket deletes, if its link says so.
        return (
            f"{about.without_limit}, or the linked bucket lets go of them"
            if follows(store, scene)
            else (about.without_limit)
        )
    if hidden(value):
        return UNKNOWN
    if about.unit == "attribute":
        return f"until the time in each item's {value}"
    if about.unit == "node":
        return "until the node ends" if str(value).lower() == "true" else about.without_limit
    if about.unit == "seconds" and (read := number(value)) and read % DAY == 0:
        return days_said(round(read / DAY))
    return f"{value} {about.unit}"


def backups(store: Resource, about: StoreType, scene: Scene) -> str:
    """How long older versions and the service's own backups keep what was deleted."""
    if about.limit == BUCKET:
        return _versions(store, scene)
    if about.backups == EFS_BACKUPS:
        return _of_efs(store, scene) or about.without_backups
    path = about.backups.removeprefix(PITR)
    value = at(store, path) if path else ABSENT
    if path != about.backups:
        return _point_in_time(store, value) or about.without_backups
    if value is ABSENT or value == 0:
        return about.without_backups
    return f"{days_said(value)} of the service's own backups"


def _kafka(store: Resource, scene: Scene) -> str:
    arn = at(store, "configurationInfo.arn")
    found = scene.named(store, arn, "configurationInfo", (CONFIGURATION,)) if arn is not ABSENT else ()
    said = [at(each, "serverProperties") for each in found]
    if not said:
        return ""
    hours = hours_kept(said[0]) if isinstance(said[0], str) else UNKNOWN
    word = f"{hours:g}" if isinstance(hours, int | float) else str(hours)
    kept = "for ever" if word.startswith("-") else f"{word} hours from when their segment is closed"
    return f"{kept}, as the brokers are told; a topic's own retention.ms goes before it"


def _of_efs(store: Resource, scene: Scene) -> str:
    for part in scene.companions(store, (EFS_POLICY,), "fileSystemId"):
        status = at(part, "backupPolicy.status")
        if hidden(status):
            return UNKNOWN
        if status in ("ENABLED", "ENABLING"):
            return "daily automatic backups of EFS, kept 35 days"
    return ""


def _point_in_time(store: Resource, value: Any) -> str:
    if hidden(value):
        return UNKNOWN
    if value not in (True, "true", "ENABLED"):
        return ""
    days = at(store, "pointInTimeRecovery.recoveryPeriodInDays")
    return f"point-in-time recovery of {days_said(PITR_DAYS if days is ABSENT else days)}"


def _bucket_rules(store: Resource, scene: Scene, paths: tuple[str, ...], words: str) -> Iterator[str]:
    for part in of_bucket(store, scene, LIFECYCLE):
        for block in items(at(part, "rules")) or ():
            days = next((found for path in paths if (found := at(block, path)) is not ABSENT), ABSENT)
            if days is ABSENT or at(block, "status") != "Enabled":
                continue
            yield words.format(days_said(days)) + _where(block)


def days_said(value: Any) -> str:
    """A number of days as a reader has it; `unknown` where it is hidden."""
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
