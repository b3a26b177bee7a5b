"""The configuration of a stack as one strict, frozen model.

It is `config: groundwork:platform:` of a stack file. Units are in the names, limits in the types; nothing is converted.
What single values cannot say (ranges that overlap, zones outside the network, personal data outside its residency) is
in `checks/`; reading the file is in `reading.py`, and saying where an error is, in `loading.py`.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from stacks.google.settings import GoogleSettings
from stacks.sections.analytics import BatchAnalytics, DataCatalog
from stacks.sections.backups import Backup
from stacks.sections.base import Section
from stacks.sections.compute import AcceleratorPool, Cluster, NodePool, Workload
from stacks.sections.documents import DocumentDatabase
from stacks.sections.foundation import Audit, Keys, Network, Registry
from stacks.sections.relational import RelationalDatabase
from stacks.sections.storage import Filesystem, Store
from stacks.sections.stream_processors import StreamProcessor
from stacks.sections.streams import Stream
from stacks.sections.tiers import Cache, HomeFilesystem
from stacks.sections.vectors import PgvectorIndex, VectorStore
from stacks.sections.wide_columns import WideColumnDatabase
from stacks.words import OWNER, AccountId, DataClass, Jurisdiction, Name, RegionCode


class SettingsError(ValueError):
    """A stack file that cannot be deployed: a sentence for each fault, a fault a line."""


class Settings(Section):
    """The platform of one environment."""

    cloud: Literal["aws"] = "aws"
    """Cloud the stack is on: aws; a stack on google has other keys. Default: aws."""
    layer: Literal["cloud"]
    """Layer of the platform this stack is: cloud."""
    environment: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,14}[a-z0-9]$")]
    """Name of the environment, such as prod; a tag, and part of names."""
    owner: Annotated[str, Field(pattern=OWNER)]
    """Who answers for the stack, such as ml-platform@example.com; a tag."""
    account_id: AccountId
    """Account the stack is deployed to, 12 digits in quotes. With credentials of another account nothing is touched."""
    region: RegionCode
    """Region the stack is deployed to, such as eu-north-1."""
    residency: tuple[Jurisdiction, ...] = ()
    """Jurisdictions personal data may be kept in, such as eu or uk. Needed where a store has it. Default: none."""
    network: Network
    """The VPC everything is in."""
    keys: Keys = Keys()
    """The encryption keys, one for each data class in use. Default: the defaults of its keys."""
    audit: Audit = Audit()
    """The audit trail. Default: the defaults of its keys."""
    stores: dict[Name, Store] = {}
    """Encrypted buckets, by name. Default: none."""
    filesystems: dict[Name, Filesystem] = {}
    """Lustre file systems in front of stores, by name. Default: none."""
    relational_databases: dict[Name, RelationalDatabase] = {}
    """Relational databases: PostgreSQL, MySQL, Oracle and Aurora, by name. Default: none."""
    document_databases: dict[Name, DocumentDatabase] = {}
    """DocumentDB clusters, by name. Default: none."""
    home_filesystems: dict[Name, HomeFilesystem] = {}
    """EFS file systems with a directory for each team, by name. Default: none."""
    caches: dict[Name, Cache] = {}
    """Caches in memory, by name. Default: none."""
    streams: dict[Name, Stream] = {}
    """Streams of events, on Kafka or Kinesis, by name. Default: none."""
    stream_processors: dict[Name, StreamProcessor] = {}
    """Flink programs over the streams, by name. Default: none."""
    wide_column_databases: dict[Name, WideColumnDatabase] = {}
    """Keyspaces of Amazon Keyspaces, by name. Default: none."""
    vector_stores: dict[Name, VectorStore] = {}
    """OpenSearch domains for embeddings, by name. Default: none."""
    pgvector_indexes: dict[Name, PgvectorIndex] = {}
    """Indexes over embeddings in PostgreSQL databases that are there, by name. Default: none."""
    data_catalogs: dict[Name, DataCatalog] = {}
    """The catalog of tables over the stores, by name; an account has one in a region. Default: none."""
    batch_analytics: dict[Name, BatchAnalytics] = {}
    """Applications for batch jobs over stores and tables, by name. Default: none."""
    backups: dict[DataClass, Backup] = {}
    """Backups, by the data class of what is backed up. Default: none."""
    registry: Registry | None = None
    """The image registry. Default: none."""
    cluster: Cluster | None = None
    """The EKS cluster. Default: none."""
    node_pools: dict[Name, NodePool] = {}
    """CPU nodes of the cluster, by name. Default: none."""
    accelerator_pools: dict[Name, AcceleratorPool] = {}
    """Accelerator nodes of the cluster, by name. Default: none."""
    workloads: dict[Name, Workload] = {}
    """What service accounts of the cluster may do, by name. Default: none."""


AnySettings = Settings | GoogleSettings


def load(path: Path, today: datetime | None = None) -> Settings:
    """The settings of a stack file on AWS, or a SettingsError that says what to change in which line.

    today: the moment by which reserved capacity has begun or is over, in UTC; now if not given.
    """
    from stacks.loading import load_aws_file

    return load_aws_file(path, today)


def load_any(path: Path, today: datetime | None = None) -> AnySettings:
    """The settings of a stack file, whichever cloud it is on."""
    from stacks.loading import load_file

    return load_file(path, today)


def from_pulumi_config() -> AnySettings:
    """The settings of the stack the engine is running, with the same checks and the same sentences as `load`."""
    from stacks.loading import load_config

    return load_config()
