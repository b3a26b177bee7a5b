"""Inputs of ImageRegistry."""

from tests.examples._common import ACCOUNT_ID, BOUNDARY_ARN, KEY_ARN, PLACE, REGION, tags

SECRETS = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT_ID}:secret"

COMPONENT = "ImageRegistry"
MINIMAL = {**PLACE, "repositories": ["training"], "kms_key_arn": KEY_ARN, "tags": tags(purpose="images")}
FULL = {
    **MINIMAL,
    "repositories": ["serving", "training"],
    "pull_through": ["public.ecr.aws", "docker.io", "registry.k8s.io"],
    "credential_arns": {"docker.io": f"{SECRETS}:ecr-pullthroughcache/docker-AbCdEf"},
    "keep_images": 10,
    "untagged_days": 3,
    "cached_tags_follow_upstream": True,
    "permissions_boundary_arn": BOUNDARY_ARN,
    "partition": "aws",
}
