"""What keeps the pods of a foreign manifest from EFA, each a sentence: where, what is wrong, what would be right.

The manifest is judged by the plan of the pool it is to run on. Only containers that ask for the pool's accelerators
are judged; on a pool without any, all are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.fabric import fabric_harm, fabric_need
from catalogue.instances import instance_type
from components.compute.fabric_plan import FabricPlan, plan_fabric
from components.compute.pod_spec import MIB, Container, containers, quantity

HUGE_PAGES_OFF = "FI_EFA_USE_HUGE_PAGE"
# Names that mean EFA: the plugin answers to all of them.
# https://github.com/aws/aws-ofi-nccl/blob/master/src/nccl_ofi_interface_nvidia.cpp
PLUGIN_NAMES = ("aws libfabric", "libfabric", "ofi")
DEVICES = "/dev/infiniband"


def lint_pods(manifest: Mapping[str, Any], plan: FabricPlan) -> list[str]:
    """A sentence for everything that is missing or in the way; none for pods that will use EFA in full."""
    if not plan.efa_interfaces:
        return []
    found = containers(manifest, float(fabric_need("default_shm_mib")))
    resource = plan.accelerator_resource
    workers = [each for each in found if not resource or each.amount(resource)]
    if not workers:
        asked = resource or "anything"
        return [f"no container asks for {asked}; pods of this pool ask for {asked}: {plan.accelerators} a node"]
    return [
        f"{worker.path} {worker.name!r}: {wrong}; {right}"
        for worker in workers
        for wrong, right in _faults(worker, plan)
    ]


Finding = tuple[str, str]
"""What is wrong, and what would be right."""


def _faults(worker: Container, plan: FabricPlan) -> Iterator[Finding]:
    share = plan
    if plan.accelerator_resource:
        asked = int(worker.amount(plan.accelerator_resource))
        try:
            share = plan_fabric(plan.instance_type, plan.nodes, asked)
        except ValueError as error:
            wrong, _, right = str(error).removeprefix("accelerators_per_pod: is ").partition("; ")
            yield f"asks for {plan.accelerator_resource}: {wrong}", right
            return
    yield from _device_faults(worker, share)
    yield from _memory_faults(worker, share)
    yield from _environment_faults(worker, share)


def _device_faults(worker: Container, share: FabricPlan) -> Iterator[Finding]:
    resource = fabric_need("efa_resource")
    asked = int(worker.amount(resource))
    if asked == 0:
        yield f"asks for no {resource}, and so talks over TCP", f"ask for {share.efa_per_pod}"
    elif asked < share.efa_per_pod:
        yield f"asks for {asked} {resource} where its share of the node is {share.efa_per_pod}", "ask for all of them"
    elif asked * share.pods_per_node > share.efa_interfaces:
        pods = f"{share.pods_per_node} such pods" if share.pods_per_node > 1 else "such a pod"
        yield f"asks for {asked} {resource}, more than a node with {pods} has", f"ask for {share.efa_per_pod}"
    if any(path.startswith(DEVICES) for path in worker.host_paths):
        right = "leave the mount out: the device plugin hands the right devices to the pod"
        yield f"mounts {DEVICES} of the node, where libfabric meets devices that are not EFA's and gives up", right


def _memory_faults(worker: Container, share: FabricPlan) -> Iterator[Finding]:
    resource = fabric_need("hugepages_resource")
    asked = worker.amount(resource) / MIB
    node = int(fabric_need("node_hugepages_mib"))
    if not asked and worker.environment.get(HUGE_PAGES_OFF) != "0":
        yield f"asks for no {resource}", f"ask for {share.hugepages_mib}Mi, or set {HUGE_PAGES_OFF} to 0"
    elif asked * share.pods_per_node > node:
        yield f"asks for {asked:g}Mi of {resource}, and a node has {node}Mi", f"ask for {share.hugepages_mib}Mi"
    if asked and not ("memory" in worker.limits or "cpu" in worker.limits):
        yield "asks for huge pages and neither memory nor CPU, which Kubernetes refuses", "ask for memory too"
    if not worker.shm_in_memory:
        yield "has /dev/shm on a disk", "mount an emptyDir of medium Memory there"
    if worker.shm_mib is not None and worker.shm_mib < share.shm_mib:
        right = f"mount an emptyDir in memory with {share.shm_mib}Mi or more there"
        yield f"has {worker.shm_mib:g}Mi of /dev/shm", right
    memory = quantity(worker.limits["memory"]) / MIB if "memory" in worker.limits else None
    if memory is not None and memory < share.shm_mib:
        yield f"may use {memory:g}Mi of memory, of which /dev/shm is a part", f"allow more than {share.shm_mib}Mi"


def _environment_faults(worker: Container, share: FabricPlan) -> Iterator[Finding]:
    family = instance_type(share.instance_type).family
    for name, value in worker.environment.items():
        why = fabric_harm(share.library, family, name, value)
        if why:
            wanted = share.environment.get(name)
            yield f"sets {name}={value}, which {why}", f"set {wanted!r}" if wanted else "leave it out"
    forced = share.environment.get("NCCL_NET")
    if forced and worker.environment.get("NCCL_NET", "").lower() not in (*PLUGIN_NAMES, "socket", "ib"):
        if "NCCL_NET" in worker.hidden or "*" in worker.hidden:
            yield "takes its environment from elsewhere, so that NCCL_NET cannot be judged here", f"set {forced!r} here"
        else:
            right = f"set {forced!r}, and NCCL stops instead"
            yield "does not set NCCL_NET: where the plugin does not load NCCL takes TCP without a word", right
