"""How an application of Managed Flink runs: from its latest snapshot, with checkpoints, in the VPC, under its key."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Output

from components.streams.processor_words import CHECKPOINT_SECONDS, PARALLELISM, PARALLELISM_PER_KPU

MILLISECONDS = 1000
# The service's own default: a program that checkpoints without a pause does nothing else.
PAUSE_MILLISECONDS = 5000
# What was read is not read twice, and nothing is left out; a first start, which has no snapshot, starts empty.
RESTORE = "RESTORE_FROM_LATEST_SNAPSHOT"


def application_configuration(
    args: Mapping[str, Any], security_group_id: Output[str]
) -> "aws.kinesisanalyticsv2.ApplicationApplicationConfigurationArgsDict":
    """What the application is configured with; args: of StreamProcessor, checked."""
    configuration: aws.kinesisanalyticsv2.ApplicationApplicationConfigurationArgsDict = {
        "application_code_configuration": {
            "code_content_type": "ZIPFILE",
            "code_content": {
                "s3_content_location": {"bucket_arn": args["code_bucket_arn"], "file_key": args["code_key"]}
            },
        },
        "application_encryption_configuration": {"key_type": "CUSTOMER_MANAGED_KEY", "key_id": args["kms_key_arn"]},
        # Without snapshots a change of the program starts it with nothing:
        # https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
        "application_snapshot_configuration": {"snapshots_enabled": True},
        "flink_application_configuration": _flink(args),
        "run_configuration": {
            "application_restore_configuration": {"application_restore_type": RESTORE},
            # True would throw away what the new program has no place for.
            "flink_run_configuration": {"allow_non_restored_state": False},
        },
        "vpc_configuration": {
            "subnet_ids": list(args["subnet_ids"].values()),
            "security_group_ids": [security_group_id],
        },
    }
    if args.get("properties"):
        configuration["environment_properties"] = {
            "property_groups": [
                {"property_group_id": group, "property_map": dict(values)}
                for group, values in args["properties"].items()
            ]
        }
    return configuration


def _flink(
    args: Mapping[str, Any],
) -> "aws.kinesisanalyticsv2.ApplicationApplicationConfigurationFlinkApplicationConfigurationArgsDict":
    return {
        "checkpoint_configuration": {
            "configuration_type": "CUSTOM",
            "checkpointing_enabled": True,
            "checkpoint_interval": int(args.get("checkpoint_seconds", CHECKPOINT_SECONDS)) * MILLISECONDS,
            "min_pause_between_checkpoints": PAUSE_MILLISECONDS,
        },
        # Metrics of the application: those of every task cost as much as the tasks do.
        "monitoring_configuration": {
            "configuration_type": "CUSTOM",
            "log_level": "INFO",
            "metrics_level": "APPLICATION",
        },
        "parallelism_configuration": {
            "configuration_type": "CUSTOM",
            "auto_scaling_enabled": True,
            "parallelism": int(args.get("parallelism", PARALLELISM)),
            "parallelism_per_kpu": int(args.get("parallelism_per_kpu", PARALLELISM_PER_KPU)),
        },
    }
