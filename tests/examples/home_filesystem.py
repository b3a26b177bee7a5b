"""Inputs of HomeFilesystem."""

from tests.examples._common import ACCOUNT_ID, KEY_ARN, tags

COMPONENT = "HomeFilesystem"
MINIMAL = {
    "vpc_id": "vpc-0a",
    "subnet_ids": {"eun1-az1": "subnet-0a"},
    "client_security_group_ids": {"cluster": "sg-0cluster"},
    "kms_key_arn": KEY_ARN,
    "teams": {"vision": {"user_id": 2001, "group_id": 3001}},
    "tags": tags("internal", "homes"),
}
FULL = {
    **MINIMAL,
    "subnet_ids": {"eun1-az1": "subnet-0a", "eun1-az2": "subnet-0b"},
    "teams": {"vision": {"user_id": 2001, "group_id": 3001}, "speech": {"user_id": 2002, "group_id": 3001}},
    "client_role_arns": [f"arn:aws:iam::{ACCOUNT_ID}:role/node"],
    "infrequent_after_days": 14,
    "archive_after_days": 180,
    "without_backups": False,
    "tags": tags("personal", "homes"),
}
