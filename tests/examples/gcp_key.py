"""Inputs of GcpKey."""

from tests.examples._common import tags
from tests.examples._google import GOOGLE_PLACE, PROJECT_NUMBER

COMPONENT = "GcpKey"
MINIMAL = {
    **GOOGLE_PLACE,
    "project_number": PROJECT_NUMBER,
    "protects": ["boot_disks"],
    "tags": tags(purpose="encryption"),
}
FULL = {
    **MINIMAL,
    "protects": ["boot_disks", "cluster_secrets"],
    "rotation_days": 30,
    "destroy_days": 60,
    "protection_level": "SOFTWARE",
}
