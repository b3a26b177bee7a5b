"""LOG: records of what happened. GDPR 30, 33; CCPA A7, A8."""

from collections.abc import Iterator

from graph.model import Resource
from policies.documents import Statement, grants, statements
from policies.rule import Claim, Severity, rule
from policies.rules.common import (
    BUCKET_POLICY,
    BUCKETS,
    CLUSTER,
    LOGGING,
    OBJECT_LOCK,
    TRAIL,
    VERSIONING,
    VPC,
    is_personal,
    is_trail_bucket,
    of_bucket,
    takes_access_logs,
)
from policies.rules.data_events import recorded
from policies.scene import Scene
from policies.values import (
    Tri,
    all3,
    any3,
    at,
    customer_key,
    equals,
    given,
    includes,
    is_true,
)

FLOW_LOG = "aws:ec2/flowLog:FlowLog"


@rule(
    "LOG-002",
    "The audit trail sees all regions, is encrypted, and shows when it was touched",
    types=(TRAIL,),
    why="what the trail misses, or somebody edits, never happened",
    remedy="set isMultiRegionTrail, enableLogFileValidation, enableLogging and kmsKeyId",
    severity=Severity.HIGH,
    gdpr=("30", "33"),
    ccpa=("A7",),
)
def trail(trail: Resource, scene: Scene) -> Iterator[Claim]:
    regions = any3((is_true(at(trail, "isMultiRegionTrail")), is_true(at(trail, "isOrganizationTrail"))))
    yield Claim(regions, "isMultiRegionTrail", "sees one region only")
    yield Claim(is_true(at(trail, "enableLogFileValidation")), "enableLogFileValidation", "does not show changed logs")
    yield Claim(is_true(at(trail, "enableLogging"), absent=True), "enableLogging", "is switched off")
    global_events = is_true(at(trail, "includeGlobalServiceEvents"), absent=True)
    yield Claim(global_events, "includeGlobalServiceEvents", "does not see IAM")
    yield Claim(customer_key(at(trail, "kmsKeyId"), scene.graph), "kmsKeyId", "names no key of the platform")


@rule(
    "LOG-003",
    "Every read and write of personal data is recorded",
    types=BUCKETS,
    why="after a breach nobody could say whose data was read",
    remedy="name the bucket in data_event_bucket_arns of the AuditTrail",
    severity=Severity.HIGH,
    gdpr=("15", "30", "33"),
    ccpa=("A7",),
    needs_graph=True,
)
def data_events(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    personal = is_personal(bucket)
    if personal is False or is_trail_bucket(bucket, scene) or takes_access_logs(bucket, scene):
        return
    yield Claim(any3((recorded(bucket, scene), _not(personal))), "", "is read and written without a record")


def _not(personal: Tri) -> Tri:
    return None if personal is None else False


@rule(
    "LOG-004",
    "Nobody can change or delete the audit logs",
    types=BUCKETS,
    why="whoever breaks in deletes the logs first",
    remedy="give the trail's bucket an object lock with a default retention, and versioning",
    severity=Severity.HIGH,
    gdpr=("5(2)", "33"),
    ccpa=("A7",),
    needs_graph=True,
)
def immutable_logs(bucket: Resource, scene: Scene) -> Iterator[Claim]:
    if not is_trail_bucket(bucket, scene):
        return
    versioned = any3(_is_versioned(part) for part in of_bucket(bucket, scene, VERSIONING))
    locked = any3(given(at(part, "rule.defaultRetention.mode")) for part in of_bucket(bucket, scene, OBJECT_LOCK))
    # A lock holds whatever the policy says, even one that nobody can read.
    kept = locked or any3((locked, *(_refuses_deletion(part) for part in of_bucket(bucket, scene, BUCKET_POLICY))))
    yield Claim(versioned, "versioningConfiguration.status", "holds audit logs without versions")
    yield Claim(kept, "rule.defaultRetention", "lets audit logs be deleted")


def _is_versioned(part: Resource) -> Tri:
    return equals(at(part, "versioningConfiguration.status"), "Enabled")


def _refuses_deletion(part: Resource) -> Tri:
    read = statements(at(part, "policy"), "policy")
    return None if read is None else any3(_denies_deletion(one) for one in read)


def _denies_deletion(one: Statement) -> Tri:
    if one.allows or one.excludes or one.condition_keys or "*" not in one.principals:
        return False
    as_grant = Statement(True, one.principals, one.actions, one.resources, {}, frozenset())
    return all3(grants(as_grant, action) for action in ("s3:DeleteObject", "s3:DeleteObjectVersion"))


@rule(
    "LOG-005",
    "The cluster records who asked its API for what",
    types=(CLUSTER,),
    why="an intruder's first calls go to the API",
    remedy="set enabledClusterLogTypes to api, audit, authenticator, controllerManager and scheduler",
    severity=Severity.HIGH,
    gdpr=("33",),
    ccpa=("A7",),
)
def cluster_logs(cluster: Resource, scene: Scene) -> Iterator[Claim]:
    for kind in ("audit", "authenticator"):
        held = includes(at(cluster, "enabledClusterLogTypes"), kind)
        yield Claim(held, "enabledClusterLogTypes", f"does not record {kind}")


@rule(
    "LOG-006",
    "Networks and stores record who talked to them",
    types=(VPC, *BUCKETS),
    why="without a record nobody can say what left",
    remedy="give the VPC a flow log of ALL traffic, and the bucket access logs or data events",
    severity=Severity.MEDIUM,
    gdpr=("33",),
    ccpa=("A8",),
    needs_graph=True,
)
def traffic(holder: Resource, scene: Scene) -> Iterator[Claim]:
    if holder.type == VPC:
        logs = scene.companions(holder, (FLOW_LOG,), "vpcId")
        yield Claim(any3(equals(at(log, "trafficType"), "ALL") for log in logs), "", "records no traffic")
        return
    if takes_access_logs(holder, scene) or is_trail_bucket(holder, scene):
        return  # logs of logs never end; the trail validates its own files
    logged = any3(given(at(part, "targetBucket")) for part in of_bucket(holder, scene, LOGGING))
    yield Claim(any3((logged, recorded(holder, scene))), "", "is read and written without a record")
