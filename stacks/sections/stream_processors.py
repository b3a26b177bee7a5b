"""Programs over streams."""

from typing import Annotated

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, LogDays, Name


class StreamProcessor(Section):
    """A Flink program that reads streams of the stack and writes its stores; it goes on where it was after a change."""

    data_class: DataClass
    """What it remembers and writes: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as features; a tag."""
    reads: Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]
    """Streams of this file it reads."""
    writes: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    """Stores of this file it writes. Default: none, it writes to streams or databases by its own means."""
    code_store: Name
    """Store of this file its program is in."""
    code_key: Annotated[str, Field(min_length=1, max_length=1024)]
    """Key of the program in that store, a .jar or a .zip; a new version has a new key, and is started in place."""
    runtime: str | None = None
    """Runtime, as the service writes it, such as FLINK-1_20. Default: FLINK-1_20."""
    parallelism: Annotated[int, Field(ge=1, le=32_768)] | None = None
    """Tasks it starts with; from there it scales by itself, up to the quota. Default: 1."""
    parallelism_per_kpu: Annotated[int, Field(ge=1, le=8)] | None = None
    """Tasks that share a unit (1 vCPU, 4 GB, 50 GB of disk). Default: 1."""
    state_gb: Annotated[int, Field(ge=0, le=500_000)] | None = None
    """What the program remembers, in GB; it must lie on the disks it starts with. Default: 0."""
    quota_kpus: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """Units the application may have. Default: 64, what every account has."""
    checkpoint_seconds: Annotated[int, Field(ge=1, le=3600)] | None = None
    """Seconds from one checkpoint to the next. Default: 60."""
    lag_seconds: Annotated[int, Field(ge=1, le=86_400)] | None = None
    """Seconds it may be behind its Kinesis streams before the alarm rings. Default: 600."""
    lag_records: Annotated[int, Field(ge=1, le=100_000_000)] | None = None
    """Records it may be behind in a partition of Kafka before the alarm rings. Default: 100000."""
    log_retention_days: LogDays | None = None
    """Days its logs are kept; a value CloudWatch Logs accepts. Default: 365."""
