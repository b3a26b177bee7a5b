"""Inputs of BlockVolumeClass."""

from tests.examples._common import KEY_ARN, tags

COMPONENT = "BlockVolumeClass"
MINIMAL = {"size_gib": 500, "kms_key_arn": KEY_ARN, "tags": tags("internal", "logs")}
FULL = {
    **MINIMAL,
    "iops": 20_000,
    "mib_per_second": 500,
    "latency_ms": 10.0,
    "durability": "replicated",
    "busy_hours_a_day": 12.5,
    "volume_class": "gp3",
    "file_system": "xfs",
    "deletes_volumes": True,
    "tags": tags("personal", "vector-index"),
}
