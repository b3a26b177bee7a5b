"""Streams of events."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, LogDays, StreamName


class Stream(Section):
    """Events in order, for readers at their own pace: Kafka on MSK, or a Kinesis data stream."""

    service: Literal["msk", "msk_serverless", "kinesis"]
    """Kafka on brokers of your own (msk), Kafka without (msk_serverless; no key of yours), or kinesis."""
    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)] = "events"
    """What it is for; a tag. Default: events."""
    write_megabytes_per_second: Annotated[float, Field(ge=0, le=10_000)]
    """What is written at the busiest time, in MB/s; brokers and shards follow from it."""
    retention_hours: Annotated[int, Field(ge=1, le=8760)]
    """Hours a record can be read again; on kinesis from 24."""
    retention_days: Annotated[int, Field(ge=1, le=3653)]
    """Days data of this class is kept anywhere; retention_hours may not pass it."""
    readers: Annotated[int, Field(ge=1, le=100)] = 1
    """Groups of readers that each read everything. Default: 1."""
    records_per_second: Annotated[float, Field(ge=0, le=100_000_000)] | None = None
    """Records written at the busiest time, on kinesis. Default: none, MB/s decide."""
    fan_out: Annotated[tuple[StreamName, ...], Field(max_length=20)] | None = None
    """Readers, on kinesis, with a pipe of their own. Default: none."""
    quota_shards: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Shards the account may have, on kinesis. Default: 1000, what every account has."""
    topics: dict[StreamName, Annotated[int, Field(ge=1, le=10_000)]] | None = None
    """Partitions of each topic by its name, on MSK. Default: none."""
    kafka_version: str | None = None
    """Version of Kafka on msk, as MSK writes it, such as 3.8.x.kraft. Default: the one AWS recommends."""
    broker_type: str | None = None
    """Type of the brokers of msk, such as kafka.m7g.large. Default: the one that needs the fewest vCPUs."""
    log_retention_days: LogDays | None = None
    """Days the brokers' logs are kept, on msk; a value CloudWatch Logs accepts. Default: 365."""
