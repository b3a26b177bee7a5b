"""TpuPool: TPU nodes of a GKE cluster, of one machine type, joined in one topology, in one zone.

Deploys: a node pool placed as one slice where the slice spans several nodes (v5e, v5p, v6e by its topology, tpu7x by a
workload policy, which is made too).
For: training and serving on v5e, v5p, v6e and tpu7x (Ironwood). Not for: several slices over several nodes each: make
a pool for each and join them with multislice; not for CPU nodes (GkeNodePool).
"""

from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.compute.gke_nodes import DISK_GIB, LARGEST_DISK_GIB, MOST_NODES, SMALLEST_DISK_GIB, safe_node
from components.compute.tpu_pool_rules import tpu_pool_faults
from components.compute.tpu_purchase import MOST_RUN_HOURS, SECONDS_PER_HOUR, TPU_PURCHASES, TpuPurchase
from components.compute.tpu_slice_plan import TpuSlice, plan_tpu_slice
from components.google import checked_labels, checked_project, checked_region, checked_zone

RUN_HOURS = 24


class TpuPoolArgs(TypedDict):
    """Inputs of TpuPool."""

    project_id: str
    """Project of the cluster, such as ml-platform-prod."""
    region: str
    """Region of the cluster."""
    cluster_name: Input[str]
    """Cluster the nodes join."""
    node_service_account: Input[str]
    """Address of the account the nodes run under."""
    zone: str
    """Zone the pool is in, such as europe-west4-a; one that has the machine's generation of TPU."""
    machine_type: str
    """TPU machine type, such as ct6e-standard-4t: the number before t is its chips."""
    topology: str
    """Shape the chips are joined in, such as 4x4 (v5e, v6e) or 2x2x4 (v5p, tpu7x)."""
    purchase: str
    """`on_demand`, `spot`, `reservation` (one you own), `flex_start` (nodes when a job asks, for a limited time) or
    `queued` (the same, all of a job's nodes at once, through a ProvisioningRequest)."""
    slices: int
    """Slices there are at least, and at the start. Of a topology over several nodes 0 or 1; of one node up to 1,000;
    0 with flex_start and queued."""
    max_slices: int
    """Slices there are at most; 1 of a topology over several nodes: GKE keeps one such slice in a pool."""
    disk_key_id: Input[str]
    """Cloud KMS key of the boot disks; Compute Engine's service agent must be allowed to use it."""
    tags: dict[str, str]
    """Labels of everything made; Owner, Environment, DataClassification and Purpose are required."""
    reservation_name: NotRequired[str]
    """Reservation the nodes are taken from: a name, or projects/PROJECT/reservations/NAME of a shared one. Default:
    none; required with purchase `reservation`."""
    max_run_hours: NotRequired[int]
    """Hours after which a node of flex_start or queued goes, 1 to 168. Default: 24."""
    disk_gib: NotRequired[int]
    """Size of the boot disk in GiB, 20 to 65,536. Default: 100."""
    labels: NotRequired[Mapping[str, str]]
    """Kubernetes labels beside those that say what the node is. Default: none."""
    taints: NotRequired[Mapping[str, str]]
    """Taints (NoSchedule) beside `google.com/tpu`, which GKE sets, from key to value. Default: none."""


