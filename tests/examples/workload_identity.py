"""Inputs of WorkloadIdentity."""

from tests.examples._common import BOUNDARY_ARN, KEY_ARN, PLACE, tags

COMPONENT = "WorkloadIdentity"
MINIMAL = {
    **PLACE,
    "cluster_name": "platform",
    "namespace": "training",
    "service_account": "trainer",
    "key_arns": [KEY_ARN],
    "read_bucket_arns": ["arn:aws:s3:::datasets"],
    "tags": tags("personal", "training"),
}
FULL = {
    **MINIMAL,
    "write_bucket_arns": ["arn:aws:s3:::checkpoints", "arn:aws:s3:::models"],
    "erase_bucket_arns": ["arn:aws:s3:::datasets"],
    "cache_arns": ["arn:aws:elasticache:eu-north-1:111122223333:replicationgroup:prompts"],
    "cache_user_arns": ["arn:aws:elasticache:eu-north-1:111122223333:user:prompts-serving"],
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
