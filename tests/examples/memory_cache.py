"""Inputs of MemoryCache."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "MemoryCache"
MINIMAL = {
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "kms_key_arn": KEY_ARN,
    "log_key_arn": KEY_ARN,
    "node_type": "cache.r7g.large",
    "users": {"serving": "on ~prompt:* +@all -@dangerous"},
    "tags": tags("personal", "semantic-cache"),
}
FULL = {
    **MINIMAL,
    "node_type": "cache.r6gd.xlarge",
    "users": {"serving": "on ~prompt:* +@all -@dangerous", "reporting": "on ~* +@read"},
    "engine": "redis",
    "engine_version": "7.1",
    "shards": 3,
    "replicas_per_shard": 2,
    "eviction": "volatile-ttl",
    "snapshot_retention_days": 14,
    "log_retention_days": 90,
}