class TpuPool(Component):
    """TPU nodes of one machine type joined in one topology in one zone."""

    node_pool_name: Output[str]
    """Name of the node pool."""
    chips: Output[int]
    """Chips of a slice."""
    chips_per_node: Output[int]
    """Chips of each node: what its pods ask for as `google.com/tpu`; all of them, always."""
    nodes_per_slice: Output[int]
    """Nodes of a slice, and so pods of a job on it."""
    node_selector: Output[dict[str, str]]
    """Node labels by which pods choose this generation and topology."""

    def __init__(self, name: str, args: TpuPoolArgs, opts: ResourceOptions | None = None) -> None:
        import pulumi_gcp as gcp  # only stacks on Google Cloud pay for it

        super().__init__(name, opts)
        resource_labels = checked_labels(self, args["tags"])
        project = checked_project(self, args["project_id"])
        region = checked_region(self, args["region"])
        zone = checked_zone(self, "zone", args["zone"], region)
        way = self.one_of("purchase", args["purchase"], TPU_PURCHASES)
        low = self.whole_number("slices", args["slices"], 0, MOST_NODES)
        high = self.whole_number("max_slices", args["max_slices"], max(low, 1), MOST_NODES)
        reservation = args.get("reservation_name", "")
        for fault in tpu_pool_faults(args["machine_type"], args["topology"], zone, way, reservation, low, high):
            raise self.refuse(*fault)
        plan, purchase = plan_tpu_slice(args["machine_type"], args["topology"]), TPU_PURCHASES[way]
        run_hours = self.whole_number("max_run_hours", args.get("max_run_hours", RUN_HOURS), 1, MOST_RUN_HOURS)
        disk_gib = self.whole_number("disk_gib", args.get("disk_gib", DISK_GIB), SMALLEST_DISK_GIB, LARGEST_DISK_GIB)

        node: Any = safe_node(
            plan.machine.machine_type,
            args["node_service_account"],
            disk_gib,
            plan.version.boot_disk_type,
            args["disk_key_id"],
            resource_labels,
            {"groundwork/pool": name, "groundwork/purchase": way, **args.get("labels", {})},
            args.get("taints", {}),
        )
        node |= {"reservation_affinity": purchase.affinity(reservation), **purchase.node}
        if purchase.on_request:
            node["max_run_duration"] = f"{run_hours * SECONDS_PER_HOUR}s"
        pool = gcp.container.NodePool(
            name,
            project=project,
            location=region,
            cluster=args["cluster_name"],
            node_locations=[zone],
            management={"auto_repair": purchase.auto_repair, "auto_upgrade": True},
            network_config={"enable_private_nodes": True},
            node_config=node,
            opts=self.child(ignore_changes=["initialNodeCount"]),
            **self._size(plan, purchase, low, high),
            **self._placement(plan, project, region),
            **purchase.pool,
        )

        self.node_pool_name = pool.name
        self.chips, self.chips_per_node = Output.from_input(plan.chips), Output.from_input(plan.machine.chips)
        self.nodes_per_slice = Output.from_input(plan.nodes)
        self.node_selector = Output.from_input(
            {
                "cloud.google.com/gke-tpu-accelerator": plan.version.gke_accelerator,
                "cloud.google.com/gke-tpu-topology": plan.topology,
            }
        )
        self.register_outputs(
            {
                "nodePoolName": self.node_pool_name,
                "chips": self.chips,
                "chipsPerNode": self.chips_per_node,
                "nodesPerSlice": self.nodes_per_slice,
                "nodeSelector": self.node_selector,
            }
        )

    def _size(self, plan: TpuSlice, purchase: TpuPurchase, low: int, high: int) -> dict[str, Any]:
        """How many nodes there are. GKE makes those of a slice over several together, and takes no other count."""
        size: dict[str, Any] = {}
        if low == high:
            size["node_count"] = low * plan.nodes
        else:
            size["initial_node_count"] = low * plan.nodes
            size["autoscaling"] = {
                "min_node_count": low * plan.nodes,
                "max_node_count": high * plan.nodes,
                "location_policy": "ANY",
            }
        if not purchase.on_request:  # GKE upgrades nodes that go by themselves by not making old ones again
            # Old nodes go before new ones come: there is rarely a spare TPU to update through.
            size["upgrade_settings"] = {"strategy": "SURGE", "max_surge": 0, "max_unavailable": 1}
        return size

    def _placement(self, plan: TpuSlice, project: str, region: str) -> dict[str, Any]:
        """Where several nodes are one slice they must be placed as one; a single node is a slice by itself."""
        import pulumi_gcp as gcp

        if not plan.multi_host:
            return {}
        if not plan.version.needs_workload_policy:
            return {"placement_policy": {"type": "COMPACT", "tpu_topology": plan.topology}}
        policy = gcp.compute.ResourcePolicy(
            self._name,
            project=project,
            region=region,
            workload_policy={"type": "HIGH_THROUGHPUT", "accelerator_topology": plan.topology},
            opts=self.child(),
        )
        return {"placement_policy": {"type": "COMPACT", "policy_name": policy.name}}
