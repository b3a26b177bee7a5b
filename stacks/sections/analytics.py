"""Tables over the stores and who reads which of their columns, and the jobs that work on both."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, InstanceTypeName, KubernetesName, Name, RoleArn, TableName


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


class BatchFleet(Section):
    """Machines of a cluster. Each counts as its vCPUs; EMR takes the types that are cheap or there."""

    primary_instance_types: Annotated[tuple[InstanceTypeName, ...], Field(min_length=1, max_length=30)]
    """Types the one primary node may be of, on demand."""
    instance_types: Annotated[tuple[InstanceTypeName, ...], Field(min_length=1, max_length=30)]
    """Types the other nodes may be of; the more, the likelier there is spot capacity."""
    core_vcpus: Annotated[int, Field(ge=1, le=100_000)]
    """vCPUs of the core nodes, on demand: they hold HDFS and never go."""
    on_demand_vcpus: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Most vCPUs on demand, core nodes included; what is above is spot. Default: core_vcpus."""
    spot_timeout_minutes: Annotated[int, Field(ge=5, le=1440)] = 15
    """Minutes EMR looks for spot capacity before it takes machines on demand. Default: 15."""


class BatchAnalytics(Section):
    """Jobs over stores and tables: on EMR Serverless, on a cluster that ends when idle, or on the EKS cluster."""

    mode: Literal["serverless", "ec2", "eks"] = "serverless"
    """What runs the jobs. Default: serverless."""
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
    databases: Annotated[tuple[TableName, ...], Field(min_length=1, max_length=1000)] | None = None
    """Databases of the catalog whose tables Spark on serverless looks up; what it sees of them, the catalog's readers
    say. Default: none."""
    engine: Literal["spark", "hive", "hadoop"] = "spark"
    """What its jobs are written for: hive on serverless and ec2, hadoop on ec2. Default: spark."""
    release_label: str | None = None
    """Release of EMR; one of the catalogue's; on eks each job names it. Default: emr-7.12.0."""
    architecture: Literal["arm64", "x86_64"] | None = None
    """Processors; x86_64 is for programs with compiled parts of their own. Default: arm64."""
    maximum_vcpus: Annotated[int, Field(ge=1, le=100_000)] | None = None
    """Most vCPUs of all its workers together: the end of its cost; needed on serverless and ec2. Default: none."""
    maximum_memory_gb: Annotated[int, Field(ge=2, le=1_000_000)] | None = None
    """Most memory of all its workers together in GB; needed on serverless. Default: none."""
    maximum_disk_gb: Annotated[int, Field(ge=20, le=10_000_000)] | None = None
    """Most disk of all its workers together in GB; needed on serverless. Default: none."""
    idle_minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    """Minutes without a job after which it stops, on ec2 for good, and costs nothing. Default: 15."""
    initial_capacity: dict[Literal["driver", "executor", "hive_driver", "tez_task"], BatchWorkers] | None = None
    """Workers kept ready while it is started, which cost although no job runs: driver and executor of spark,
    hive_driver and tez_task of hive; on serverless. Default: none."""
    fleet: BatchFleet | None = None
    """Machines of the cluster; needed on ec2. Default: none."""
    certificates_uri: str | None = None
    """Archive of the certificates nodes speak TLS with, such as s3://certificates/nodes.zip; needed on ec2.
    Default: none."""
    s3_encryption: Literal["sse_kms", "cse_kms"] | None = None
    """How a cluster encrypts what it writes: on the way into the store, or before it leaves the node.
    Default: sse_kms."""
    namespace: KubernetesName | None = None
    """Namespace that is there, whose pods become the jobs; needed on eks. Default: none."""
