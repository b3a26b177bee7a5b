"""SharedFilesystem: an FSx for Lustre file system as large and fast as its accelerators need, linked to a bucket.

Deploys: security group, file system, link to an object store with automatic import and export.
For: training data and checkpoints that many nodes read at once. Not for: the only copy of anything, which is the
bucket's.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.storage.lustre_lag import lag_alarms
from components.storage.lustre_network import SELF, lustre_security_group
from components.storage.lustre_offers import DEPLOYMENT_TYPE, STORAGE_TYPE
from components.storage.lustre_plan import WITH_METADATA_IOPS, LustrePlan
from components.storage.storage_need import CheckpointWrites, NeedError, TrainingReads
from components.storage.throughput_plan import Feed, plan_throughput

# The newest Lustre the service has; links to buckets need 2.12 or newer.
# https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateDataRepositoryAssociation.html
LUSTRE_VERSION = "2.15"
LINKED_DIRECTORY = "/data"
BACKUP_RETENTION_DAYS = 30
LONGEST_BACKUP_RETENTION_DAYS = 90
ALLOWED_LAG_MINUTES = 15
MOST_LAG_MINUTES = 24 * 60
MOST_ACCELERATORS = 100_000
MOST_QUOTA_GIB = 100_000_000
# What an erasure in the bucket must reach, and what an `rm -rf` on the file system must not.
IMPORTED_EVENTS = ("NEW", "CHANGED", "DELETED")
EXPORTED_EVENTS = ("NEW", "CHANGED")
PERSONAL = ("personal", "special")


class SharedFilesystemArgs(TypedDict):
    """Inputs of SharedFilesystem."""

    vpc_id: Input[str]
    """VPC of the clients."""
    subnet_id: Input[str]
    """Private subnet the file system is in; its zone should be the zone of the nodes it feeds."""
    kms_key_arn: Input[str]
    """Key that encrypts the file system."""
    client_security_group_ids: Mapping[str, Input[str]]
    """Security groups of the clients by a name of your choice; each gets a rule that lets the servers call back."""
    region: str
    """Region it is in, such as eu-north-1; decides which kinds there are."""
    accelerators_to_feed: int
    """Accelerators that read at the same time."""
    accelerators_per_node: int
    """Accelerators of the largest node, which must get its share through one network."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    bucket_name: NotRequired[Input[str]]
    """Bucket the file system is linked to, both ways. Default: none, the file system stands alone."""
    linked_directory: NotRequired[str]
    """Directory that mirrors the bucket; what lies elsewhere is never exported. Default: `/data`."""
    gigabytes_per_second_per_accelerator: NotRequired[float]
    """What each accelerator reads, in GB/s (decimal), up to 100. Either this or `training`. Default: none."""
    training: NotRequired[TrainingReads]
    """What a training step reads and how long it takes. Default: none, the rate is given."""
    checkpoint: NotRequired[CheckpointWrites]
    """What a checkpoint writes, how often, and how long training may stand still for it. Default: none."""
    dataset_bytes: NotRequired[float]
    """Bytes it must hold beside checkpoints, whatever the speed. Default: 0, the speed decides."""
    deployment_type: NotRequired[str]
    """`PERSISTENT_2`, `PERSISTENT_1` or `SCRATCH_2` (not replicated, no customer key). Default: `PERSISTENT_2`."""
    storage_type: NotRequired[str]
    """`SSD`, or `HDD` of PERSISTENT_1, which answers after milliseconds. Default: `SSD`."""
    efa: NotRequired[bool]
    """Whether clients reach it over EFA: up to 700 Gbps a node, in coarser sizes. It cannot be changed later.
    Default: false."""
    quota_gib: NotRequired[int]
    """Storage the account may have of this kind, in GiB. Default: what every account has, 100,800 on SSD."""
    backup_retention_days: NotRequired[int]
    """Days automatic backups are kept, 0 to 90. Default: 30; 0 where AWS makes none (linked or scratch)."""
    allowed_lag_minutes: NotRequired[int]
    """Minutes that a change may wait to be imported from the bucket, or exported to it, before an alarm rings, 1 to
    1440. Default: 15."""
    alarm_topic_arns: NotRequired[Sequence[Input[str]]]
    """SNS topics that hear of a link that lags. Default: none, the alarms are seen in the console."""


