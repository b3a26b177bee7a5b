"""Kafka on MSK and Kinesis data streams: versions with their end of support, broker types, and what one can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import instance_types
from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class KafkaVersion:
    """A version of Kafka by the name MSK has for it."""

    version: str
    metadata: str
    """Where the cluster keeps what it knows of itself: `zookeeper` or `kraft`. It cannot be changed later."""
    released: str
    """Day MSK had it first, as 2025-02-20."""
    end_of_support: str
    """Day after which MSK upgrades by itself; empty while none is published."""

    @property
    def supported(self) -> bool:
        """Whether no end is published: MSK makes no new clusters of versions with one."""
        return not self.end_of_support


@dataclass(frozen=True, slots=True)
class BrokerType:
    """A size of a standard broker."""

    name: str
    vcpus: int
    partitions: int
    """Copies of partitions, leaders and followers, AWS recommends at most on one broker."""
    network_megabytes_per_second: float
    """Sustained network of the instance, in MB/s each way."""
    storage_megabytes_per_second: float
    """What its disk takes and gives sustained, in MB/s: the smaller of the volume's and the instance's."""


@cache
def kafka_versions() -> Mapping[str, KafkaVersion]:
    """Every version MSK has had lately, by name."""
    return {
        row["version"]: KafkaVersion(row["version"], row["metadata"], row["released"], row["end_of_support"])
        for row in table("kafka_versions")
    }


def kafka_version(name: str) -> KafkaVersion:
    """A version by MSK's name. Raises UnknownFact."""
    if name not in kafka_versions():
        raise UnknownFact("Kafka version of MSK", name, kafka_versions())
    return kafka_versions()[name]


@cache
def broker_types() -> Mapping[str, BrokerType]:
    """Every type of broker there is to plan with, by name."""
    volume = stream_limit("kafka_volume_megabytes_per_second")
    made = {}
    for row in table("kafka_brokers"):
        host = instance_types()[row["instance_type"]]
        made[row["broker_type"]] = BrokerType(
            row["broker_type"],
            host.vcpus,
            int(row["partitions"]),
            host.baseline_gbps * 1000 / 8,
            min(volume, float(row["ebs_megabytes_per_second"])),
        )
    return made


def broker_type(name: str) -> BrokerType:
    """A type of broker by its name. Raises UnknownFact."""
    if name not in broker_types():
        raise UnknownFact("type of broker", name, broker_types())
    return broker_types()[name]


def stream_limit(name: str) -> float:
    """A figure of `data/stream_limits.csv`, in the unit that stands there."""
    return _limits()[name]


@cache
def _limits() -> Mapping[str, float]:
    return {row["name"]: float(row["value"]) for row in table("stream_limits")}
