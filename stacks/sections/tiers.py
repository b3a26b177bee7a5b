"""Tiers beside stores: home file systems and caches in memory."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import NODE_TYPE, PURPOSE, CacheUser, DataClass, LogDays, Name, Version, Zone

TransitionDays = Literal[1, 7, 14, 30, 60, 90, 180, 270, 365]
PosixId = Annotated[int, Field(ge=1000, le=2_147_483_647)]


class HomeTeam(Section):
    """Whom the files of a team belong to, whoever writes them."""

    user_id: PosixId
    """POSIX user, 1000 to 2147483647; one no other team has."""
    group_id: PosixId
    """POSIX group, 1000 to 2147483647."""


class HomeFilesystem(Section):
    """An EFS file system with a directory for each team, for homes, notebooks and code."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)] = "homes"
    """What it is for; a tag. Default: homes."""
    teams: Annotated[dict[Name, HomeTeam], Field(min_length=1, max_length=1000)]
    """Teams by name; each sees `/<name>` and nothing above it."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=1, max_length=4)] | None = None
    """Zones it is mounted in; zones of the network. Default: all of them."""
    infrequent_after_days: TransitionDays = 30
    """Days without access after which a file is stored as infrequently read: 1, 7, 14, 30, 60, 90, 180, 270 or 365.
    Default: 30."""
    archive_after_days: TransitionDays | None = None
    """Days without access after which it is archived; more than infrequent_after_days. Default: 90, or the next longer
    period."""
    without_backups: bool = False
    """Whether AWS Backup leaves it out of its daily copies. Default: false."""


class Cache(Section):
    """A replicated cache in memory (ElastiCache), over TLS, for what may be made anew."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as semantic-cache; a tag."""
    node_type: Annotated[str, Field(pattern=NODE_TYPE)]
    """Type of every node, such as cache.r7g.large."""
    users: Annotated[dict[CacheUser, str], Field(min_length=1, max_length=100)]
    """What each user may do, by name, as an access string: `on ~app:* +@all -@dangerous`. They sign in with IAM."""
    engine: Literal["valkey", "redis"] = "valkey"
    """valkey or redis (Redis OSS). Default: valkey."""
    engine_version: Version | None = None
    """Version in quotes, such as "8.1". Default: the newest the catalogue has of the engine."""
    shards: Annotated[int, Field(ge=1, le=90)] = 1
    """Parts the keys are spread over, 1 to 90. Default: 1."""
    replicas_per_shard: Annotated[int, Field(ge=1, le=5)] = 1
    """Copies of each part beside its primary, 1 to 5. Default: 1."""
    eviction: Literal[
        "allkeys-lfu",
        "allkeys-lru",
        "allkeys-random",
        "noeviction",
        "volatile-lfu",
        "volatile-lru",
        "volatile-random",
        "volatile-ttl",
    ] = "allkeys-lru"
    """Which keys go when memory is full. Default: allkeys-lru."""
    zones: Annotated[tuple[Zone, ...], Field(min_length=2, max_length=4)] | None = None
    """Zones its nodes are in, two or more; zones of the network. Default: all of them."""
    snapshot_retention_days: Annotated[int, Field(ge=1, le=35)] = 7
    """Days daily snapshots are kept, 1 to 35. Default: 7."""
    log_retention_days: LogDays = 365
    """Days its logs are kept; a value CloudWatch Logs accepts. Default: 365."""
