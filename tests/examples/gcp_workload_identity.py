"""Inputs of GcpWorkloadIdentity."""

from tests.examples._common import tags
from tests.examples._google import PROJECT_ID, PROJECT_NUMBER

COMPONENT = "GcpWorkloadIdentity"
MINIMAL = {
    "project_id": PROJECT_ID,
    "project_number": PROJECT_NUMBER,
    "namespace": "training",
    "service_account": "trainer",
    "read_buckets": {"datasets": "ml-platform-datasets"},
    "tags": tags("personal", "training"),
}
FULL = {**MINIMAL, "write_buckets": {"checkpoints": "ml-platform-checkpoints"}}
