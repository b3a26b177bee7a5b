"""Inputs of TpuPool."""

from tests.examples._common import tags
from tests.examples._google import GOOGLE_PLACE, KEY_ID, NODE_ACCOUNT

COMPONENT = "TpuPool"
EXCLUSIVE = {"reservation_name"}  # a pool that waits for jobs has none
MINIMAL = {
    **GOOGLE_PLACE,
    "cluster_name": "platform",
    "node_service_account": NODE_ACCOUNT,
    "zone": "europe-west4-a",
    "machine_type": "ct6e-standard-4t",
    "topology": "4x4",
    "purchase": "on_demand",
    "slices": 1,
    "max_slices": 1,
    "disk_key_id": KEY_ID,
    "tags": tags(purpose="accelerators"),
}
FULL = {
    **MINIMAL,
    "region": "us-central1",
    "zone": "us-central1-c",
    "machine_type": "tpu7x-standard-4t",
    "topology": "2x2x4",
    "purchase": "queued",
    "slices": 0,
    "max_run_hours": 72,
    "disk_gib": 500,
    "labels": {"groundwork/role": "training"},
    "taints": {"groundwork/role": "training"},
}
