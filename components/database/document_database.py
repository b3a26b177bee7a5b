"""Document database: a DocumentDB cluster, which speaks MongoDB's protocol.

Deploys: a cluster and its instances in subnets without a way out, a parameter group that asks for TLS 1.2 and
audits, the log groups, a security group for the named clients.
For: documents of applications written for MongoDB, such as prompts and conversations. Not for: what DocumentDB does not
have of MongoDB (the table in docs/databases.md), and serverless or elastic clusters.
"""

from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.documentdb import document_versions
from components.base import Component
from components.compute.setting_error import SettingError
from components.database.client_access import database_security_group
from components.database.document_plan import (
    IDENTIFIER,
    IDENTIFIER_RULE,
    LOWEST_PROMOTION_TIER,
    check_class,
    check_members,
    check_slow_queries,
    check_version,
    check_windows,
)

ENGINE_VERSION = "5.0.0"
INSTANCE_CLASS = "db.r6g.large"
# Two: when the one that writes fails, the other takes over within seconds instead of being made first.
INSTANCES = ("a", "b")
PORT = 27017
# https://docs.aws.amazon.com/documentdb/latest/devguide/API_CreateDBCluster.html
LOWEST_PORT, HIGHEST_PORT = 1150, 65535
BACKUP_RETENTION_DAYS = 14
LONGEST_BACKUP_RETENTION_DAYS = 35
BACKUP_WINDOW = "01:00-02:00"
MAINTENANCE_WINDOW = "sun:03:00-sun:04:00"
LOG_RETENTION_DAYS = 365
MASTER_USERNAME = "administrator"
# https://docs.aws.amazon.com/documentdb/latest/devguide/cluster_parameter_groups-list_of_parameters.html
FEWEST_SLOW_MS, MOST_SLOW_MS = 50, 600_000


