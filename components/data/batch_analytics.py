"""Batch analytics: Spark, Hive or Hadoop jobs over stores and tables, on whichever of EMR's three ways runs them.

Deploys: an EMR Serverless application; or an EMR cluster with its security configuration, fleets and scaling; or a
virtual cluster on a namespace of EKS; with it the role of its jobs, security groups, and logs in the log store.
For: features, cleaning, joins and counts that run now and then. Not for: streams, nor clusters that always run.

It keeps no data: everything is in the stores, and HDFS ends with its cluster. serverless starts with a job, stops when
idle, and changes in place while stopped, but for engine and name; hand `disk_key_arn` to every StartJobRun as
diskEncryptionConfiguration.encryptionKeyArn, since the provider has no such setting of the application. A cluster on
ec2 ends when idle and is made again by the next deployment; idle_minutes and maximum_vcpus change in place, all else
replaces it. On eks each job gives `log_uri` and its release, and everything but tags replaces the virtual cluster.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pulumi import Output, ResourceOptions

from catalogue.emr import EmrRelease, emr_release
from components.base import Component
from components.compute.setting_error import SettingError
from components.data.batch_args import BatchAnalyticsArgs
from components.data.batch_clusters import cluster
from components.data.batch_kubernetes import kubernetes
from components.data.batch_modes import ENGINES, MODES, check_mode
from components.data.batch_serverless import serverless
from components.data.batch_step import Batch, Runner
from components.data.fleet_plan import plan_fleets
from components.data.security_configuration import S3_MODES, TICKET_HOURS
from components.data.serverless_plan import check_capacity

RELEASE_LABEL = "emr-7.12.0"
IDLE_MINUTES = 15
# Of both: https://docs.aws.amazon.com/emr-serverless/latest/APIReference/API_AutoStopConfig.html and
# https://docs.aws.amazon.com/emr/latest/APIReference/API_AutoTerminationPolicy.html
MOST_IDLE_MINUTES = 10_080
ENGINE_WORDS = sorted({engine for engines in ENGINES.values() for engine in engines})
CERTIFICATES = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^?*]+[.]zip")
REALM = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,254}")
NAMESPACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
MOST_TICKET_HOURS = 168

Plan = TypeVar("Plan")


class BatchAnalytics(Component):
    """A private place for batch jobs that stops when idle, with a role that has its stores and no other."""

    application_id: Output[str]
    """Id of the application, cluster or virtual cluster jobs are given to."""
    job_role_arn: Output[str]
    """ARN of the role jobs run as; a reader of the catalog where they read tables."""
    security_group_id: Output[str]
    """Id of the workers' security group; empty on eks, where nodes are the cluster's."""
    disk_key_arn: Output[str]
    """Key each job of serverless gives for its workers' disks."""
    log_uri: Output[str]
    """Where logs go, such as s3://logs/features/; each job on eks gives it as its own."""

    def __init__(self, name: str, args: BatchAnalyticsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        mode = self.one_of("mode", args.get("mode", "serverless"), MODES)
        self.one_of("engine", args.get("engine", "spark"), ENGINE_WORDS)
        engine = self._planned(lambda: check_mode(mode, args))
        if not args.get("read_bucket_arns") and not args.get("write_bucket_arns"):
            raise self.refuse("read_bucket_arns and write_bucket_arns", "are both empty", "name a store in one of them")
        if not args["key_arns"]:
            raise self.refuse("key_arns", "is empty", "name the keys of its stores: without them it reads nothing")
        if args.get("databases") and args.get("catalog_key_arn") is None:
            raise self.refuse("catalog_key_arn", "is missing", "give the catalog's key: its entries are encrypted")
        label = args.get("release_label", RELEASE_LABEL)
        release = self.known("release_label", label, emr_release)
        batch = Batch(name, args, place, tags, engine, label, self.child)
        runner = self._runner(mode, batch, release)
        self.application_id, self.job_role_arn = runner.id, runner.job_role_arn
        self.security_group_id, self.log_uri = runner.security_group_id, batch.log_uri
        self.disk_key_arn = Output.from_input(args["kms_key_arn"])
        self.register_outputs(
            {
                "applicationId": self.application_id,
                "jobRoleArn": self.job_role_arn,
                "securityGroupId": self.security_group_id,
                "diskKeyArn": self.disk_key_arn,
                "logUri": self.log_uri,
            }
        )

    def _runner(self, mode: str, batch: Batch, release: EmrRelease) -> Runner:
        args = batch.args
        if mode == "eks":
            right = "1 to 63 small letters, digits and '-' are right"
            self.matching("namespace", args["namespace"], NAMESPACE, right)
            return kubernetes(batch)
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if len(zones) < 2:
            wrong = f"has {len(zones)} zone{'' if zones else 's'}"
            raise self.refuse("subnet_ids", wrong, "give subnets of two: a full zone stops every job")
        if batch.engine != "spark" and not release.version_of(batch.engine):
            wrong = f"is {release.release_label!r}, of whose {batch.engine} the catalogue has no version"
            raise self.refuse("release_label", wrong, f"{RELEASE_LABEL!r} is right")
        architecture = self.one_of("architecture", args.get("architecture", "arm64"), ("arm64", "x86_64"))
        idle = self.whole_number("idle_minutes", args.get("idle_minutes", IDLE_MINUTES), 1, MOST_IDLE_MINUTES)
        vcpus = self.whole_number("maximum_vcpus", args["maximum_vcpus"], 1, 100_000)
        if mode == "ec2":
            self._check_security(args)
            plan = self._planned(lambda: plan_fleets(args["fleet"], vcpus, architecture))
            return cluster(batch, plan, idle)
        maximum = {
            "vcpus": vcpus,
            "memory_gb": self.whole_number("maximum_memory_gb", args["maximum_memory_gb"], 2, 1_000_000),
            "disk_gb": self.whole_number("maximum_disk_gb", args["maximum_disk_gb"], 20, 10_000_000),
        }
        self._planned(lambda: check_capacity(batch.engine, maximum, args.get("initial_capacity") or {}))
        return serverless(batch, architecture, idle, maximum)

    def _check_security(self, args: Mapping[str, Any]) -> None:
        right = "an archive in a store is right, such as 's3://certificates/nodes.zip'"
        self.matching("certificates_uri", args["certificates_uri"], CERTIFICATES, right)
        self.one_of("s3_encryption", args.get("s3_encryption", "sse_kms"), S3_MODES)
        kerberos = args.get("kerberos")
        if kerberos:
            self.matching("kerberos.realm", kerberos["realm"], REALM, "capital letters are right, as 'EC2.INTERNAL'")
            hours = kerberos.get("ticket_hours", TICKET_HOURS)
            self.whole_number("kerberos.ticket_hours", hours, 1, MOST_TICKET_HOURS)

    def _planned(self, plan: Callable[[], Plan]) -> Plan:
        """What a planner says; its refusal as this component's."""
        try:
            return plan()
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None
