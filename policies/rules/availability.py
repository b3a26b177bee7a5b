"""AVA: stores that survive mistakes, failures and the loss of a zone. GDPR 32(1)(b), (c); CCPA A18."""

from collections.abc import Iterator, Mapping

from catalogue.stateful import stateful_types
from graph.model import Resource
from policies.recovery import POINT_IN_TIME, is_stateful, ways_back
from policies.rule import Claim, Severity, rule
from policies.rules.common import BUCKETS, CLUSTER, VERSIONING, of_bucket, takes_access_logs
from policies.rules.databases import AURORA, CACHE, DOCUMENTS, DOMAIN, INSTANCE, MEMBER, SOURCE
from policies.scene import Scene
from policies.values import any3, at, equals, given, is_true, items

TO_THE_MOMENT = tuple(type_ for type_, kind in stateful_types().items() if kind.to_the_moment())


@rule(
    "AVA-001",
    "What is overwritten or deleted by mistake can be brought back",
    types=(*BUCKETS, *TO_THE_MOMENT),
    why="one wrong script, or one intruder, would otherwise end the data",
    remedy="give a bucket versioning with status Enabled, and a database point-in-time recovery",
    severity=Severity.HIGH,
    gdpr=("32(1)(b)", "32(1)(c)"),
    ccpa=("A18",),
    needs_graph=True,
)
def mistakes(store: Resource, scene: Scene) -> Iterator[Claim]:
    if store.type in BUCKETS:
        if not takes_access_logs(store, scene):
            path = "versioningConfiguration.status"
            held = any3(equals(at(part, path), "Enabled") for part in of_bucket(store, scene, VERSIONING))
            yield Claim(held, path, "keeps no versions")
        return
    if is_stateful(store):
        for way in ways_back(store, scene):
            if way.how == POINT_IN_TIME:
                yield Claim(way.holds, way.property, "cannot be brought back to the moment before a mistake")


ACROSS_ZONES: Mapping[str, tuple[str, ...]] = {
    INSTANCE: ("multiAz",),
    CACHE: ("multiAzEnabled", "automaticFailoverEnabled"),
    DOMAIN: ("clusterConfig.zoneAwarenessEnabled",),
}
"""The flags by which each has a copy in another zone that takes over."""
MEMBERS = {AURORA: MEMBER, DOCUMENTS: "aws:docdb/clusterInstance:ClusterInstance"}
"""What the instances of a cluster are: with two, one takes over."""
PROTECTED = (INSTANCE, AURORA, DOCUMENTS)


@rule(
    "AVA-004",
    "Clusters and databases survive the loss of a zone, and are not deleted by mistake",
    types=(CLUSTER, *ACROSS_ZONES, *MEMBERS),
    why="what is in one zone goes when the zone goes, and a wrong command would otherwise be the last one",
    remedy="give it two zones or more, and deletionProtection; before a meant end, a waiver says so",
    severity=Severity.MEDIUM,
    gdpr=("32(1)(b)",),
    ccpa=("A18",),
    needs_graph=True,
)
def zones(resource: Resource, scene: Scene) -> Iterator[Claim]:
    if resource.type == CLUSTER:
        subnets = items(at(resource, "vpcConfig.subnetIds"))
        holds = None if subnets is None else len(subnets) >= 2
        yield Claim(holds, "vpcConfig.subnetIds", "lies in one zone")
        return
    replica = given(at(resource, SOURCE))  # which is a copy in itself
    for path in ACROSS_ZONES.get(resource.type, ()):
        holds = any3((replica, is_true(at(resource, path))))
        yield Claim(holds, path, "has nothing in another zone that takes over")
    if resource.type in MEMBERS:
        members = scene.companions(resource, (MEMBERS[resource.type],), "clusterIdentifier")
        yield Claim(len(members) >= 2, "", "has fewer than two instances, and nothing takes over")
    if resource.type in PROTECTED:
        kept = any3((replica, is_true(at(resource, "deletionProtection"))))
        yield Claim(kept, "deletionProtection", "can be deleted by one command")
