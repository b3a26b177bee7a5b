"""RES: copies that a service keeps in step elsewhere stay where the data may be. GDPR 44, 28."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import BUCKETS, data_class
from policies.rules.residency import FREE
from policies.scene import Scene
from policies.values import ABSENT, Tri, all3, at, equals, every, given

TABLE = "aws:dynamodb/table:Table"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
SECRET = "aws:secretsmanager/secret:Secret"
IMAGES = "aws:ecr/replicationConfiguration:ReplicationConfiguration"
WHY = "a replica elsewhere is a transfer to another country, made anew with every write"
REMEDY = "take the replica out, or declare its jurisdiction in residency"


@rule(
    "RES-006",
    "Replicas of tables stay where the data may be kept",
    types=(TABLE,),
    why=WHY,
    remedy=REMEDY,
    severity=Severity.CRITICAL,
    gdpr=("44",),
    fix=Fix.NONE,
)
def tables(table: Resource, scene: Scene) -> Iterator[Claim]:
    if equals(data_class(table), *FREE):
        return
    for block in ("replicas", "globalTableWitness"):
        if at(table, block) is not ABSENT:
            held = _all_stay(at(table, block), "regionName", table, scene)
            yield Claim(held, f"{block}.regionName", "has a replica outside the residency")


@rule(
    "RES-007",
    "Objects are replicated only to where the data may be kept, and to nobody else",
    types=(REPLICATION,),
    why=WHY,
    remedy="replicate to a bucket of the stack in a region of the residency",
    severity=Severity.CRITICAL,
    gdpr=("44", "28"),
    fix=Fix.NONE,
    needs_graph=True,
)
def objects(replication: Resource, scene: Scene) -> Iterator[Claim]:
    sources = scene.named(replication, at(replication, "bucket"), "bucket", BUCKETS)
    if sources and all(equals(data_class(each), *FREE) for each in sources):
        return

    def stays(block: Any) -> Tri:
        # An ARN says no region, so a bucket that the stack does not have may be anywhere.
        found = scene.named(replication, at(block, "destination.bucket"), "rules", BUCKETS)
        return all3(_stays(each.region, replication, scene) for each in found) if found else None

    def ours(block: Any) -> Tri:
        account = at(block, "destination.account")
        if account is ABSENT:
            return True
        return equals(account, scene.context.account_id) if scene.context.account_id else None

    rules = at(replication, "rules")
    yield Claim(
        False if given(rules) is False else every(rules, stays),
        "rules.destination.bucket",
        "replicates out of the residency",
    )
    yield Claim(every(rules, ours), "rules.destination.account", "replicates to another account")


@rule(
    "RES-009",
    "Secrets and images are replicated only to where the data may be kept",
    types=(SECRET, IMAGES),
    why=WHY,
    remedy=REMEDY,
    severity=Severity.HIGH,
    gdpr=("44",),
    fix=Fix.NONE,
)
def secrets_and_images(holder: Resource, scene: Scene) -> Iterator[Claim]:
    if holder.type == SECRET:
        if at(holder, "replicas") is not ABSENT:
            held = _all_stay(at(holder, "replicas"), "region", holder, scene)
            yield Claim(held, "replicas.region", "has a replica outside the residency")
        return
    said = at(holder, "replicationConfiguration.rules")
    held = every(said, lambda each: _all_stay(at(each, "destinations"), "region", holder, scene))
    path = "replicationConfiguration.rules.destinations.region"
    yield Claim(held, path, "replicates images out of the residency")


def _all_stay(blocks: Any, path: str, holder: Resource, scene: Scene) -> Tri:
    return every(blocks, lambda each: _stays(at(each, path), holder, scene))


def _stays(region: Any, holder: Resource, scene: Scene) -> Tri:
    """Whether a region is one of the residency, or that of the holder where none is declared."""
    if scene.context.regions:
        return None if region is None else equals(region, *scene.context.regions)
    return equals(region, holder.region) if isinstance(holder.region, str) else None
