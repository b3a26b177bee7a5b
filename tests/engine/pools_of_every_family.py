"""A program with one pool of each family of accelerators, in the two regions that together offer them all.

`tests/engine/test_pools.py` brings it up. Around the pools there is no more than what nodes join: a network without a
way out, a key, a cluster.
"""

import pulumi
import pulumi_aws as aws

from catalogue.regions import zones_offering
from components.compute.accelerator_pool import AcceleratorPool, AcceleratorPoolArgs
from components.compute.cluster import Cluster

ACCOUNT = "123456789012"
VERSION = "1.35"
TYPES = {
    "us-west-2": (
        *("p4d.24xlarge", "p5.48xlarge", "p5en.48xlarge", "p6-b200.48xlarge", "p6-b300.48xlarge", "g6e.48xlarge"),
        *("trn1n.32xlarge", "inf2.48xlarge", "dl2q.24xlarge", "f2.48xlarge"),
    ),
    "us-east-2": ("trn2.48xlarge", "hpc7a.96xlarge"),
}
WITHOUT_IMAGE_OF_EKS = ("dl2q.24xlarge",)
TAGS = {"Owner": "a@example.com", "Environment": "sandbox", "DataClassification": "internal", "Purpose": "test"}


def declare() -> None:
    """Declare all of it."""
    for number, (region, types) in enumerate(TYPES.items()):
        _region(region, f"10.{number}.0.0/16", types)


def _region(region: str, cidr: str, types: tuple[str, ...]) -> None:
    provider = aws.Provider(region, region=region)
    here = pulumi.ResourceOptions(provider=provider)
    key = aws.kms.Key(region, opts=here)
    vpc = aws.ec2.Vpc(region, cidr_block=cidr, opts=here)
    offered = [zones_offering(each, region)[-1] for each in types]
    zones = sorted({*offered, *zones_offering("p4d.24xlarge", region)[:2]})
    subnets = {
        zone: aws.ec2.Subnet(
            zone,
            vpc_id=vpc.id,
            availability_zone_id=zone,
            cidr_block=cidr.replace(".0.0/16", f".{16 * place}.0/20"),
            opts=here,
        )
        for place, zone in enumerate(zones)
    }
    components = pulumi.ResourceOptions(providers=[provider])
    cluster = Cluster(
        f"{region}-cluster",
        {
            "cluster_name": f"{region}-pools",
            "kubernetes_version": VERSION,
            "account_id": ACCOUNT,
            "region": region,
            "subnet_ids": [subnet.id for subnet in subnets.values()],
            "secrets_key_arn": key.arn,
            "logs_key_arn": key.arn,
            "tags": TAGS,
        },
        components,
    )
    for instance_type, zone in zip(types, offered, strict=True):
        args: AcceleratorPoolArgs = {
            "cluster_name": cluster.cluster_name,
            "kubernetes_version": VERSION,
            "vpc_id": vpc.id,
            "subnet_ids": {zone: subnets[zone].id},
            "cluster_security_group_id": cluster.security_group_id,
            "instance_type": instance_type,
            "capacity": [{"purchase": "on_demand", "zones": [zone]}],
            "nodes": 1,
            "max_nodes": 2,
            "disk_key_arn": key.arn,
            "tags": TAGS,
        }
        if instance_type in WITHOUT_IMAGE_OF_EKS:
            args["own_image"] = {
                "image_id": "ami-0123456789abcdef0",
                "cluster_endpoint": cluster.endpoint,
                "certificate_authority_data": cluster.certificate_authority_data,
                "service_cidr": "172.20.0.0/16",
            }
        AcceleratorPool(instance_type.partition(".")[0], args, components)
