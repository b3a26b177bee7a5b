"""Inputs of GkeCluster."""

from tests.examples._common import tags
from tests.examples._google import GOOGLE_PLACE, KEY_ID

COMPONENT = "GkeCluster"
MINIMAL = {
    **GOOGLE_PLACE,
    "kubernetes_version": "1.34.1-gke.3084001",
    "network_id": "projects/ml-platform-prod/global/networks/platform",
    "subnetwork_id": "projects/ml-platform-prod/regions/europe-west4/subnetworks/platform",
    "pods_range_name": "pods",
    "services_range_name": "services",
    "secrets_key_id": KEY_ID,
    "tags": tags(purpose="cluster"),
}
FULL = {
    **MINIMAL,
    "authorized_cidrs": ["10.0.0.0/16"],
    "control_plane_cidr": "172.20.0.0/28",
    "image_repositories": ["europe-west4/training"],
    "release_channel": "STABLE",
    "without_deletion_protection": True,
}
