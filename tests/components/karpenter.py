"""Karpenter's objects of a chain, for tests."""

import json
from typing import Any

from catalogue.instances import network_cards
from components.compute.capacity_plan import plan_capacity
from components.compute.capacity_step import Wanted
from components.compute.karpenter_manifests import KarpenterNodes, karpenter_manifests
from components.compute.network_interface_plan import plan_network_interfaces


def objects(chain: Wanted, **changes: Any) -> list[dict[str, Any]]:
    """The objects of a pool `gpu`, in the order they are written."""
    machine, plan = chain.machine, plan_capacity(chain)
    values: dict[str, Any] = {
        "pool": "gpu",
        "instance_type": machine.instance_type,
        "architecture": machine.architecture,
        "vcpus": machine.vcpus,
        "interfaces": plan_network_interfaces(network_cards(machine.instance_type), machine.max_efa_interfaces),
        "image": "20260903",
        "instance_profile": "gpu-node",
        "subnet_ids": {zone: f"subnet-{number}" for number, zone in enumerate(plan.zones)},
        "security_group_ids": ["sg-0cluster", "sg-0efa"],
        "placement_groups": {group.key: f"gpu-{group.key}" for group in plan.groups if group.makes_placement_group},
        "disk_gib": 200,
        "disk_key_arn": "arn:aws:kms:eu-north-1:111122223333:key/11111111-2222-3333-4444-555555555555",
        "local_storage": "RAID0",
        "taints": {"nvidia.com/gpu": "true"},
        "tags": {"Owner": "ml-platform@example.com"},
    }
    labels = {group.key: {"groundwork/pool": "gpu", **group.labels()} for group in plan.groups}
    text = karpenter_manifests(KarpenterNodes(**{**values, **changes}), plan.groups, labels)
    return [json.loads(each) for each in text.split("---\n")]


def specs(chain: Wanted, kind: str, **changes: Any) -> dict[str, dict[str, Any]]:
    """The specifications of one kind, by name."""
    return {each["metadata"]["name"]: each["spec"] for each in objects(chain, **changes) if each["kind"] == kind}
