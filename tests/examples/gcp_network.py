"""Inputs of GcpNetwork."""

from tests.examples._common import tags
from tests.examples._google import GOOGLE_PLACE

COMPONENT = "GcpNetwork"
MINIMAL = {
    **GOOGLE_PLACE,
    "nodes_cidr": "10.60.0.0/20",
    "pods_cidr": "10.64.0.0/14",
    "services_cidr": "10.61.0.0/20",
    "tags": tags(purpose="network"),
}
FULL = {**MINIMAL, "flow_log_sampling": 0.25}
