"""Inputs of ObjectStore."""

from tests.examples._common import KEY_ARN, PLACE, tags

COMPONENT = "ObjectStore"
MINIMAL = {
    **PLACE,
    "retention_days": 365,
    "kms_key_arn": KEY_ARN,
    "access_log_bucket": "access-logs",
    "tags": {**tags("personal", "training-data"), "SubjectKey": "subjects/"},
}
FULL = {
    **MINIMAL,
    "noncurrent_retention_days": 14,
    "incomplete_upload_days": 3,
    "tiers": [{"storage_class": "STANDARD_IA", "after_days": 60}, {"storage_class": "GLACIER_IR", "after_days": 120}],
    "receives_access_logs": False,
    "without_access_logs": False,
    "partition": "aws",
}
