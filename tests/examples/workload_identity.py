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
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
