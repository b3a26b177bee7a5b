"""Nodes that are not there, as their kubelet would register them: what the catalogue says a machine has."""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.fabric import fabric_need
from catalogue.families import family, pool_type
from catalogue.instances import MIB_PER_GIB

PODS = 110
EPHEMERAL_GIB = 1000
KUBERNETES_ARCHITECTURE = {"x86_64": "amd64", "arm64": "arm64"}
EFA = fabric_need("efa_resource")
HUGE_PAGES = fabric_need("hugepages_resource")
HUGE_PAGES_MIB = int(fabric_need("node_hugepages_mib"))
POOL = "groundwork/pool"


def nodes(
    name: str,
    instance_type: str,
    count: int,
    *,
    labels: Mapping[str, str],
    taints: Mapping[str, str],
    efa: int | None = None,
    hugepages_mib: int = 0,
) -> Iterator[dict[str, Any]]:
    """`count` nodes `name-0`, `name-1`, … of one type, with all their devices to give away.

    `efa` is how many EFA devices the device plugin found; without it, as many as the type can have. `labels` and
    `taints` (NoSchedule, from key to value) are what the pool's node group gives its nodes.
    """
    resources = _resources(instance_type, efa, hugepages_mib)
    architecture = KUBERNETES_ARCHITECTURE[pool_type(instance_type).architecture]
    for number in range(count):
        host = f"{name}-{number}"
        yield {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {
                "name": host,
                "labels": {
                    "kubernetes.io/hostname": host,
                    "kubernetes.io/os": "linux",
                    "kubernetes.io/arch": architecture,
                    "node.kubernetes.io/instance-type": instance_type,
                    **labels,
                },
            },
            "spec": {"taints": [{"key": key, "value": value, "effect": "NoSchedule"} for key, value in taints.items()]},
            "status": {"allocatable": resources, "capacity": resources},
        }


def nodes_of_pool(pool: str, instance_type: str, count: int) -> Iterator[dict[str, Any]]:
    """Nodes with the label and the taint by which the pods of a pool find them."""
    taint = family(pool_type(instance_type).family).kind.taint
    return nodes(pool, instance_type, count, labels={POOL: pool}, taints={taint: "true"}, hugepages_mib=HUGE_PAGES_MIB)


def _resources(instance_type: str, efa: int | None, hugepages_mib: int) -> dict[str, str]:
    type_ = pool_type(instance_type)
    resource = family(type_.family).kind.resource
    counted = {resource: type_.devices} if resource else {}
    efas = type_.max_efa_interfaces if efa is None else efa
    return {
        "cpu": str(type_.host.vcpus),
        "memory": f"{type_.host.memory_mib - hugepages_mib}Mi",
        "ephemeral-storage": f"{EPHEMERAL_GIB * MIB_PER_GIB}Mi",
        "pods": str(PODS),
        HUGE_PAGES: f"{hugepages_mib}Mi",
        **{name: str(number) for name, number in counted.items()},
        **({EFA: str(efas)} if efas else {}),
    }
