"""Inputs of DocumentDatabase."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "DocumentDatabase"
MINIMAL = {
    "cluster_identifier": "prod-prompts",
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "kms_key_arn": KEY_ARN,
    "log_key_arn": KEY_ARN,
    "tags": tags("personal", "prompts"),
}
FULL = {
    **MINIMAL,
    "engine_version": "8.0.0",
    "instance_class": "db.r8g.xlarge",
    "instances": ["a", "b", "c"],
    "port": 27018,
    "backup_retention_days": 35,
    "backup_window": "23:30-00:30",
    "maintenance_window": "mon:02:00-mon:03:00",
    "log_retention_days": 400,
    "slow_query_ms": 100,
    "without_deletion_protection": False,
    "tags": tags("derived", "features"),
}
