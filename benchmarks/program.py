"""The program that is measured: real components, as many as it takes.

Per 22 resources: two object stores and one workload identity that may read both, so that a resource has the usual share
of blocks, JSON policies with outputs inside them, and dependencies.
"""

from collections.abc import Callable

from pulumi import Input

from components.security.workload_identity import WorkloadIdentity
from components.storage.object_store import ObjectStore

ACCOUNT_ID = "111122223333"
REGION = "eu-north-1"
KEY_ARN = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/11111111-2222-3333-4444-555555555555"
TAGS = {
    "Owner": "ml-platform@example.com",
    "Environment": "prod",
    "DataClassification": "personal",
    "Purpose": "training-data",
}
STORE = 9
IDENTITY = 4


def program(resources: int) -> Callable[[], None]:
    """A program of about so many resources (never fewer, at most 21 more)."""

    def declare() -> None:
        declared = index = 0
        while declared < resources:
            stores = [_store(f"store-{index}-{one}") for one in ("a", "b")]
            _identity(f"identity-{index}", [store.bucket_arn for store in stores])
            declared += 2 * STORE + IDENTITY
            index += 1

    return declare


def _store(name: str) -> ObjectStore:
    return ObjectStore(
        name,
        {
            "retention_days": 365,
            "region": REGION,
            "account_id": ACCOUNT_ID,
            "tags": TAGS,
            "kms_key_arn": KEY_ARN,
            "access_log_bucket": "access-logs",
        },
    )


def _identity(name: str, bucket_arns: list[Input[str]]) -> WorkloadIdentity:
    return WorkloadIdentity(
        name,
        {
            "cluster_name": "platform",
            "namespace": "training",
            "service_account": "trainer",
            "key_arns": [KEY_ARN],
            "region": REGION,
            "account_id": ACCOUNT_ID,
            "tags": TAGS,
            "read_bucket_arns": bucket_arns,
        },
    )
