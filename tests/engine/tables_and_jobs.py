"""A program with a data catalog and an application for batch jobs that reads it. `test_analytics.py` brings it up."""

import copy
from typing import Any

import pulumi
import pulumi_aws as aws

from components.data.batch_analytics import BatchAnalytics
from components.data.data_catalog import DataCatalog
from components.policy_document import service_trust
from tests.examples import FULL

ACCOUNT = "123456789012"
ZONES = ("eun1-az1", "eun1-az2")


def declare(idle_minutes: int) -> None:
    """Declare all of it; the application stops after so many minutes without a job."""
    provider = aws.Provider("eu-north-1", region="eu-north-1")
    here = pulumi.ResourceOptions(provider=provider)
    key = aws.kms.Key("tables", opts=here)
    bucket = aws.s3.Bucket("features", opts=here)
    vpc = aws.ec2.Vpc("jobs", cidr_block="10.0.0.0/16", opts=here)
    subnets = {
        zone: aws.ec2.Subnet(
            zone, vpc_id=vpc.id, availability_zone_id=zone, cidr_block=f"10.0.{16 * place}.0/20", opts=here
        )
        for place, zone in enumerate(ZONES)
    }
    components = pulumi.ResourceOptions(providers=[provider])
    batch = BatchAnalytics(
        "jobs",
        {
            **FULL["BatchAnalytics"],  # type: ignore[typeddict-item]
            "account_id": ACCOUNT,
            "vpc_id": vpc.id,
            "subnet_ids": {zone: subnet.id for zone, subnet in subnets.items()},
            "log_bucket_name": bucket.bucket,
            "kms_key_arn": key.arn,
            "key_arns": [key.arn],
            "catalog_key_arn": key.arn,
            "read_bucket_arns": [bucket.arn],
            "write_bucket_arns": [],
            "idle_minutes": idle_minutes,
        },
        components,
    )
    _clusters(idle_minutes, vpc, subnets, bucket, key, here)
    readers = copy.deepcopy(FULL["DataCatalog"]["readers"])
    for reader in readers.values():
        reader["role_arn"] = batch.job_role_arn
    DataCatalog(
        "tables",
        {
            **FULL["DataCatalog"],  # type: ignore[typeddict-item]
            "account_id": ACCOUNT,
            "stores": {"features": {"bucket_name": bucket.bucket, "kms_key_arn": key.arn, "data_class": "personal"}},
            "administrator_arns": [f"arn:aws:iam::{ACCOUNT}:role/deployer"],
            "kms_key_arn": key.arn,
            "readers": readers,
        },
        components,
    )


def _clusters(
    idle_minutes: int,
    vpc: "aws.ec2.Vpc",
    subnets: "dict[str, aws.ec2.Subnet]",
    bucket: "aws.s3.Bucket",
    key: "aws.kms.Key",
    here: pulumi.ResourceOptions,
) -> None:
    """The same jobs on a cluster of their own, and on one of EKS."""
    components = pulumi.ResourceOptions(providers=[here.provider])  # type: ignore[list-item]
    common: Any = {
        **{name: FULL["BatchAnalytics"][name] for name in ("region", "tags")},
        "account_id": ACCOUNT,
        "log_bucket_name": bucket.bucket,
        "kms_key_arn": key.arn,
        "key_arns": [key.arn],
        "read_bucket_arns": [bucket.arn],
    }
    joins: Any = {
        **common,
        "mode": "ec2",
        "vpc_id": vpc.id,
        "subnet_ids": {zone: subnet.id for zone, subnet in subnets.items()},
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
    BatchAnalytics("joins", joins, components)
    role = aws.iam.Role("pods", assume_role_policy=service_trust("eks.amazonaws.com"), opts=here)
    cluster = aws.eks.Cluster(
        "pods",
        role_arn=role.arn,
        vpc_config={"subnet_ids": [subnet.id for subnet in subnets.values()]},
        opts=here,
    )
    pods: Any = {**common, "mode": "eks", "cluster_name": cluster.name, "namespace": "jobs"}
    BatchAnalytics("pods", pods, components)
