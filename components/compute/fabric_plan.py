"""Everything the nodes and the pods of one pool must agree on, so that they talk over EFA and not over TCP.

Where one of it is missing nothing fails: NCCL takes TCP without a word, at a hundredth of the speed. So one function
decides all of it from the catalogue, the pool declares its nodes by it, and the cluster layer its pods.
https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalogue.compatibility import oldest
from catalogue.fabric import PROOF, fabric_environment, fabric_need, fabric_versions, library_of
from catalogue.families import families
from catalogue.instances import accelerators, instance_type, network_cards
from components.compute.network_interface_plan import PlannedInterface, efa_count, plan_network_interfaces

HUGE_PAGE_MIB = 2
IN = "in"
OUT = "out"


@dataclass(frozen=True, slots=True)
class SelfRule:
    """A rule of the EFA security group that names the group itself."""

    direction: str
    """`in` or `out`."""
    protocol: str
    """`-1`: all; EFA's traffic is neither TCP nor UDP."""


# Both ways, and by the group's own id: "anywhere" does not let EFA out.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html#efa-start-security
SELF_RULES = (SelfRule(IN, "-1"), SelfRule(OUT, "-1"))


@dataclass(frozen=True, slots=True)
class FabricPlan:
    """The fabric of one pool. A type without EFA has a plan too: one interface, and nothing for its pods to ask."""

    instance_type: str
    nodes: int
    """Nodes of the pool at most."""
    accelerators: int
    """Accelerators of a node as Kubernetes counts them; 0 for a machine without any."""
    accelerator_resource: str
    """Resource by which pods ask for them, such as `nvidia.com/gpu`; empty where no device plugin counts them."""
    library: str
    """What carries the collectives: nccl, neuron or mpi."""
    interfaces: tuple[PlannedInterface, ...]
    """Interfaces of a node, the primary one first."""
    bandwidth_gbps: float
    """Bandwidth a node has at best, in gigabits a second; its interfaces use every card of it."""
    efa_interfaces: int
    """EFA interfaces of a node: what it offers as `vpc.amazonaws.com/efa`."""
    self_rules: tuple[SelfRule, ...]
    """Rules of the EFA security group; none where there is no EFA."""
    pods_per_node: int
    """Pods that share a node."""
    accelerators_per_pod: int
    efa_per_pod: int
    """EFA interfaces each pod asks for."""
    hugepages_mib: int
    """Huge pages of 2 MiB each pod asks for, in MiB."""
    shm_mib: int
    """Size of each pod's `/dev/shm` in MiB; memory the pod's own limit must hold too."""
    pod_resources: Mapping[str, str]
    """Requests and equal limits of each pod; beside huge pages Kubernetes wants some memory or CPU too."""
    environment: Mapping[str, str]
    """Environment of each process."""
    proof_environment: Mapping[str, str]
    """Environment that makes the log say which network was taken: for a test, not for every day."""
    device_plugin_version: str
    """Pinned version of the EFA device plugin; empty where there is no EFA."""
    oldest_device_plugin_version: str
    """Oldest version of the plugin that counts the devices of this type right; empty where any does."""
    versions: Mapping[str, str]
    """Versions that go together in an image: efa_installer, libfabric, aws_ofi_nccl, nccl."""


def plan_fabric(
    type_name: str, nodes: int, accelerators_per_pod: int | None = None, extra_interfaces: int = 0
) -> FabricPlan:
    """The fabric of a pool of that type; a pod has all accelerators of its node unless told otherwise."""
    host = instance_type(type_name)
    machine = accelerators().get(type_name)
    devices = machine.devices if machine else 0
    library = library_of(machine.maker if machine else "")
    interfaces = plan_network_interfaces(network_cards(type_name), host.max_efa_interfaces, extra_interfaces)
    efas = efa_count(interfaces)
    if nodes < 1:
        raise ValueError(f"nodes: is {nodes}; 1 or more is right")
    per_pod = devices if accelerators_per_pod is None else accelerators_per_pod
    pods = _pods_per_node(devices, per_pod, efas)
    hugepages = _hugepages_mib(pods) if efas else 0
    versions = fabric_versions() if efas else {}
    kind = families()[host.family].kind if host.family in families() else None
    resource = kind.resource if kind and devices else ""
    return FabricPlan(
        instance_type=type_name,
        nodes=nodes,
        accelerators=devices,
        accelerator_resource=resource,
        library=library,
        interfaces=interfaces,
        bandwidth_gbps=host.peak_gbps,
        efa_interfaces=efas,
        self_rules=SELF_RULES if efas else (),
        pods_per_node=pods,
        accelerators_per_pod=per_pod,
        efa_per_pod=efas // pods,
        hugepages_mib=hugepages,
        shm_mib=int(fabric_need("accelerator_shm_mib")) * max(per_pod, 1),
        pod_resources=MappingProxyType(_pod_resources(resource, per_pod, efas // pods, hugepages)),
        environment=MappingProxyType(fabric_environment(library, host.family) if efas else {}),
        proof_environment=MappingProxyType(fabric_environment(library, host.family, PROOF) if efas else {}),
        device_plugin_version=versions.get("device_plugin", ""),
        oldest_device_plugin_version=oldest("device_plugin", {"family": host.family}) if efas else "",
        versions=MappingProxyType({name: each for name, each in versions.items() if name != "device_plugin"}),
    )


def _pods_per_node(devices: int, per_pod: int, efas: int) -> int:
    if devices == 0 and per_pod == 0:
        return 1
    shares = [
        share for share in range(1, devices + 1) if devices % share == 0 and (not efas or efas >= devices // share)
    ]
    if per_pod not in shares:
        right = ", ".join(map(str, shares)) or "0"
        raise ValueError(
            f"accelerators_per_pod: is {per_pod}, and a node has {devices} accelerators and {efas} EFA interfaces, "
            f"of which each pod needs one; {right} is right"
        )
    return devices // per_pod


def _hugepages_mib(pods: int) -> int:
    """A pod's share of the node's huge pages, never more than one pod has a use for."""
    share = int(fabric_need("node_hugepages_mib")) // pods // HUGE_PAGE_MIB * HUGE_PAGE_MIB
    return min(int(fabric_need("pod_hugepages_mib")), share)


def _pod_resources(resource: str, accelerators: int, efas: int, hugepages: int) -> dict[str, str]:
    resources = {resource: str(accelerators)} if resource else {}
    if efas:
        resources[fabric_need("efa_resource")] = str(efas)
        resources[fabric_need("hugepages_resource")] = f"{hugepages}Mi"
    return resources
