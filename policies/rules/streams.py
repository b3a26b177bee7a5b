"""RET of streams: how long records of a stream can be read again. GDPR 5(1)(e); CCPA 100(a)(3)."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.rule import Claim, Severity, rule
from policies.scene import Scene
from policies.values import ABSENT, Tri, at, hidden, number, within

STREAM = "aws:kinesis/stream:Stream"
CONFIGURATION = "aws:msk/configuration:Configuration"
LONGEST_HOURS = 8760
"""A year, the most Kinesis has; what Kafka would keep for longer is a store, not a stream."""
A_WEEK = 168
# What brokers go by, the finest unit first, and how many of it are an hour; the first that is said holds:
# https://kafka.apache.org/documentation/#brokerconfigs_log.retention.ms
UNITS = {"log.retention.ms": 3_600_000, "log.retention.minutes": 60, "log.retention.hours": 1}


@rule(
    "RET-009",
    "Streams forget",
    types=(STREAM, CONFIGURATION),
    why="records that can be read again are kept, however fast they were meant to flow by",
    remedy=f"set retentionPeriod, or log.retention.hours of the brokers, to {LONGEST_HOURS} or less",
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
