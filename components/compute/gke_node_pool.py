"""GkeNodePool: general CPU nodes of a GKE cluster, over the zones it is given.

Deploys: one node pool.
For: what runs on ordinary CPUs: system pods, controllers, data loaders. Not for: TPUs (TpuPool), GPUs.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.compute.gke_nodes import DISK_GIB, LARGEST_DISK_GIB, MOST_NODES, SMALLEST_DISK_GIB, safe_node
from components.google import checked_labels, checked_project, checked_region, checked_zone

MACHINE_TYPE = re.compile(r"[a-z][a-z0-9]*-[a-z0-9]+(-[a-z0-9]+)*")
TPU = re.compile(r"ct\d|tpu")
DISK_TYPE = "pd-balanced"


class GkeNodePoolArgs(TypedDict):
    """Inputs of GkeNodePool."""

    project_id: str
    """Project of the cluster, such as ml-platform-prod."""
    region: str
    """Region of the cluster."""
    cluster_name: Input[str]
    """Cluster the nodes join."""
    node_service_account: Input[str]
    """Address of the account the nodes run under."""
    zones: Sequence[str]
    """Zones of the region the nodes are in, such as europe-west4-a."""
    machine_type: str
    """Machine type, such as n2-standard-4."""
    min_nodes: int
    """Nodes there are at least, over all zones, 0 to 1,000."""
    max_nodes: int
    """Nodes there are at most, over all zones, 1 to 1,000."""
    disk_key_id: Input[str]
    """Cloud KMS key of the boot disks; Compute Engine's service agent must be allowed to use it."""
    tags: dict[str, str]
    """Labels of everything made; Owner, Environment, DataClassification and Purpose are required."""
    disk_gib: NotRequired[int]
    """Size of the boot disk in GiB, 20 to 65,536. Default: 100."""
    labels: NotRequired[Mapping[str, str]]
    """Kubernetes labels of the nodes. Default: none but `groundwork/pool`."""
    taints: NotRequired[Mapping[str, str]]
    """Taints (NoSchedule) of the nodes, from key to value. Default: none."""


class GkeNodePool(Component):
    """General CPU nodes of a GKE cluster: private, shielded, with encrypted disks."""

    node_pool_name: Output[str]
    """Name of the node pool."""

    def __init__(self, name: str, args: GkeNodePoolArgs, opts: ResourceOptions | None = None) -> None:
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        super().__init__(name, opts)
        resource_labels = checked_labels(self, args["tags"])
        project = checked_project(self, args["project_id"])
        region = checked_region(self, args["region"])
        zones = self._checked_zones(args["zones"], region)
        machine_type = self._checked_machine(args["machine_type"])
        low = self.whole_number("min_nodes", args["min_nodes"], 0, MOST_NODES)
        high = self.whole_number("max_nodes", args["max_nodes"], max(low, 1), MOST_NODES)
        disk_gib = self.whole_number("disk_gib", args.get("disk_gib", DISK_GIB), SMALLEST_DISK_GIB, LARGEST_DISK_GIB)

        node: Any = safe_node(
            machine_type,
            args["node_service_account"],
            disk_gib,
            DISK_TYPE,
            args["disk_key_id"],
            resource_labels,
            {"groundwork/pool": name, **args.get("labels", {})},
            args.get("taints", {}),
        )
        pool = gcp.container.NodePool(
            name,
            project=project,
            location=region,
            cluster=args["cluster_name"],
            node_locations=zones,
            initial_node_count=-(-low // len(zones)),
            autoscaling={"total_min_node_count": low, "total_max_node_count": high, "location_policy": "BALANCED"},
            management={"auto_repair": True, "auto_upgrade": True},
            upgrade_settings={"strategy": "SURGE", "max_surge": 1, "max_unavailable": 0},
            network_config={"enable_private_nodes": True},
            node_config=node,
            # How many there are after the start is the scaler's business; Google would replace the pool for it.
            opts=self.child(ignore_changes=["initialNodeCount"]),
        )

        self.node_pool_name = pool.name
        self.register_outputs({"nodePoolName": self.node_pool_name})

    def _checked_zones(self, zones: Sequence[str], region: str) -> list[str]:
        if not zones:
            raise self.refuse("zones", "is empty", f"name a zone of {region} or more")
        if len(set(zones)) < len(zones):
            raise self.refuse("zones", "names a zone twice", "give every zone once")
        return [checked_zone(self, "zones", zone, region) for zone in zones]

    def _checked_machine(self, machine_type: str) -> str:
        right = "a machine type without accelerators is right, such as 'n2-standard-4'"
        self.matching("machine_type", machine_type, MACHINE_TYPE, right)
        if TPU.match(machine_type):
            raise self.refuse("machine_type", f"is {machine_type!r}, which has TPU chips", "make it a TpuPool")
        return machine_type
