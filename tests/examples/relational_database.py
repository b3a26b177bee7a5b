"""Inputs of RelationalDatabase."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "RelationalDatabase"
MINIMAL = {
    "engine": "postgres",
    "engine_version": "17",
    "instance_class": "db.r7g.large",
    "storage_gib": 100,
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "kms_key_arn": KEY_ARN,
    "log_key_arn": KEY_ARN,
    "tags": tags("personal", "conversations"),
}
FULL = {
    **{key: value for key, value in MINIMAL.items() if key != "storage_gib"},
    "engine": "aurora-postgresql",
    "engine_version": "17.6",
    "upgrades_from": "16",
    "multi_az": True,
    "readers": ["standby", "reports"],
    "extended_support": False,
    "iam_authentication": True,
    "database_insights": "advanced",
    "database_name": "conversations",
    "master_username": "keeper",
    "backup_retention_days": 35,
    "log_retention_days": 365,
    "backup_window": "02:00-03:00",
    "maintenance_window": "sun:03:30-sun:04:30",
    "without_deletion_protection": False,
}
# Inputs of RDS, which Aurora has not.
EXCLUSIVE = ("storage_gib", "max_storage_gib", "license_model")
