"""A program with a home file system and a cache, and around them no more than what they need.

`tests/engine/test_tiers.py` brings it up, changes it and takes it away. TIERS_CHANGED=1 is the change.
"""

import os

import pulumi
import pulumi_aws as aws

from components.storage.home_filesystem import HomeFilesystem
from components.storage.memory_cache import MemoryCache
from components.storage.object_store import ObjectStore

ACCOUNT = "123456789012"
REGION = "eu-north-1"
ZONES = ("eun1-az1", "eun1-az2")
TAGS = {"Owner": "a@example.com", "Environment": "sandbox", "DataClassification": "internal", "Purpose": "test"}


def declare() -> None:
    """Declare all of it."""
    changed = os.environ.get("TIERS_CHANGED") == "1"
    provider = aws.Provider("aws", region=REGION, allowed_account_ids=[ACCOUNT])
    here, components = pulumi.ResourceOptions(provider=provider), pulumi.ResourceOptions(providers=[provider])
    key = aws.kms.Key("tiers", opts=here)
    vpc = aws.ec2.Vpc("tiers", cidr_block="10.0.0.0/16", opts=here)
    subnets = {
        zone: aws.ec2.Subnet(
            zone, vpc_id=vpc.id, availability_zone_id=zone, cidr_block=f"10.0.{place}.0/24", opts=here
        ).id
        for place, zone in enumerate(ZONES)
    }
    clients = aws.ec2.SecurityGroup("clients", vpc_id=vpc.id, description="clients", opts=here)
    teams = {"vision": {"user_id": 2001, "group_id": 3001}}
    if changed:
        teams["speech"] = {"user_id": 2002, "group_id": 3002}
    HomeFilesystem(
        "homes",
        {
            "vpc_id": vpc.id,
            "subnet_ids": subnets,
            "client_security_group_ids": {"clients": clients.id},
            "kms_key_arn": key.arn,
            "teams": teams,  # type: ignore[typeddict-item]
            "infrequent_after_days": 60 if changed else 30,
            "tags": TAGS,
        },
        components,
    )
    MemoryCache(
        "prompts",
        {
            "vpc_id": vpc.id,
            "subnet_ids": subnets,
            "client_security_group_ids": {"clients": clients.id},
            "kms_key_arn": key.arn,
            "log_key_arn": key.arn,
            "node_type": "cache.r7g.xlarge" if changed else "cache.r7g.large",
            "users": {"serving": "on ~prompt:* +@all -@dangerous"},
            "tags": TAGS,
        },
        components,
    )
    ObjectStore(
        "cold",
        {
            "region": REGION,
            "account_id": ACCOUNT,
            "retention_days": 365,
            "kms_key_arn": key.arn,
            "without_access_logs": True,
            "tiers": [{"storage_class": "STANDARD_IA", "after_days": 60 if changed else 30}],
            "tags": TAGS,
        },
        components,
    )
