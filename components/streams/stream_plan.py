"""What a stream of events needs: the fewest brokers or shards that carry what is written and read, and hold it.

Sizes are decimal: MB/s as writers and readers count them. Disks are in GiB, as AWS sells them.
"""

from dataclasses import dataclass
from math import ceil

from catalogue.streams import BrokerType, KafkaVersion, broker_types, stream_limit
from components.storage.storage_need import NeedError

# A copy in each of three zones: a zone and a broker elsewhere may be away, and no acknowledged record is lost.
KAFKA_COPIES = 3
HOUR = 3600
# Segments a partition has of what it keeps, or one an hour.
SEGMENTS = 24
MEGABYTE = 1_000_000
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class StreamNeed:
    """What is written, by how many it is read, and how long it is kept."""

    write_megabytes_per_second: float
    """At the busiest time, in MB/s."""
    readers: int
    """Groups of readers that each read everything."""
    retention_hours: int
    """Hours a record can be read again, with those until its segment is closed."""
    partitions: int = 0
    """Partitions of all topics together, without their copies."""


@dataclass(frozen=True, slots=True)
class KafkaPlan:
    """The brokers of a cluster."""

    broker_type: str
    brokers: int
    """In all zones together; a multiple of their number."""
    storage_gib: int
    """Disk of each broker, in GiB."""


def roll_hours(retention_hours: int) -> int:
    """Hours until a segment is closed. Kafka forgets whole closed segments, so a record may stay this much longer."""
    return max(1, retention_hours // SEGMENTS)


def plan_kafka(need: StreamNeed, version: KafkaVersion, zones: int, broker_type: BrokerType | None = None) -> KafkaPlan:
    """The cluster with the fewest vCPUs, and of equal ones the fewest brokers, that holds. Raises NeedError.

    broker_type: the only type to take; default: the one that needs least.
    """
    most = int(stream_limit(f"kafka_brokers_{version.metadata}"))
    kinds = [broker_type] if broker_type else list(broker_types().values())
    fitting = [(kind, count) for kind in kinds if (count := _brokers(kind, need, zones)) <= most]
    if not fitting:
        raise NeedError(
            "write_megabytes_per_second",
            f"is {need.write_megabytes_per_second:g} with {need.readers} readers, {need.retention_hours} hours of "
            f"retention and {need.partitions} partitions, more than {most} brokers "
            f"of {broker_type.name if broker_type else 'any type'} carry",
            "share it between several streams, or keep it for less time",
        )
    kind, count = min(fitting, key=lambda pair: (pair[0].vcpus * pair[1], pair[1]))
    held = ceil(_stored_gib(need) / count)
    return KafkaPlan(kind.name, count, max(held, int(stream_limit("kafka_storage_gib_least"))))


def _brokers(kind: BrokerType, need: StreamNeed, zones: int) -> int:
    """The fewest brokers of a type that hold.

    Every record is written once for each copy, and leaves its leader once for each follower and reader:
    https://aws.amazon.com/blogs/big-data/best-practices-for-right-sizing-your-apache-kafka-clusters-to-optimize-performance-and-cost/
    """
    share = stream_limit("kafka_used_share")
    written = need.write_megabytes_per_second * KAFKA_COPIES
    sent = need.write_megabytes_per_second * (KAFKA_COPIES - 1 + need.readers)
    least = max(
        written / (kind.storage_megabytes_per_second * share),
        sent / (kind.network_megabytes_per_second * share),
        need.partitions * KAFKA_COPIES / kind.partitions,
        _stored_gib(need) / stream_limit("kafka_storage_gib_most"),
    )
    return max(1, ceil(least / zones)) * zones


def _stored_gib(need: StreamNeed) -> float:
    """Disk of all brokers together, so that what is kept leaves the share free that the alarm is at."""
    written = need.write_megabytes_per_second * MEGABYTE * need.retention_hours * HOUR
    return written * KAFKA_COPIES / GIB / stream_limit("kafka_disk_share")


def plan_shards(need: StreamNeed, records_per_second: float, fan_out_readers: int, quota: int | None = None) -> int:
    """The fewest shards of a Kinesis stream that carry it. Raises NeedError where the quota has fewer.

    fan_out_readers: those of the readers that have a pipe of their own; the others share one.
    """
    sharing = need.readers - fan_out_readers
    shards = ceil(
        max(
            1,
            need.write_megabytes_per_second / stream_limit("kinesis_shard_write_megabytes_per_second"),
            records_per_second / stream_limit("kinesis_shard_write_records_per_second"),
            need.write_megabytes_per_second * sharing / stream_limit("kinesis_shard_read_megabytes_per_second"),
        )
    )
    most = int(stream_limit("kinesis_shards")) if quota is None else quota
    if shards > most:
        raise NeedError(
            "write_megabytes_per_second",
            f"is {need.write_megabytes_per_second:g} and needs {shards} shards, and the quota is {most}",
            "ask for a higher quota and say it in quota_shards, or give readers enhanced fan-out",
        )
    return shards


def plan_serverless(need: StreamNeed) -> None:
    """Whether a serverless cluster carries it: it has no size, only quotas. Raises NeedError."""
    read = need.write_megabytes_per_second * need.readers
    for key, wanted, limit in (
        ("write_megabytes_per_second", need.write_megabytes_per_second, "serverless_write_megabytes_per_second"),
        ("readers", read, "serverless_read_megabytes_per_second"),
        ("topics", need.partitions, "serverless_partitions"),
    ):
        most = stream_limit(limit)
        if wanted > most:
            what = {"topics": "partitions", "readers": "MB/s read"}.get(key, "MB/s written")
            raise NeedError(
                key, f"makes {wanted:g} {what}, and a serverless cluster has at most {most:g}", "'msk' is right"
            )
