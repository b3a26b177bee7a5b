"""RET: how long data is kept. GDPR 5(1)(e), 17; CCPA 100(a)(3), 105; AI Act 19."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.documents import parsed
from policies.rule import Claim, Severity, rule
from policies.rules.common import (
    BUCKETS,
    LIFECYCLE,
    LOG_GROUP,
    OBJECT_LOCK,
    TRAIL,
    VERSIONING,
    is_personal,
    is_trail_bucket,
    of_bucket,
)
from policies.scene import Scene
from policies.values import ABSENT, Tri, all3, any3, at, equals, every, given, not3, some, within

LONGEST_DAYS = 3650
"""Ten years: what is kept longer is an archive, and needs a waiver."""
LONGEST_LOG_DAYS = 731
SHORTEST_PRODUCTION_LOG_DAYS = 90
SHORTEST_TRAIL_DAYS = 180
"""AI Act, article 19(1): logs are kept for at least six months."""
STORAGE = ("5(1)(e)",)
FILESYSTEM = "aws:fsx/lustreFileSystem:LustreFileSystem"
DATABASES = ("aws:docdb/cluster:Cluster", "aws:rds/cluster:Cluster", "aws:rds/instance:Instance")
SHORTEST_BACKUP_DAYS, LONGEST_BACKUP_DAYS = 7, 35
"""A week, in which a mistake is seen, and what RDS and DocumentDB keep at most."""


@rule(
    "RET-001",
    "Personal data expires",
    types=BUCKETS,
    why="personal data may be kept no longer than its purpose needs",
    remedy="give the bucket a lifecycle rule over everything with expiration.days",
    severity=Severity.HIGH,
    gdpr=STORAGE,
    ccpa=("100(a)(3)", "A16"),
    needs_graph=True,
)
def expiry(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    personal = is_personal(bucket)
    if personal is False:
        return
    parts = of_bucket(bucket, scene, LIFECYCLE)
    if personal is None and not parts:
        yield Claim(None, "tags.DataClassification", "")
        return
    expires = any3(some(at(part, "rules"), expires_everything) for part in parts)
    yield Claim(expires, "rules.expiration", "keeps personal data for ever")


def expires_everything(block: Any) -> Tri:
    days = within(at(block, "expiration.days"), 1, LONGEST_DAYS)
    return all3((equals(at(block, "status"), "Enabled"), days, _covers_everything(block)))


def _covers_everything(block: Any) -> Tri:
    filter_ = at(block, "filter")
    if filter_ is ABSENT:
        return at(block, "prefix") is ABSENT or _is_empty(at(block, "prefix"))
    narrowing = ("and", "tag", "objectSizeGreaterThan", "objectSizeLessThan")
    return all3((_is_empty(at(filter_, "prefix")), *(at(filter_, word) is ABSENT for word in narrowing)))


def _is_empty(prefix: Any) -> Tri:
    return True if prefix is ABSENT else equals(prefix, "")


@rule(
    "RET-002",
    "What moves to cheaper storage also leaves it",
    types=LIFECYCLE,
    why="a transition without an expiry is a promise to keep data for ever, cheaply",
    remedy="add expiration.days to the rule, or a rule over everything that has it",
    severity=Severity.HIGH,
    gdpr=STORAGE,
    ccpa=("100(a)(3)",),
)
def transition(lifecycle: Resource, scene: Scene) -> Iterator[Claim]:
    rules = at(lifecycle, "rules")
    moves = some(rules, lambda block: any3((given(at(block, "transitions")), given(at(block, "transition")))))
    if moves is False:
        return
    covered = some(rules, expires_everything)
    each = every(rules, lambda block: any3((not3(given(at(block, "transitions"))), _expires(block))))
    yield Claim(any3((covered, each)), "rules.expiration", "moves data to cheaper storage and leaves it there")


def _expires(block: Any) -> Tri:
    return within(at(block, "expiration.days"), 1, LONGEST_DAYS)


@rule(
    "RET-003",
    "Old versions and unfinished uploads expire",
    types=BUCKETS,
    why="a deleted object lives on as an old version, and an unfinished upload is invisible",
    remedy="add noncurrentVersionExpiration and abortIncompleteMultipartUpload to a rule over everything",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(e)", "17"),
    ccpa=("105",),
    needs_graph=True,
)
def old_versions(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    versions = of_bucket(bucket, scene, VERSIONING)
    versioned = any3(equals(at(part, "versioningConfiguration.status"), "Enabled", "Suspended") for part in versions)
    if versioned is False:
        return
    parts = of_bucket(bucket, scene, LIFECYCLE)
    for path, wrong in (
        ("noncurrentVersionExpiration.noncurrentDays", "keeps deleted objects as old versions"),
        ("abortIncompleteMultipartUpload.daysAfterInitiation", "keeps unfinished uploads"),
    ):
        holds = any3(some(at(part, "rules"), _ends(path)) for part in parts)
        yield Claim(holds, f"rules.{path}", wrong)


def _ends(path: str) -> Any:
    def ends(block: Any) -> Tri:
        days = within(at(block, path), 1, LONGEST_DAYS)
        return all3((equals(at(block, "status"), "Enabled"), days, _covers_everything(block)))

    return ends


@rule(
    "RET-005",
    "Log groups forget in time, and not too early",
    types=(LOG_GROUP,),
    why="logs hold addresses and names, and are needed to find out what happened",
    remedy=f"set retentionInDays: at most {LONGEST_LOG_DAYS}, in production at least {SHORTEST_PRODUCTION_LOG_DAYS}",
    severity=Severity.HIGH,
    gdpr=STORAGE,
    ccpa=("A7",),
)
def log_retention(group: Resource, scene: Scene) -> Iterator[Claim]:
    days = at(group, "retentionInDays")
    yield Claim(within(days, 1, LONGEST_LOG_DAYS), "retentionInDays", "keeps its events for ever or for too long")
    if not scene.context.for_trying:
        floor = within(days, SHORTEST_PRODUCTION_LOG_DAYS, float("inf"))
        yield Claim(floor, "retentionInDays", "forgets its events before anybody looks")


@rule(
    "RET-010",
    "Backups that a service keeps by itself outlive a mistake, and expire",
    types=(FILESYSTEM, *DATABASES),
    why="data that was erased lives on in its backups, and what was lost is noticed after days",
    remedy=f"set automaticBackupRetentionDays to 90 or less, backupRetentionPeriod to {SHORTEST_BACKUP_DAYS} to"
    f" {LONGEST_BACKUP_DAYS}",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(e)", "17", "32(1)(c)"),
    ccpa=("R7022(d)",),
)
def backups(filesystem: Resource, scene: Scene) -> Iterator[Claim]:
    if filesystem.type in DATABASES:
        # A replica keeps none of its own; an instance of Aurora has those of its cluster.
        if at(filesystem, "replicateSourceDb") is ABSENT:
            shortest = 1 if scene.context.for_trying else SHORTEST_BACKUP_DAYS
            days = within(at(filesystem, "backupRetentionPeriod"), shortest, LONGEST_BACKUP_DAYS)
            yield Claim(days, "backupRetentionPeriod", "keeps backups for too short or too long a time")
        return
    # FSx keeps automatic backups for at most 90 days, and makes none by default:
    # https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-backups-fsx.html
    kept = within(at(filesystem, "automaticBackupRetentionDays"), 0, 90, absent=True)
    yield Claim(kept, "automaticBackupRetentionDays", "keeps backups for too long")


@rule(
    "RET-011",
    "Audit logs are kept for six months, and not for ever",
    types=(TRAIL,),
    why="a breach is found after months, and the AI Act asks for six",
    remedy=f"give the trail's bucket a lifecycle rule with expiration.days of {SHORTEST_TRAIL_DAYS} to {LONGEST_DAYS}",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(e)", "30"),
    ccpa=("A7",),
    needs_graph=True,
)
def trail_retention(trail: Resource, scene: Scene) -> Iterator[Claim]:
    name = at(trail, "s3BucketName")
    buckets = scene.named(trail, name, "s3BucketName", BUCKETS)
    if not buckets:
        # A bucket of another account or stack: its retention is judged where it is declared.
        yield Claim(None if given(name) is not False else False, "s3BucketName", "names no bucket")
    for bucket in buckets:
        parts = of_bucket(bucket, scene, LIFECYCLE)
        long_enough = any3(some(at(part, "rules"), expires_everything) for part in parts)
        too_short = any3(some(at(part, "rules"), _expires_early) for part in parts) and not scene.context.for_trying
        yield Claim(long_enough, "s3BucketName", "writes to a bucket that keeps logs for ever")
        yield Claim(not3(too_short), "s3BucketName", "writes to a bucket that forgets logs within six months")


def _expires_early(block: Any) -> Tri:
    early = within(at(block, "expiration.days"), 0, SHORTEST_TRAIL_DAYS - 1)
    return all3((not3(equals(at(block, "status"), "Disabled")), early))


@rule(
    "RET-012",
    "No lock keeps personal data that somebody may want erased",
    types=BUCKETS,
    why="a COMPLIANCE lock cannot be lifted by anybody, not even for a right to erasure",
    remedy="use GOVERNANCE mode, or keep personal data out of the bucket",
    severity=Severity.HIGH,
    gdpr=("17", "5(1)(e)"),
    ccpa=("105",),
    needs_graph=True,
)
def lock(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    parts = of_bucket(bucket, scene, OBJECT_LOCK)
    personal = is_personal(bucket)
    if not parts or personal is False or is_trail_bucket(bucket, scene):
        return
    for part in parts:
        path = "rule.defaultRetention.mode"
        mode = at(part, path)
        free = True if mode is ABSENT else equals(mode, "GOVERNANCE")
        yield Claim(any3((free, not3(personal))), path, "locks personal data against erasure")


REPOSITORY = "aws:ecr/repository:Repository"
ECR_LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"


@rule(
    "RET-016",
    "Image repositories forget old images",
    types=(REPOSITORY,),
    why="images hold weights, tokens and old vulnerabilities, and nobody looks at the thousandth",
    remedy="give the repository a lifecycle policy",
    severity=Severity.LOW,
    gdpr=STORAGE,
    ccpa=("100(a)(3)",),
    needs_graph=True,
)
def images(repository: Resource, scene: Scene) -> Iterator[Claim]:
    found = scene.companions(repository, (ECR_LIFECYCLE,), "repository")
    yield Claim(any3(has_rules(at(policy, "policy")) for policy in found), "", "keeps every image for ever")


def has_rules(policy: Any) -> Tri:
    if policy is ABSENT:
        return False
    document = parsed(policy, "policy")
    return None if document is None else given(at(document, "rules"))
