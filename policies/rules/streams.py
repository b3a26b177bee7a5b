"""Streams and what reads them: how long records stay, who may ask for them, under which key, and what is remembered."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from graph.model import Resource
from policies.rule import Claim, Severity, rule
from policies.rules.common import is_personal
from policies.scene import Scene
from policies.values import (
    ABSENT,
    Tri,
    any3,
    at,
    customer_key,
    equals,
    given,
    hidden,
    is_false,
    is_true,
    not3,
    number,
    within,
)

STREAM = "aws:kinesis/stream:Stream"
CONFIGURATION = "aws:msk/configuration:Configuration"
TOPIC = "aws:msk/topic:Topic"
KAFKA = "aws:msk/cluster:Cluster"
SERVERLESS = "aws:msk/serverlessCluster:ServerlessCluster"
FLINK = "aws:kinesisanalyticsv2/application:Application"
SECURITY = ("5(1)(f)", "32(1)(a)")
LONGEST_HOURS = 8760
"""A year, the most Kinesis has; what Kafka would keep for longer is a store, not a stream."""
A_WEEK = 168
# What brokers go by, the finest unit first, and how many of it are an hour; the first that is said holds:
# https://kafka.apache.org/documentation/#brokerconfigs_log.retention.ms
UNITS = {"log.retention.ms": 3_600_000, "log.retention.minutes": 60, "log.retention.hours": 1}


@rule(
    "RET-009",
    "Streams forget",
    types=(STREAM, CONFIGURATION, TOPIC),
    why="records that can be read again are kept, however fast they were meant to flow by",
    remedy=f"set retentionPeriod, log.retention.hours or a topic's retention.ms to {LONGEST_HOURS} hours or less",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(e)",),
    ccpa=("100(a)(3)",),
)
def streams(stream: Resource, scene: Scene) -> Iterator[Claim]:
    if stream.type == STREAM:
        # A day where nothing is said.
        kept = within(at(stream, "retentionPeriod"), 1, LONGEST_HOURS, absent=True)
        yield Claim(kept, "retentionPeriod", "keeps records for too long")
        return
    if stream.type == TOPIC:
        yield Claim(_topic_forgets(at(stream, "configs")), "configs", "keeps records for too long")
        return
    yield Claim(_forgets(at(stream, "serverProperties")), "serverProperties", "keeps records for too long")


def _forgets(properties: Any) -> Tri:
    """Whether brokers with these properties forget."""
    if properties is ABSENT:
        return False
    if hidden(properties) or not isinstance(properties, str):
        return None if hidden(properties) else False
    return within(hours_kept(properties), 1, LONGEST_HOURS)


def hours_kept(properties: str) -> Any:
    """Hours brokers with these properties keep a record: a week where they say nothing of it, -1 for ever."""
    pairs = (line.partition("=") for line in properties.splitlines() if not line.lstrip().startswith("#"))
    said = {key.strip(): value.strip() for key, _, value in pairs}
    for name, an_hour in UNITS.items():
        if name in said:
            read = number(said[name])
            return said[name] if read is None else read / an_hour
    return A_WEEK


def _topic_forgets(configs: Any) -> Tri:
    """Whether a topic forgets: as its brokers do where it says nothing of it."""
    if configs is ABSENT or hidden(configs):
        return True if configs is ABSENT else None
    try:
        said = json.loads(configs) if isinstance(configs, str) else configs
    except ValueError:
        return False
    if not isinstance(said, Mapping):
        return False
    longest = LONGEST_HOURS * UNITS["log.retention.ms"]
    return within(said.get("retention.ms", ABSENT), 1, longest, absent=True)


@rule(
    "ENC-022",
    "Kafka encrypts what it keeps and what it sends, and knows who asks",
    types=(KAFKA, SERVERLESS),
    why="a topic holds what people did, in order, and whoever reaches an open broker may read it from the beginning",
    remedy="set encryptionInfo with the ARN of an EncryptionKey, TLS and inCluster, and clientAuthentication with IAM",
    severity=Severity.HIGH,
    gdpr=SECURITY,
    ccpa=("150", "A2"),
)
def kafka(cluster: Resource, scene: Scene) -> Iterator[Claim]:
    if cluster.type == SERVERLESS:
        # It speaks nothing but TLS, and takes no key of ours.
        iam = is_true(at(cluster, "clientAuthentication.sasl.iam.enabled"))
        yield Claim(iam, "clientAuthentication.sasl.iam.enabled", "asks nobody who they are")
        yield Claim(not3(is_personal(cluster)), "", "keeps personal data under a key that is not the platform's")
        return
    path = "encryptionInfo.encryptionAtRestKmsKeyArn"
    yield Claim(customer_key(at(cluster, path), scene.graph), path, "names no key of the platform")
    transit = "encryptionInfo.encryptionInTransit"
    spoken = at(cluster, f"{transit}.clientBroker")
    tls = True if spoken is ABSENT else equals(spoken, "TLS")
    yield Claim(tls, f"{transit}.clientBroker", "lets clients talk without TLS")
    inside = is_true(at(cluster, f"{transit}.inCluster"), absent=True)
    yield Claim(inside, f"{transit}.inCluster", "lets its brokers talk to each other without TLS")
    ways = (
        is_true(at(cluster, "clientAuthentication.sasl.iam")),
        is_true(at(cluster, "clientAuthentication.sasl.scram")),
        given(at(cluster, "clientAuthentication.tls.certificateAuthorityArns")),
    )
    yield Claim(any3(ways), "clientAuthentication", "asks nobody who they are")
    open_ = "clientAuthentication.unauthenticated"
    yield Claim(is_false(at(cluster, open_), absent=True), open_, "lets in who does not say who they are")


@rule(
    "NET-013",
    "Brokers of Kafka are not public",
    types=(KAFKA,),
    why="a broker with a public address is asked by everybody there is, and one wrong list of rights is enough",
    remedy="leave out connectivityInfo, or set its publicAccess.type to DISABLED",
    severity=Severity.CRITICAL,
    gdpr=("5(1)(f)", "32(1)(b)"),
    ccpa=("100(e)", "A10"),
)
def private_brokers(cluster: Resource, scene: Scene) -> Iterator[Claim]:
    path = "brokerNodeGroupInfo.connectivityInfo.publicAccess.type"
    kind = at(cluster, path)
    yield Claim(True if kind is ABSENT else equals(kind, "DISABLED"), path, "gives its brokers public addresses")


BROKER_LOGS = ("cloudwatchLogs", "firehose", "s3")


@rule(
    "LOG-012",
    "Brokers of Kafka and programs of Flink write logs",
    types=(KAFKA, FLINK),
    why="without them nobody can say who was refused, what failed, or since when",
    remedy="enable one of loggingInfo.brokerLogs, or name a log stream in cloudwatchLoggingOptions",
    severity=Severity.MEDIUM,
    gdpr=("32(1)(d)", "33"),
    ccpa=("A7",),
)
def stream_logs(writer: Resource, scene: Scene) -> Iterator[Claim]:
    if writer.type == FLINK:
        path = "cloudwatchLoggingOptions.logStreamArn"
        yield Claim(given(at(writer, path)), path, "writes no logs")
        return
    path = "loggingInfo.brokerLogs"
    enabled = any3(is_true(at(writer, f"{path}.{kind}.enabled")) for kind in BROKER_LOGS)
    yield Claim(enabled, path, "writes no logs")


@rule(
    "AVA-006",
    "What a program of Flink remembers outlives its changes",
    types=(FLINK,),
    why="a program that starts with nothing reads twice, or leaves out, what it had already counted",
    remedy="set snapshotsEnabled and checkpointingEnabled, restore from the latest snapshot, and allow no lost state",
    severity=Severity.HIGH,
    gdpr=("5(1)(d)", "32(1)(b)"),
    ccpa=("A18",),
)
def remembered(application: Resource, scene: Scene) -> Iterator[Claim]:
    inside = at(application, "applicationConfiguration")
    snapshots = is_true(at(inside, "applicationSnapshotConfiguration.snapshotsEnabled"))
    top = "applicationConfiguration"
    yield Claim(snapshots, f"{top}.applicationSnapshotConfiguration.snapshotsEnabled", "takes no snapshots")
    path = "runConfiguration.applicationRestoreConfiguration.applicationRestoreType"
    kind = at(inside, path)
    latest = True if kind is ABSENT else equals(kind, "RESTORE_FROM_LATEST_SNAPSHOT")
    yield Claim(latest, f"{top}.{path}", "does not go on from its latest snapshot")
    path = "runConfiguration.flinkRunConfiguration.allowNonRestoredState"
    whole = is_false(at(inside, path), absent=True)
    yield Claim(whole, f"{top}.{path}", "may start without a part of what it remembered")
    path = "flinkApplicationConfiguration.checkpointConfiguration"
    usual = equals(at(inside, f"{path}.configurationType"), "DEFAULT")
    enabled = any3((usual, is_true(at(inside, f"{path}.checkpointingEnabled"), absent=True)))
    yield Claim(enabled, f"{top}.{path}.checkpointingEnabled", "makes no checkpoints")
    yield Claim(is_false(at(application, "forceStop"), absent=True), "forceStop", "is stopped without a snapshot")
