"""Batch analytics: Spark or Hive jobs over stores and tables, on EMR Serverless.

Deploys: an EMR Serverless application in private subnets with its security group, the role of its jobs, and logs in
the log store.
For: features, cleaning, joins and counts that run now and then. Not for: streams, nor clusters that always run.

The application keeps no data: it starts with a job, stops when idle, and everything is in the stores. Workers' disks
are encrypted with a key of EMR's unless a job gives its own: hand `disk_key_arn` to every StartJobRun as
diskEncryptionConfiguration.encryptionKeyArn, since the provider has no such setting of the application. Capacity, the
idle time, subnets and the release change in place while it is stopped; engine and name replace it.
"""

from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.emr import emr_release
from components.base import Component
from components.compute.setting_error import SettingError
from components.data.job_policy import job_policy
from components.data.serverless_plan import DISK_GB, KINDS, check_capacity
from components.policy_document import service_trust

RELEASE_LABEL = "emr-7.12.0"
IDLE_MINUTES = 15
MOST_IDLE_MINUTES = 10_080  # https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_AutoStopConfig.html
WORKER_NAMES = {"driver": "Driver", "executor": "Executor", "hive_driver": "HiveDriver", "tez_task": "TezTask"}


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


class BatchAnalyticsArgs(TypedDict):
    """Inputs of BatchAnalytics."""

    vpc_id: Input[str]
    """VPC of the subnets."""
    subnet_ids: dict[str, Input[str]]
    """Private subnets of the workers, by zone id; two or more, so that a full zone stops no job."""
    log_bucket_name: Input[str]
    """Store the logs of jobs go to, which forgets them in its retention time."""
    kms_key_arn: Input[str]
    """Key of the logs, and of the workers' disks where a job gives it."""
    key_arns: list[Input[str]]
    """Keys of the stores it reads and writes, used through S3 only."""
    maximum_vcpus: int
    """Most vCPUs of all its workers together, 1 to 100000: the end of its cost."""
    maximum_memory_gb: int
    """Most memory of all its workers together in GB, 2 to 1000000."""
    maximum_disk_gb: int
    """Most disk of all its workers together in GB, 20 to 10000000."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account of the application and the stores, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    read_bucket_arns: NotRequired[list[Input[str]]]
    """Stores its jobs list and read. Default: none."""
    write_bucket_arns: NotRequired[list[Input[str]]]
    """Stores its jobs list, write and delete in. It reads them only if they are in read_bucket_arns too. Default:
    none."""
    databases: NotRequired[list[str]]
    """Databases of the catalog whose tables it looks up; what it sees of them Lake Formation grants. Default: none."""
    catalog_key_arn: NotRequired[Input[str]]
    """Key the catalog's entries are encrypted with, used through Glue only; needed with databases. Default: none."""
    engine: NotRequired[str]
    """What its jobs are written for: spark or hive. Default: spark."""
    release_label: NotRequired[str]
    """Release of EMR; one of the catalogue's. Default: emr-7.12.0."""
    architecture: NotRequired[str]
    """Processors: arm64, or x86_64 for programs with compiled parts of their own. Default: arm64."""
    idle_minutes: NotRequired[int]
    """Minutes without a job after which it stops and costs nothing, 1 to 10080. Default: 15."""
    initial_capacity: NotRequired[dict[str, BatchWorkers]]
    """Workers kept ready while it is started, which cost although no job runs: driver and executor of spark,
    hive_driver and tez_task of hive. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class BatchAnalytics(Component):
    """A private application for batch jobs that stops when idle, with a role that has its stores and no other."""

    application_id: Output[str]
    """Id of the application."""
    job_role_arn: Output[str]
    """ARN of the role jobs run as; a reader of the catalog where they read tables."""
    security_group_id: Output[str]
    """Id of the workers' security group."""
    disk_key_arn: Output[str]
    """Key each job gives for its workers' disks."""

    def __init__(self, name: str, args: BatchAnalyticsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if len(zones) < 2:
            raise self.refuse(
                "subnet_ids", f"has {len(zones)} zone", "give subnets of two: a full zone stops every job"
            )
        read, write = args.get("read_bucket_arns") or [], args.get("write_bucket_arns") or []
        if not read and not write:
            raise self.refuse("read_bucket_arns and write_bucket_arns", "are both empty", "name a store in one of them")
        if not args["key_arns"]:
            raise self.refuse("key_arns", "is empty", "name the keys of its stores: without them it reads nothing")
        databases, catalog_key = args.get("databases") or [], args.get("catalog_key_arn")
        if databases and catalog_key is None:
            raise self.refuse("catalog_key_arn", "is missing", "give the catalog's key: its entries are encrypted")
        engine = self.one_of("engine", args.get("engine", "spark"), KINDS)
        label = args.get("release_label", RELEASE_LABEL)
        self.known("release_label", label, emr_release)
        architecture = self.one_of("architecture", args.get("architecture", "arm64"), ("arm64", "x86_64"))
        idle = self.whole_number("idle_minutes", args.get("idle_minutes", IDLE_MINUTES), 1, MOST_IDLE_MINUTES)
        maximum = {
            "vcpus": self.whole_number("maximum_vcpus", args["maximum_vcpus"], 1, 100_000),
            "memory_gb": self.whole_number("maximum_memory_gb", args["maximum_memory_gb"], 2, 1_000_000),
            "disk_gb": self.whole_number("maximum_disk_gb", args["maximum_disk_gb"], 20, 10_000_000),
        }
        initial = args.get("initial_capacity") or {}
        try:
            check_capacity(engine, maximum, initial)
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None

        key_arn, log_bucket = args["kms_key_arn"], args["log_bucket_name"]
        group = aws.ec2.SecurityGroup(
            name,
            vpc_id=args["vpc_id"],
            description=f"Workers of {name}",
            revoke_rules_on_delete=True,
            tags={**tags, "Name": name},
            opts=self.child(),
        )
        # Out to S3, Glue and KMS, over TLS; workers talk to each other inside EMR, and nobody reaches them.
        aws.vpc.SecurityGroupEgressRule(
            name,
            security_group_id=group.id,
            cidr_ipv4="0.0.0.0/0",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            description="Services of AWS over TLS",
            tags=tags,
            opts=self.child(),
        )
        role = aws.iam.Role(
            name,
            description=f"Jobs of {name}",
            assume_role_policy=service_trust("emr-serverless.amazonaws.com", account_id=place.account_id),
            tags=tags,
            opts=self.child(),
        )
        logs = Output.concat(place.bucket(""), log_bucket, f"/{name}/*")
        keys = [*args["key_arns"], *([] if key_arn in args["key_arns"] else [key_arn])]
        aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=job_policy(place, read, write, keys, logs, databases, catalog_key),
            opts=self.child(),
        )
        application = aws.emrserverless.Application(
            name,
            type=engine,
            release_label=label,
            architecture="ARM64" if architecture == "arm64" else "X86_64",
            auto_start_configuration={"enabled": True},
            auto_stop_configuration={"enabled": True, "idle_timeout_minutes": idle},
            maximum_capacity={
                "cpu": f"{maximum['vcpus']} vCPU",
                "memory": f"{maximum['memory_gb']} GB",
                "disk": f"{maximum['disk_gb']} GB",
            },
            initial_capacities=[
                {
                    "initial_capacity_type": WORKER_NAMES[kind],
                    "initial_capacity_config": {
                        "worker_count": int(workers["workers"]),
                        "worker_configuration": {
                            "cpu": f"{int(workers['vcpus'])} vCPU",
                            "memory": f"{int(workers['memory_gb'])} GB",
                            "disk": f"{int(workers.get('disk_gb', DISK_GB[0]))} GB",
                        },
                    },
                }
                for kind, workers in sorted(initial.items())
            ],
            network_configuration={
                "subnet_ids": [args["subnet_ids"][zone] for zone in zones],
                "security_group_ids": [group.id],
            },
            # Otherwise AWS keeps a copy of every log, which may quote data, in a place of its own for 30 days.
            monitoring_configuration={
                "managed_persistence_monitoring_configuration": {"enabled": False},
                "s3_monitoring_configuration": {
                    "log_uri": Output.concat("s3://", log_bucket, f"/{name}/"),
                    "encryption_key_arn": key_arn,
                },
            },
            tags=tags,
            opts=self.child(),
        )
        self.application_id, self.job_role_arn, self.security_group_id = application.id, role.arn, group.id
        self.disk_key_arn = Output.from_input(key_arn)
        self.register_outputs(
            {
                "applicationId": self.application_id,
                "jobRoleArn": self.job_role_arn,
                "securityGroupId": self.security_group_id,
                "diskKeyArn": self.disk_key_arn,
            }
        )
