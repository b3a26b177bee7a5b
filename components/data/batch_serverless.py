"""Jobs on EMR Serverless: an application that starts with a job, and stops when idle."""

from typing import Any

import pulumi_aws as aws

from components.data.batch_jobs import job_role
from components.data.batch_network import worker_group
from components.data.batch_step import Batch, Runner
from components.data.serverless_plan import DISK_GB
from components.policy_document import service_trust

WORKER_NAMES = {"driver": "Driver", "executor": "Executor", "hive_driver": "HiveDriver", "tez_task": "TezTask"}
# Without it Spark looks tables up, but reads their files past every filter of columns and rows:
# https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/emr-serverless-lf-enable.html
TABLES: list[Any] = [
    {"classification": "spark-defaults", "properties": {"spark.emr-serverless.lakeformation.enabled": "true"}}
]


def serverless(batch: Batch, architecture: str, idle: int, maximum: dict[str, int]) -> Runner:
    """Declare the application. idle: minutes; maximum: vCPUs, GB of memory and of disk."""
    name, initial = batch.name, batch.args.get("initial_capacity") or {}
    group = worker_group(name, f"Workers of {name}", batch.args["vpc_id"], batch.tags, batch.child())
    role = job_role(batch, name, service_trust("emr-serverless.amazonaws.com", account_id=batch.place.account_id))
    application = aws.emrserverless.Application(
        name,
        type=batch.engine,
        release_label=batch.release_label,
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
            "subnet_ids": batch.subnet_ids,
            "security_group_ids": [group.id],
        },
        # Otherwise AWS keeps a copy of every log, which may quote data, in a place of its own for 30 days.
        monitoring_configuration={
            "managed_persistence_monitoring_configuration": {"enabled": False},
            "s3_monitoring_configuration": {
                "log_uri": batch.log_uri,
                "encryption_key_arn": batch.args["kms_key_arn"],
            },
        },
        runtime_configurations=TABLES if batch.args.get("databases") else [],
        tags=batch.tags,
        opts=batch.child(),
    )
    return Runner(application.id, role.arn, group.id)
