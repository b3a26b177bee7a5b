"""Inputs of BatchAnalytics: one set for all three ways to run jobs; `batch_modes` says which are whose."""

from typing import NotRequired, TypedDict

from pulumi import Input


class BatchWorkers(TypedDict):
    """Workers that are ready when a job starts."""

    workers: int
    """Number of them, 1 to 1000000."""
    vcpus: int
    """vCPUs of each: 1, 2, 4, 8 or 16."""
    memory_gb: int
    """Memory of each in GB: 2 to 8 a vCPU, a little less on large ones."""
    disk_gb: NotRequired[int]
    """Disk of each in GB, 20 to 200. Default: 20."""


class BatchFleet(TypedDict):
    """Machines of a cluster. Each counts as its vCPUs; EMR takes the types that are cheap or there."""

    primary_instance_types: list[str]
    """Types the one primary node may be of, 1 to 30, on demand."""
    instance_types: list[str]
    """Types the other nodes may be of, 1 to 30; the more, the likelier there is spot capacity."""
    core_vcpus: int
    """vCPUs of the core nodes, on demand: they hold HDFS and never go."""
    on_demand_vcpus: NotRequired[int]
    """Most vCPUs on demand, core nodes included; what is above is spot. Default: core_vcpus."""
    spot_timeout_minutes: NotRequired[int]
    """Minutes EMR looks for spot capacity before it takes machines on demand, 5 to 1440. Default: 15."""


class BatchBucketKey(TypedDict):
    """The key of a store, where it is not kms_key_arn."""

    bucket_name: Input[str]
    """Name of the bucket."""
    kms_key_arn: Input[str]
    """Key its objects are written with."""


class BatchKerberos(TypedDict):
    """Kerberos with a key distribution centre on the cluster's primary node."""

    realm: str
    """Realm: capital letters, digits, '.' and '-', such as EC2.INTERNAL."""
    kdc_admin_password: Input[str]
    """Password of the centre's administrator; kept secret."""
    ticket_hours: NotRequired[int]
    """Hours a ticket is good, 1 to 168. Default: 24."""


class BatchAnalyticsArgs(TypedDict):
    """Inputs of BatchAnalytics."""

    log_bucket_name: Input[str]
    """Store the logs of jobs go to, which forgets them in its retention time."""
    kms_key_arn: Input[str]
    """Key of the logs and of local disks; on serverless of the disks of a job that gives it."""
    key_arns: list[Input[str]]
    """Keys of the stores it reads and writes, used through S3 only."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account it and the stores are in, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    mode: NotRequired[str]
    """What runs the jobs: serverless (EMR Serverless), ec2 (an EMR cluster) or eks (an EKS cluster that is there).
    Default: serverless."""
    vpc_id: NotRequired[Input[str]]
    """VPC of the subnets; needed on serverless and ec2. Default: none."""
    subnet_ids: NotRequired[dict[str, Input[str]]]
    """Private subnets, by zone id; two or more, so that a full zone stops no job. Needed on serverless and ec2.
    Default: none."""
    maximum_vcpus: NotRequired[int]
    """Most vCPUs of all its workers together, 1 to 100000: the end of its cost. Needed on serverless and ec2.
    Default: none."""
    maximum_memory_gb: NotRequired[int]
    """Most memory of all its workers together in GB, 2 to 1000000. Needed on serverless.
    Default: none."""
    maximum_disk_gb: NotRequired[int]
    """Most disk of all its workers together in GB, 20 to 10000000. Needed on serverless.
    Default: none."""
    read_bucket_arns: NotRequired[list[Input[str]]]
    """Stores its jobs list and read. Default: none."""
    write_bucket_arns: NotRequired[list[Input[str]]]
    """Stores its jobs list, write and delete in. It reads them only if they are in read_bucket_arns too. Default:
    none."""
    databases: NotRequired[list[str]]
    """Databases of the catalog whose tables Spark on serverless looks up; what it sees of them Lake Formation grants.
    Default: none."""
    catalog_key_arn: NotRequired[Input[str]]
    """Key the catalog's entries are encrypted with, used through Glue only; needed with databases. Default: none."""
    engine: NotRequired[str]
    """What its jobs are written for: spark; hive on serverless and ec2; hadoop on ec2. Default: spark."""
    release_label: NotRequired[str]
    """Release of EMR; one of the catalogue's. On eks each job names it. Default: emr-7.12.0."""
    architecture: NotRequired[str]
    """Processors: arm64, or x86_64 for programs with compiled parts of their own. Default: arm64."""
    idle_minutes: NotRequired[int]
    """Minutes without a job after which it stops, on ec2 for good, and costs nothing, 1 to 10080. Default: 15."""
    initial_capacity: NotRequired[dict[str, BatchWorkers]]
    """Workers kept ready while it is started, which cost although no job runs: driver and executor of spark,
    hive_driver and tez_task of hive; on serverless. Default: none."""
    fleet: NotRequired[BatchFleet]
    """Machines of the cluster; needed on ec2. Default: none."""
    certificates_uri: NotRequired[str]
    """Archive with privateKey.pem and certificateChain.pem that nodes speak TLS with, such as s3://certs/nodes.zip;
    needed on ec2. Default: none."""
    bucket_keys: NotRequired[list[BatchBucketKey]]
    """Keys of stores it writes whose key is another than kms_key_arn; on ec2, which names the key of every object it
    writes. Default: none."""
    s3_encryption: NotRequired[str]
    """How a cluster encrypts what it writes to stores: sse_kms, or cse_kms before it leaves the node, which only
    clusters with the key read. Default: sse_kms."""
    kerberos: NotRequired[BatchKerberos]
    """Kerberos between users and services of the cluster; on ec2. Default: none."""
    cluster_name: NotRequired[Input[str]]
    """EKS cluster, with Pod Identity's agent and EKS's access entries; needed on eks. Default: none."""
    namespace: NotRequired[str]
    """Namespace that is there, whose pods become the jobs; needed on eks. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""
