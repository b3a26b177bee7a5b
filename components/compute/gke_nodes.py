"""What every GKE node pool has: a private, shielded node that reaches Google's metadata through GKE only."""

from collections.abc import Mapping
from typing import Any

from pulumi import Input

DISK_GIB = 100
SMALLEST_DISK_GIB, LARGEST_DISK_GIB = 20, 65_536
# https://docs.cloud.google.com/kubernetes-engine/quotas
MOST_NODES = 1000


def safe_node(
    machine_type: str,
    service_account: Input[str],
    disk_gib: int,
    disk_type: str,
    disk_key_id: Input[str],
    resource_labels: Mapping[str, str],
    labels: Mapping[str, str],
    taints: Mapping[str, str],
) -> dict[str, Any]:
    """Node configuration; what the node may do is its service account's grants, not its scopes."""
    return {
        "machine_type": machine_type,
        "service_account": service_account,
        "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "disk_size_gb": disk_gib,
        "disk_type": disk_type,
        "boot_disk_kms_key": disk_key_id,
        "image_type": "COS_CONTAINERD",
        "shielded_instance_config": {"enable_secure_boot": True, "enable_integrity_monitoring": True},
        # Pods get tokens of their own service account, never the node's.
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "metadata": {"disable-legacy-endpoints": "true"},
        "resource_labels": dict(resource_labels),
        "labels": dict(labels),
        "taints": [{"key": key, "value": value, "effect": "NO_SCHEDULE"} for key, value in taints.items()],
    }
