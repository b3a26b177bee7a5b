"""Inputs of AcceptanceJob."""

from tests.examples._common import tags

COMPONENT = "AcceptanceJob"
MINIMAL = {
    "namespace": "acceptance",
    "pool": "train",
    "instance_type": "p5.48xlarge",
    "nodes": 2,
    "image": f"public.ecr.aws/hpc-cloud/nccl-tests@sha256:{'0123456789abcdef' * 4}",
    "tags": tags("internal", "acceptance"),
}
FULL = {
    **MINIMAL,
    "instance_type": "trn1.32xlarge",
    "nodes": 16,
    "image": f"example.com/neuron-training@sha256:{'fedcba9876543210' * 4}",
    "least_gigabytes_per_second": 42.5,
    "test_program": "/opt/neuron/nccom-test",
    "timeout_minutes": 45,
    "days_kept": 30,
    "labels": {"groundwork/purchase": "reservation"},
    "taints": {"team": "research"},
}
