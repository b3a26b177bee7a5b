"""Karpenter's objects for a pool: for each group of the plan a NodePool and an EC2NodeClass. Pure; text out of values.

A NodePool's weight is the group's priority, so that Karpenter tries the steps in their order, and goes on to the next
one when EC2 has no capacity. https://karpenter.sh/docs/concepts/nodepools/ and /nodeclasses/
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.compute.capacity_plan import NodeGroupPlan
from components.compute.network_interface_plan import PlannedInterface
from components.compute.node_template import ROOT_DEVICE

# An accelerator node that nothing runs on goes after this time; one with pods is never emptied to save money.
EMPTY_FOR = "10m"
RAID0 = "RAID0"
ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True)
class KarpenterNodes:
    """What Karpenter has to know of a pool's nodes beside the plan; every id is known."""

    pool: str
    instance_type: str
    architecture: str
    """x86_64 or arm64."""
    vcpus: int
    interfaces: Sequence[PlannedInterface]
    image: str
    """EKS's release of AL2023, such as 20260903, or an image's id."""
    instance_profile: str
    subnet_ids: Mapping[str, str]
    security_group_ids: Sequence[str]
    placement_groups: Mapping[str, str]
    """Name of the placement group of each group that is in one."""
    disk_gib: int
    disk_key_arn: str
    local_storage: str
    """nodeadm's word for what it does with the local disks; empty where it leaves them alone."""
    taints: Mapping[str, str]
    tags: Mapping[str, str]


def karpenter_manifests(
    nodes: KarpenterNodes, groups: Sequence[NodeGroupPlan], labels: Mapping[str, Mapping[str, str]]
) -> str:
    """All objects as one text of YAML documents. labels: of each group's nodes, by the group's key."""
    made = [[_node_class(nodes, group), _node_pool(nodes, group, labels[group.key])] for group in groups]
    return "---\n".join(f"{json.dumps(each, indent=2)}\n" for pair in made for each in pair)


def _node_pool(nodes: KarpenterNodes, group: NodeGroupPlan, labels: Mapping[str, str]) -> dict[str, Any]:
    name = f"{nodes.pool}-{group.key}"
    wanted = {
        "node.kubernetes.io/instance-type": nodes.instance_type,
        "kubernetes.io/arch": ARCHITECTURES[nodes.architecture],
        "kubernetes.io/os": "linux",
        "topology.k8s.aws/zone-id": group.zone,
        "karpenter.sh/capacity-type": group.purchase.karpenter_type,
    }
    if group.step.reservation_id:
        wanted["karpenter.k8s.aws/capacity-reservation-id"] = group.step.reservation_id
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": name},
        "spec": {
            "weight": group.priority,
            # All nodes are of one type, so that its vCPUs count them.
            "limits": {"cpu": str(group.high * nodes.vcpus)},
            "disruption": {"consolidationPolicy": "WhenEmpty", "consolidateAfter": EMPTY_FOR},
            "template": {
                "metadata": {"labels": dict(labels)},
                "spec": {
                    "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": name},
                    # A job must not lose a node because of the node's age.
                    "expireAfter": "Never",
                    "requirements": [
                        {"key": key, "operator": "In", "values": [value]} for key, value in wanted.items()
                    ],
                    "taints": [
                        {"key": key, "value": value, "effect": "NoSchedule"}
                        for key, value in sorted(nodes.taints.items())
                    ],
                },
            },
        },
    }


def _node_class(nodes: KarpenterNodes, group: NodeGroupPlan) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "amiFamily": "AL2023",
        "amiSelectorTerms": [
            {"id": nodes.image} if nodes.image.startswith("ami-") else {"alias": f"al2023@v{nodes.image}"}
        ],
        "instanceProfile": nodes.instance_profile,
        "subnetSelectorTerms": [{"id": nodes.subnet_ids[group.zone]}],
        "securityGroupSelectorTerms": [{"id": each} for each in nodes.security_group_ids],
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "blockDeviceMappings": [
            {
                "deviceName": ROOT_DEVICE,
                "rootVolume": True,
                "ebs": {
                    "volumeType": "gp3",
                    "volumeSize": f"{nodes.disk_gib}Gi",
                    "encrypted": True,
                    "kmsKeyID": nodes.disk_key_arn,
                    "deleteOnTermination": True,
                },
            }
        ],
        "tags": {**nodes.tags, "Name": nodes.pool},
    }
    if len(nodes.interfaces) > 1:
        spec["networkInterfaces"] = [
            {"networkCardIndex": each.card, "deviceIndex": each.device, "interfaceType": each.kind}
            for each in nodes.interfaces
        ]
    if nodes.local_storage == RAID0:
        spec["instanceStorePolicy"] = RAID0
    elif nodes.local_storage:
        spec["userData"] = _node_config(nodes.local_storage)
    if group.step.reservation_id:
        spec["capacityReservationSelectorTerms"] = [{"id": group.step.reservation_id}]
    if group.key in nodes.placement_groups:
        spec["placementGroupSelector"] = {"name": nodes.placement_groups[group.key]}
    return {
        "apiVersion": "karpenter.k8s.aws/v1",
        "kind": "EC2NodeClass",
        "metadata": {"name": f"{nodes.pool}-{group.key}"},
        "spec": spec,
    }


def _node_config(strategy: str) -> str:
    """A NodeConfig, which Karpenter joins with its own. https://awslabs.github.io/amazon-eks-ami/nodeadm/"""
    return json.dumps(
        {
            "apiVersion": "node.eks.aws/v1alpha1",
            "kind": "NodeConfig",
            "spec": {"instance": {"localStorage": {"strategy": strategy}}},
        }
    )
