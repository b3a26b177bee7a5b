"""Inputs of AuditTrail."""

from tests.examples._common import BOUNDARY_ARN, KEY_ARN, PLACE, tags

COMPONENT = "AuditTrail"
MINIMAL = {**PLACE, "data_event_bucket_arns": [], "kms_key_arn": KEY_ARN, "tags": tags(purpose="audit")}
FULL = {
    **MINIMAL,
    "data_event_bucket_arns": ["arn:aws:s3:::datasets", "arn:aws:s3:::models"],
    "retention_days": 730,
    "lock_mode": "COMPLIANCE",
    "log_group_retention_days": 365,
    "without_log_group": False,
    "access_log_bucket": "access-logs",
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
