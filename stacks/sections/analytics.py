"""Tables over the stores and who reads which of their columns, and the jobs that work on both."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, Name, RoleArn, TableName


class CatalogColumn(Section):
    """A column of a table."""

    name: TableName
    """Name: small letters, digits and '_'."""
    type: str
    """Type, such as string, bigint, decimal(10,2) or array<string>."""
    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    comment: str = ""
    """What it means, up to 255 characters. Default: none."""


class CatalogTable(Section):
    """Files of one form in one place of a store."""

    store: Name
    """Store its files are in: a key of `stores`."""
    prefix: str
    """Folder of its files in the store, such as features/events; no other table's files are in it."""
    columns: Annotated[tuple[CatalogColumn, ...], Field(min_length=1, max_length=1000)]
    """Its columns, in order, 1 to 1000."""
    partition_columns: tuple[CatalogColumn, ...] = ()
    """Columns its folders are named by, such as day=2026-11-24. Default: none."""
    format: Literal["parquet", "orc", "json"] = "parquet"
    """Form of its files. Default: parquet."""


class CatalogDatabase(Section):
    """Tables that belong together."""

    tables: dict[TableName, CatalogTable]
    """Its tables, by name."""
    description: str = ""
    """What it is for. Default: none."""


class CatalogReader(Section):
    """A role that reads tables, and the classes of data it sees of them: of any table it sees no other column."""

    role_arn: RoleArn | None = None
    """The role, unless it is that of jobs. Default: none."""
    batch: Name | None = None
    """Whose jobs it is: a key of `batch_analytics`. One of role_arn and batch is given. Default: none."""
    data_classes: Annotated[tuple[DataClass, ...], Field(min_length=1, max_length=6)]
    """Classes of the columns it sees."""
    tables: Annotated[tuple[str, ...], Field(min_length=1, max_length=1000)]
    """Tables it reads, as database.table."""
    row_filters: dict[str, str] = {}
    """Rows it sees, by database.table, as a condition such as country = 'SE'. A table of which it sees personal or
    special columns needs one, or is in tables_with_all_rows. Default: none."""
    tables_with_all_rows: tuple[str, ...] = ()
    """Tables of which it sees the personal columns of every person, such as for erasure. Default: none."""


class DataCatalog(Section):
    """The catalog of the account in the region; there is one of them."""

    data_class: DataClass
    """What its own entries tell, names and comments of columns, which its key encrypts; what the tables hold, their
    columns say."""
    purpose: Annotated[str, Field(pattern=PURPOSE)] = "tables"
    """What it is for; a tag. Default: tables."""
    administrator_arns: Annotated[tuple[RoleArn, ...], Field(min_length=1, max_length=30)]
    """Roles that administer Lake Formation, the one that deploys among them: nobody else can grant."""
    databases: dict[TableName, CatalogDatabase]
    """Its databases, by name."""
    readers: dict[Name, CatalogReader] = {}
    """Who reads which tables, by name. Default: none, nobody reads."""


class BatchWorkers(Section):
    """Workers that are ready when a job starts."""

    workers: Annotated[int, Field(ge=1, le=1_000_000)]
    """Number of them."""
    vcpus: Annotated[int, Field(ge=1, le=16)]
    """vCPUs of each: 1, 2, 4, 8 or 16."""
    memory_gb: Annotated[int, Field(ge=2, le=120)]
    """Memory of each in GB: 2 to 8 a vCPU, a little less on large ones."""
    disk_gb: Annotated[int, Field(ge=20, le=200)] = 20
    """Disk of each in GB. Default: 20."""


class BatchAnalytics(Section):
    """Spark or Hive jobs over stores and tables, in the private subnets; whatever runs them stops when idle."""

    data_class: DataClass
    """The strictest class its jobs read: that of the disks of its workers and of its logs, and so their key's."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as features; a tag."""
    logs: Name
    """Store the logs of jobs go to, which may quote data: a key of `stores`, of a class no less strict."""
    read: tuple[Name, ...] = ()
    """Stores its jobs list and read: keys of `stores`. Default: none."""
    write: tuple[Name, ...] = ()
    """Stores its jobs list, write and delete in; they read them only if `read` names them too. Default: none."""
    databases: tuple[TableName, ...] = ()
    """Databases of the catalog whose tables it looks up; what it sees of them, the catalog's readers say.
    Default: none."""
    engine: Literal["spark", "hive"] = "spark"
    """What its jobs are written for. Default: spark."""
    release_label: str = "emr-7.12.0"
    """Release of EMR; one of the catalogue's. Default: emr-7.12.0."""
    architecture: Literal["arm64", "x86_64"] = "arm64"
    """Processors; x86_64 is for programs with compiled parts of their own. Default: arm64."""
    maximum_vcpus: Annotated[int, Field(ge=1, le=100_000)]
    """Most vCPUs of all its workers together: the end of its cost."""
    maximum_memory_gb: Annotated[int, Field(ge=2, le=1_000_000)]
    """Most memory of all its workers together in GB."""
    maximum_disk_gb: Annotated[int, Field(ge=20, le=10_000_000)]
    """Most disk of all its workers together in GB."""
    idle_minutes: Annotated[int, Field(ge=1, le=10_080)] = 15
    """Minutes without a job after which it stops and costs nothing. Default: 15."""
    initial_capacity: dict[Literal["driver", "executor", "hive_driver", "tez_task"], BatchWorkers] = {}
    """Workers kept ready while it is started, which cost although no job runs: driver and executor of spark,
    hive_driver and tez_task of hive. Default: none."""
