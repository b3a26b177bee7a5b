"""Inputs of GkeNodePool."""

from tests.examples._common import tags
from tests.examples._google import GOOGLE_PLACE, KEY_ID, NODE_ACCOUNT

COMPONENT = "GkeNodePool"
MINIMAL = {
    **GOOGLE_PLACE,
    "cluster_name": "platform",
    "node_service_account": NODE_ACCOUNT,
    "zones": ["europe-west4-a"],
    "machine_type": "n2-standard-4",
    "min_nodes": 1,
    "max_nodes": 3,
    "disk_key_id": KEY_ID,
    "tags": tags(),
}
FULL = {
    **MINIMAL,
    "zones": ["europe-west4-a", "europe-west4-b", "europe-west4-c"],
    "min_nodes": 4,
    "max_nodes": 9,
    "disk_gib": 200,
    "labels": {"groundwork/role": "data-loading"},
    "taints": {"groundwork/role": "data-loading"},
}