class SharedFilesystem(Component):
    """An FSx for Lustre file system sized for the accelerators it feeds and linked to an object store."""

    file_system_id: Output[str]
    """Id of the file system."""
    file_system_arn: Output[str]
    """ARN of the file system."""
    dns_name: Output[str]
    """Host name clients mount."""
    mount_name: Output[str]
    """Name clients mount under that host."""
    security_group_id: Output[str]
    """Security group of the file system's interfaces."""
    capacity_gib: Output[int]
    """Storage, in GiB."""
    megabytes_per_second: Output[float]
    """Throughput of the whole file system, in MB/s."""

    def __init__(self, name: str, args: SharedFilesystemArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        deployment_type = args.get("deployment_type", DEPLOYMENT_TYPE)
        plan = self._plan(args)
        scratch = deployment_type.startswith("SCRATCH")
        if scratch and tags["DataClassification"] in PERSONAL:
            raise self.refuse(
                "deployment_type",
                f"is {deployment_type!r} for {tags['DataClassification']} data",
                "scratch file systems take no key of yours; 'PERSISTENT_2' is right",
            )
        if SELF in args["client_security_group_ids"]:
            raise self.refuse("client_security_group_ids", f"has {SELF!r}", "call the client anything else")
        linked = "bucket_name" in args
        directory = self._checked_directory(args.get("linked_directory", LINKED_DIRECTORY))
        backup_days = self._checked_backups(args, deployment_type, has_backups=not linked and not scratch)

        lag_minutes = self.whole_number(
            "allowed_lag_minutes", args.get("allowed_lag_minutes", ALLOWED_LAG_MINUTES), 1, MOST_LAG_MINUTES
        )

        group, rules = lustre_security_group(
            self, args["vpc_id"], args["client_security_group_ids"], tags, efa=plan.tier.efa
        )
        file_system = aws.fsx.LustreFileSystem(
            name,
            subnet_ids=args["subnet_id"],
            security_group_ids=[group.id],
            deployment_type=deployment_type,
            storage_type=plan.tier.storage_type,
            storage_capacity=plan.capacity_gib,
            file_system_type_version=LUSTRE_VERSION,
            data_compression_type="LZ4",
            tags={**tags, "Name": name},
            # FSx refuses a group that does not let Lustre through yet.
            opts=self.child(protect=True, depends_on=rules),
            **self._persistence(args, deployment_type, plan, backup_days),
        )
        if linked:
            # Deleting the link leaves the files: whoever unlinks a bucket does not ask for empty directories.
            aws.fsx.DataRepositoryAssociation(
                name,
                file_system_id=file_system.id,
                file_system_path=directory,
                data_repository_path=Output.concat("s3://", args["bucket_name"]),
                batch_import_meta_data_on_create=True,
                delete_data_in_filesystem=False,
                s3={
                    "auto_import_policy": {"events": list(IMPORTED_EVENTS)},
                    "auto_export_policy": {"events": list(EXPORTED_EVENTS)},
                },
                tags=tags,
                opts=self.child(),
            )
            lag_alarms(self, name, file_system.id, lag_minutes, args.get("alarm_topic_arns", []), tags)

        self.file_system_id = file_system.id
        self.file_system_arn = file_system.arn
        self.dns_name = file_system.dns_name
        self.mount_name = file_system.mount_name
        self.security_group_id = group.id
        self.capacity_gib = Output.from_input(plan.capacity_gib)
        self.megabytes_per_second = Output.from_input(plan.megabytes_per_second)
        self.register_outputs(
            {
                "fileSystemId": self.file_system_id,
                "fileSystemArn": self.file_system_arn,
                "dnsName": self.dns_name,
                "mountName": self.mount_name,
                "securityGroupId": self.security_group_id,
                "capacityGib": self.capacity_gib,
                "megabytesPerSecond": self.megabytes_per_second,
            }
        )

    def _plan(self, args: SharedFilesystemArgs) -> LustrePlan:
        feed = Feed(
            self.whole_number("accelerators_to_feed", args["accelerators_to_feed"], 1, MOST_ACCELERATORS),
            self.whole_number("accelerators_per_node", args["accelerators_per_node"], 1, MOST_ACCELERATORS),
            gigabytes_per_second_per_accelerator=args.get("gigabytes_per_second_per_accelerator"),
            training=args.get("training"),
            checkpoint=args.get("checkpoint"),
            dataset_bytes=args.get("dataset_bytes", 0),
        )
        quota = args.get("quota_gib")
        try:
            return plan_throughput(
                feed,
                region_name=args["region"],
                deployment_type=args.get("deployment_type", DEPLOYMENT_TYPE),
                storage_type=args.get("storage_type", STORAGE_TYPE),
                efa=args.get("efa", False),
                quota_gib=None if quota is None else self.whole_number("quota_gib", quota, 1, MOST_QUOTA_GIB),
            )
        except NeedError as error:
            raise self.refuse(error.key, error.wrong, error.right) from None

    def _persistence(
        self, args: SharedFilesystemArgs, deployment_type: str, plan: LustrePlan, backup_days: int
    ) -> dict[str, Any]:
        """What only persistent file systems have: a key of yours, a throughput of your choice, backups, EFA."""
        if deployment_type.startswith("SCRATCH"):
            return {"skip_final_backup": True}
        parts: dict[str, Any] = {
            "kms_key_id": args["kms_key_arn"],
            "per_unit_storage_throughput": plan.tier.megabytes_per_second_per_tib,
            "automatic_backup_retention_days": backup_days,
            "copy_tags_to_backups": True,
            "skip_final_backup": backup_days == 0,
        }
        if deployment_type == WITH_METADATA_IOPS:
            # Said at the start or never: a file system made without it cannot be given more metadata IOPS, nor EFA.
            bought = {"mode": "USER_PROVISIONED", "iops": plan.metadata_iops}
            parts["metadata_configuration"] = bought if plan.metadata_iops else {"mode": "AUTOMATIC"}
        if plan.tier.efa:
            parts["efa_enabled"] = True
        if plan.tier.storage_type == "HDD":
            parts["drive_cache_type"] = "NONE"
        return parts

    def _checked_directory(self, directory: str) -> str:
        if not directory.startswith("/") or directory == "/" or directory.endswith("/"):
            raise self.refuse(
                "linked_directory",
                f"is {directory!r}",
                f"a directory below the root is right, such as {LINKED_DIRECTORY!r}: the root would export everything",
            )
        return directory

    def _checked_backups(self, args: SharedFilesystemArgs, deployment_type: str, *, has_backups: bool) -> int:
        """Days of backups: AWS makes none of scratch file systems, nor of those linked to a bucket.

        https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateBackup.html
        """
        default = BACKUP_RETENTION_DAYS if has_backups else 0
        days = self.whole_number(
            "backup_retention_days", args.get("backup_retention_days", default), 0, LONGEST_BACKUP_RETENTION_DAYS
        )
        if days and not has_backups:
            why = "is scratch" if deployment_type.startswith("SCRATCH") else "is linked to a bucket"
            raise self.refuse(
                "backup_retention_days",
                f"is {days} on a file system that {why}",
                "AWS makes no backups of those: leave it out, and keep what matters in the bucket",
            )
        return days
