"""A program with a data catalog and an application for batch jobs that reads it. `test_analytics.py` brings it up."""

import copy
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from components.data.batch_analytics import BatchAnalytics
from components.data.data_catalog import DataCatalog
from components.policy_document import service_trust
from tests.engine.surroundings import ACCOUNT, Surroundings
from tests.examples import FULL

ZONES = ("eun1-az1", "eun1-az2")


def declare(idle_minutes: int) -> None:
    """Declare all of it; the application stops after so many minutes without a job."""
    around = Surroundings("tables")
    bucket = aws.s3.Bucket("features", opts=around.here)
    network = around.network(*ZONES)
    batch = BatchAnalytics(
        "jobs",
        {
            **FULL["BatchAnalytics"],  # type: ignore[typeddict-item]
            "account_id": ACCOUNT,
            **network,
            "log_bucket_name": bucket.bucket,
            "kms_key_arn": around.key.arn,
            "key_arns": [around.key.arn],
            "catalog_key_arn": around.key.arn,
            "read_bucket_arns": [bucket.arn],
            "write_bucket_arns": [],
            "idle_minutes": idle_minutes,
        },
        around.components,
    )
    _clusters(idle_minutes, around, network, bucket)
    readers = copy.deepcopy(FULL["DataCatalog"]["readers"])
    for reader in readers.values():
        reader["role_arn"] = batch.job_role_arn
    DataCatalog(
        "tables",
        {
            **FULL["DataCatalog"],  # type: ignore[typeddict-item]
            "account_id": ACCOUNT,
            "stores": {
                "features": {"bucket_name": bucket.bucket, "kms_key_arn": around.key.arn, "data_class": "personal"}
            },
            "administrator_arns": [f"arn:aws:iam::{ACCOUNT}:role/deployer"],
            "kms_key_arn": around.key.arn,
            "readers": readers,
        },
        around.components,
    )


def _clusters(idle_minutes: int, around: Surroundings, network: Mapping[str, Any], bucket: "aws.s3.Bucket") -> None:
    """The same jobs on a cluster of their own, and on one of EKS."""
    common: Any = {
        **{name: FULL["BatchAnalytics"][name] for name in ("region", "tags")},
        "account_id": ACCOUNT,
        "log_bucket_name": bucket.bucket,
        "kms_key_arn": around.key.arn,
        "key_arns": [around.key.arn],
        "read_bucket_arns": [bucket.arn],
    }
    joins: Any = {
        **common,
        "mode": "ec2",
        **network,
        "maximum_vcpus": 64,
        "fleet": {
            "primary_instance_types": ["m7g.xlarge"],
            "instance_types": ["m7g.xlarge", "m7g.2xlarge"],
            "core_vcpus": 8,
        },
        "certificates_uri": "s3://certificates/nodes.zip",
        "kerberos": {"realm": "EC2.INTERNAL", "kdc_admin_password": "not-a-real-one"},
        "idle_minutes": idle_minutes,
    }
    BatchAnalytics("joins", joins, around.components)
    role = aws.iam.Role("pods", assume_role_policy=service_trust("eks.amazonaws.com"), opts=around.here)
    cluster = aws.eks.Cluster(
        "pods",
        role_arn=role.arn,
        vpc_config={"subnet_ids": list(network["subnet_ids"].values())},
        opts=around.here,
    )
    pods: Any = {**common, "mode": "eks", "cluster_name": cluster.name, "namespace": "jobs"}
    BatchAnalytics("pods", pods, around.components)
