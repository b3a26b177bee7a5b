"""Stores, and the file systems that feed pools from them."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, Name, TopicArn


class StoreTier(Section):
    """A move of a store's objects to a colder storage class."""

    storage_class: Literal["STANDARD_IA", "GLACIER_IR", "GLACIER"]
    """STANDARD_IA (read now and then), GLACIER_IR (hardly read, at once), GLACIER (restored first, within hours)."""
    after_days: Annotated[int, Field(ge=1, le=3653)]
    """Days after an object was written, 1 to 3653; at least 30 for STANDARD_IA."""


class Store(Section):
    """An encrypted, versioned bucket."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as training-data; a tag."""
    retention_days: Annotated[int, Field(ge=1, le=3653)]
    """Days an object is kept, 1 to 3653."""
    noncurrent_retention_days: Annotated[int, Field(ge=1, le=3653)] = 30
    """Days an overwritten or deleted object is kept, 1 to 3653. Default: 30."""
    subject_key: Annotated[str, Field(pattern=PURPOSE)] | None = None
    """Beginning of the keys that go on with the id of the person whose data it is, such as subjects/; a tag. Personal
    data cannot be found and erased without. Default: none."""
    tiers: Annotated[tuple[StoreTier, ...], Field(max_length=3)] = ()
    """Moves to colder storage classes within the retention, the first one first. Default: none."""


class Training(Section):
    """What a step of training reads."""

    batch_bytes_per_accelerator: Annotated[float, Field(gt=0, le=1e16)]
    """Bytes each accelerator reads for a step, such as 4.0e+8."""
    step_seconds: Annotated[float, Field(gt=0, le=86_400)]
    """Time of a step in seconds; its batch is there before it ends."""
    files_per_step: Annotated[float, Field(ge=0, le=1_000_000)] = 0
    """Files each accelerator opens for a step. Default: 0, a few large ones that stay open."""


class Checkpoint(Section):
    """What a checkpoint writes."""

    bytes: Annotated[float, Field(gt=0, le=1e18)]
    """Size of a whole checkpoint, weights and optimiser state of all shards, in bytes, such as 1.4e+12."""
    interval_seconds: Annotated[float, Field(gt=0, le=604_800)]
    """Seconds from one checkpoint to the next."""
    allowed_stall_seconds: Annotated[float, Field(ge=0, le=604_800)]
    """Seconds training may stand still for one; 0: it is written in the background while training reads."""
    kept: Annotated[int, Field(ge=1, le=1000)] = 2
    """Checkpoints it holds at a time. Default: 2, the one being written and the one before it."""


class Filesystem(Section):
    """An FSx for Lustre file system in front of a store, for nodes that read it again and again.

    How large and how fast it is follows from what it feeds; `python -m stacks storage STACK` shows it.
    """

    pools: Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]
    """Pools it feeds: keys of `accelerator_pools` that start in one zone, where it is then too. Of each pool
    `max_nodes` nodes read at a time, whichever step of its capacity they come from."""
    store: Name
    """Store it is linked to: a key of `stores`."""
    gigabytes_per_second_per_accelerator: Annotated[float, Field(gt=0, le=100)] | None = None
    """What each accelerator reads, in gigabytes a second. Either this or `training`. Default: none."""
    training: Training | None = None
    """What a step of training reads, and how long it takes. Default: none, the rate is given."""
    checkpoint: Checkpoint | None = None
    """What a checkpoint writes, how often, and how long training may stand still for it. Default: none."""
    dataset_bytes: Annotated[float, Field(ge=0, le=1e18)] = 0
    """Bytes it holds beside checkpoints, however slow. Default: 0, the speed decides."""
    deployment_type: Literal["PERSISTENT_2", "PERSISTENT_1", "SCRATCH_2"] = "PERSISTENT_2"
    """PERSISTENT_2 and PERSISTENT_1 replace failed servers, SCRATCH_2 does not. Default: PERSISTENT_2."""
    storage_type: Literal["SSD", "HDD"] = "SSD"
    """SSD, or HDD of PERSISTENT_1 for large files that are read in order. Default: SSD."""
    efa: bool = False
    """Whether nodes reach it over EFA, up to 700 Gbps each; it cannot be changed later. Default: false."""
    allowed_lag_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    """Minutes that a change may wait to be imported from the store, or exported to it, before an alarm rings.
    Default: 15."""
    alarm_topic_arns: Annotated[tuple[TopicArn, ...], Field(max_length=5)] = ()
    """SNS topics that hear of a link that lags. Default: none, the alarms are seen in the console."""
    quota_gib: Annotated[int, Field(ge=1200, le=100_000_000)] | None = None
    """Storage of this kind the account may have, in GiB. Default: what every account has, 100800 on SSD."""