class DocumentDatabaseArgs(TypedDict):
    """Inputs of DocumentDatabase."""

    cluster_identifier: str
    """Name of the cluster in the account and region, such as prod-prompts; its log groups are named after it."""
    vpc_id: Input[str]
    """VPC of the cluster."""
    subnet_ids: dict[str, Input[str]]
    """Subnets by zone id, in 2 zones or more. Those without a way out are right."""
    client_security_group_ids: dict[str, Input[str]]
    """Security groups that may connect, by the name the rule gets; nobody else can."""
    kms_key_arn: Input[str]
    """Key of the data class: storage, backups and snapshots."""
    log_key_arn: Input[str]
    """Key of the log groups."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    engine_version: NotRequired[str]
    """Version in full: 4.0.0, 5.0.0 or 8.0.0. Default: 5.0.0, which has long-term support."""
    instance_class: NotRequired[str]
    """Class of every instance. Default: db.r6g.large."""
    instances: NotRequired[list[str]]
    """Names of the instances, 1 to 16; they take over from each other in this order. Default: a and b."""
    port: NotRequired[int]
    """Port it listens on, 1150 to 65535. Default: 27017."""
    backup_retention_days: NotRequired[int]
    """Days it can be brought back to any moment of, 1 to 35. Default: 14."""
    backup_window: NotRequired[str]
    """When the daily backup is made, in UTC, 30 minutes or more. Default: 01:00-02:00."""
    maintenance_window: NotRequired[str]
    """When AWS may patch it, in UTC, 30 minutes or more. Default: sun:03:00-sun:04:00."""
    log_retention_days: NotRequired[int]
    """Days the audit log is kept, a period CloudWatch Logs has. Default: 365."""
    slow_query_ms: NotRequired[int]
    """Milliseconds from which a statement is logged with its values, 50 to 600000; not of personal data.
    Default: none are."""
    without_deletion_protection: NotRequired[bool]
    """Whether AWS lets it be deleted: the step before a destroy. Default: false."""


class DocumentDatabase(Component):
    """A private, encrypted, audited DocumentDB cluster that can be brought back to any moment of the last days."""

    cluster_arn: Output[str]
    """ARN of the cluster."""
    cluster_identifier: Output[str]
    """Name of the cluster."""
    endpoint: Output[str]
    """Host name of the instance that writes; TLS only, and with retryWrites=false."""
    reader_endpoint: Output[str]
    """Host name of the instances that read."""
    port: Output[int]
    """Port both listen on."""
    security_group_id: Output[str]
    """Security group of the cluster."""
    audit_log_group_name: Output[str]
    """Log group of the audit log."""

    def __init__(self, name: str, args: DocumentDatabaseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        identifier = self.matching("cluster_identifier", args["cluster_identifier"], IDENTIFIER, IDENTIFIER_RULE)
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if len(zones) < 2:
            raise self.refuse("subnet_ids", f"has {len(zones)} zone", "give subnets in 2 zones or more")
        version = args.get("engine_version", ENGINE_VERSION)
        instance_class = args.get("instance_class", INSTANCE_CLASS)
        members = args.get("instances", list(INSTANCES))
        port = self.whole_number("port", args.get("port", PORT), LOWEST_PORT, HIGHEST_PORT)
        backup_days = self.whole_number(
            "backup_retention_days",
            args.get("backup_retention_days", BACKUP_RETENTION_DAYS),
            1,
            LONGEST_BACKUP_RETENTION_DAYS,
        )
        backup_window = args.get("backup_window", BACKUP_WINDOW)
        maintenance_window = args.get("maintenance_window", MAINTENANCE_WINDOW)
        log_days = self.log_retention_days("log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS))
        slow_ms = args.get("slow_query_ms")
        if slow_ms is not None:
            slow_ms = self.whole_number("slow_query_ms", slow_ms, FEWEST_SLOW_MS, MOST_SLOW_MS)
        try:
            check_version(version)
            check_class(instance_class, version)
            check_members(members)
            check_windows(backup_window, maintenance_window)
            check_slow_queries(slow_ms, tags["DataClassification"])
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None

        group = database_security_group(self, args["vpc_id"], args["client_security_group_ids"], port, tags)
        logs = {
            log: aws.cloudwatch.LogGroup(
                f"{name}-{log}",
                # Made first: DocumentDB would make it without a key and without an end.
                name=f"/aws/docdb/{identifier}/{log}",
                kms_key_id=args["log_key_arn"],
                retention_in_days=log_days,
                tags=tags,
                opts=self.child(),
            )
            for log in (("audit",) if slow_ms is None else ("audit", "profiler"))
        }
        subnets = aws.docdb.SubnetGroup(
            name, subnet_ids=list(args["subnet_ids"].values()), tags=tags, opts=self.child()
        )
        parameters = aws.docdb.ClusterParameterGroup(
            name,
            family=document_versions()[version].family,
            description=f"{name}: TLS 1.2 or later, audited",
            parameters=self._parameters(slow_ms),
            tags=tags,
            opts=self.child(),
        )
        cluster = aws.docdb.Cluster(
            name,
            cluster_identifier=identifier,
            engine="docdb",
            engine_version=version,
            # Without it a change of version is refused by AWS, after everything else has been changed.
            allow_major_version_upgrade=True,
            port=port,
            master_username=MASTER_USERNAME,
            # The password is made, kept and rotated in Secrets Manager: it is in no state and in no program.
            manage_master_user_password=True,
            storage_encrypted=True,
            kms_key_id=args["kms_key_arn"],
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[group.id],
            db_cluster_parameter_group_name=parameters.name,
            enabled_cloudwatch_logs_exports=sorted(logs),
            backup_retention_period=backup_days,
            preferred_backup_window=backup_window,
            preferred_maintenance_window=maintenance_window,
            deletion_protection=not args.get("without_deletion_protection", False),
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{identifier}-final",
            tags={**tags, "Name": identifier},
            opts=self.child(protect=True, depends_on=list(logs.values())),
        )
        for place, member in enumerate(members):
            aws.docdb.ClusterInstance(
                f"{name}-{member}",
                identifier=f"{identifier}-{member}",
                cluster_identifier=cluster.cluster_identifier,
                instance_class=instance_class,
                promotion_tier=min(place, LOWEST_PROMOTION_TIER),
                copy_tags_to_snapshot=True,
                preferred_maintenance_window=maintenance_window,
                tags={**tags, "Name": f"{identifier}-{member}"},
                opts=self.child(),
            )

        self.cluster_arn, self.cluster_identifier = cluster.arn, cluster.cluster_identifier
        self.endpoint, self.reader_endpoint = cluster.endpoint, cluster.reader_endpoint
        self.port = Output.from_input(port)
        self.security_group_id, self.audit_log_group_name = group.id, logs["audit"].name
        self.register_outputs(
            {
                "clusterArn": self.cluster_arn,
                "clusterIdentifier": self.cluster_identifier,
                "endpoint": self.endpoint,
                "readerEndpoint": self.reader_endpoint,
                "port": self.port,
                "securityGroupId": self.security_group_id,
                "auditLogGroupName": self.audit_log_group_name,
            }
        )

    @staticmethod
    def _parameters(slow_ms: int | None) -> list[Any]:
        """The parameters that make the cluster safe, and those of slow statements where they are logged.

        `tls` takes effect when an instance starts, which a new one does.
        """
        wanted = {"audit_logs": "enabled", "tls": "tls1.2+"}
        if slow_ms is not None:
            wanted |= {"profiler": "enabled", "profiler_threshold_ms": str(slow_ms)}
        static = ("tls",)
        return [
            {"name": key, "value": value, "apply_method": "pending-reboot" if key in static else "immediate"}
            for key, value in sorted(wanted.items())
        ]
