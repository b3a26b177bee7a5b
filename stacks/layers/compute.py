"""Compute: the cluster, its nodes, and what the pods of each workload may do."""

from typing import NotRequired

from pulumi import Input, Output
from typing_extensions import TypedDict

from components.compute.accelerator_pool import AcceleratorPool, AcceleratorPoolArgs
from components.compute.capacity_step import CapacityStep as Step
from components.compute.cluster import Cluster
from components.compute.cluster_addons import ClusterAddons
from components.compute.node_pool import NodePool
from components.compute.scaler_priorities import priority_expander
from components.delivery.image_registry import ImageRegistry
from components.network.network import Network
from components.security.workload_identity import WorkloadIdentity
from components.storage.memory_cache import MemoryCache
from components.storage.object_store import ObjectStore
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import PLATFORM_CLASS, Surroundings, strictest
from stacks.sections.compute import AcceleratorPool as AcceleratorPoolSettings
from stacks.sections.compute import CapacityStep


class NodeArgs(TypedDict, closed=True):
    """What every pool is given."""

    cluster_name: Input[str]
    kubernetes_version: str
    disk_key_arn: Input[str]
    partition: str
    image_pull_policy: NotRequired[Input[str]]


def cluster(around: Surroundings, key_arns: dict[str, Output[str]], network: Network) -> Cluster | None:
    settings = around.settings.cluster
    if settings is None:
        return None
    return Cluster(
        "cluster",
        {
            **around.place,
            "cluster_name": f"groundwork-{around.settings.environment}",
            "kubernetes_version": settings.kubernetes_version,
            "subnet_ids": [network.private_subnet_ids[zone] for zone in around.zones_with_eks],
            "secrets_key_arn": key_arns[PLATFORM_CLASS],
            "logs_key_arn": key_arns[LOGS_KEY],
            "admin_role_arns": list(settings.admin_role_arns),
            "public_endpoint_cidrs": list(settings.public_endpoint_cidrs),
            "service_cidr": settings.service_cidr,
            "without_deletion_protection": settings.without_deletion_protection,
            "log_retention_days": settings.log_retention_days,
            "tags": around.tags(PLATFORM_CLASS, "cluster"),
        },
        around.options(),
    )


def node_pools(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    cluster: Cluster,
    registry: ImageRegistry | None,
) -> dict[str, NodePool]:
    return {
        name: NodePool(
            name,
            {
                **_node_args(around, key_arns, cluster, registry),
                "subnet_ids": {zone: network.private_subnet_ids[zone] for zone in pool.zones},
                "instance_types": list(pool.instance_types),
                "min_nodes": pool.min_nodes,
                "max_nodes": pool.max_nodes,
                "disk_gib": pool.disk_gib,
                "tags": around.tags(PLATFORM_CLASS, "nodes"),
            },
            around.options(),
        )
        for name, pool in around.settings.node_pools.items()
    }


def accelerator_pools(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    cluster: Cluster,
    registry: ImageRegistry | None,
) -> dict[str, AcceleratorPool]:
    pools = {}
    for name, pool in around.settings.accelerator_pools.items():
        args: AcceleratorPoolArgs = {
            **_node_args(around, key_arns, cluster, registry),
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.private_subnet_ids[zone] for zone in pool.zones},
            "cluster_security_group_id": cluster.security_group_id,
            "instance_type": pool.instance_type,
            "capacity": [_capacity_step(step) for step in pool.capacity],
            "nodes": pool.nodes,
            "max_nodes": pool.max_nodes,
            "disk_gib": pool.disk_gib,
            "tags": around.tags(PLATFORM_CLASS, "accelerators"),
        }
        args["provisioner"] = pool.provisioner
        if around.settings.cluster and around.settings.cluster.karpenter_version is not None:
            args["karpenter_version"] = around.settings.cluster.karpenter_version
        if pool.wall_time_hours is not None:
            args["wall_time_hours"] = pool.wall_time_hours
        _set_nodes(args, pool, around, cluster)
        pools[name] = AcceleratorPool(name, args, around.options())
    return pools


def _set_nodes(
    args: AcceleratorPoolArgs, pool: AcceleratorPoolSettings, around: Surroundings, cluster: Cluster
) -> None:
    """What the stack file says about the nodes of a pool; what it leaves out, the component decides."""
    args["extra_interfaces"] = pool.extra_interfaces
    args["without_node_repair"] = pool.without_node_repair
    if pool.local_storage is not None:
        args["local_storage"] = pool.local_storage
    if pool.mig_profile is not None:
        args["mig_profile"] = pool.mig_profile
    if pool.time_slicing_replicas is not None:
        args["time_slicing_replicas"] = pool.time_slicing_replicas
    if pool.max_parallel_nodes_repaired_count is not None:
        args["max_parallel_nodes_repaired_count"] = pool.max_parallel_nodes_repaired_count
    if pool.max_unhealthy_node_threshold_percentage is not None:
        args["max_unhealthy_node_threshold_percentage"] = pool.max_unhealthy_node_threshold_percentage
    settings = around.settings.cluster
    if pool.image_id is not None and settings is not None:
        args["own_image"] = {
            "image_id": pool.image_id,
            "cluster_endpoint": cluster.endpoint,
            "certificate_authority_data": cluster.certificate_authority_data,
            "service_cidr": settings.service_cidr,
        }


def scaler_priorities(pools: dict[str, AcceleratorPool]) -> Output[str]:
    """What Cluster Autoscaler's priority expander reads of all node groups; "" where Karpenter starts all nodes."""
    return Output.all(*[Output.all(pool.node_group_names, pool.scaler_priorities) for pool in pools.values()]).apply(
        lambda found: priority_expander(
            {name: priorities[key] for names, priorities in found for key, name in names.items()}
        )
    )


def _capacity_step(step: CapacityStep) -> Step:
    """A step as the component has it: the same words, and none of those nobody gave."""
    args: Step = {"purchase": step.purchase, "zones": list(step.zones), "matching": step.matching}
    if step.reservation_id is not None:
        args["reservation_id"] = step.reservation_id
    if step.reserved_nodes is not None:
        args["reserved_nodes"] = step.reserved_nodes
    if step.placement_group is not None:
        args["placement_group"] = step.placement_group
    if step.starts is not None:
        args["starts"] = step.starts
    if step.ends is not None:
        args["ends"] = step.ends
    return args


def cluster_addons(
    around: Surroundings, key_arns: dict[str, Output[str]], cluster: Cluster, pools: dict[str, NodePool]
) -> None:
    """The add-ons that run as pods. Ordinary nodes come first: GPU nodes keep such pods away."""
    settings = around.settings.cluster
    if settings is None or not pools:
        return
    ClusterAddons(
        "addons",
        {
            **around.place,
            "cluster_name": cluster.cluster_name,
            "node_group_names": [
                pool.node_group_names[zone]
                for name, pool in pools.items()
                for zone in around.settings.node_pools[name].zones
            ],
            "kubernetes_version": settings.kubernetes_version,
            "volumes_key_arn": key_arns[PLATFORM_CLASS],
            "tags": around.tags(PLATFORM_CLASS, "cluster"),
        },
        around.options(),
    )


def workloads(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    cluster: Cluster,
    stores: dict[str, ObjectStore],
    caches: dict[str, MemoryCache],
) -> dict[str, WorkloadIdentity]:
    """What each workload may do: its stores, the keys of their data classes, and its caches as one of their users."""
    settings = around.settings
    identities = {}
    for name, workload in settings.workloads.items():
        readable = list(dict.fromkeys([*workload.read, *workload.write]))
        classes = sorted({settings.stores[store].data_class for store in (*readable, *workload.erase)})
        cached = {settings.caches[cache].data_class for cache in workload.caches}
        identities[name] = WorkloadIdentity(
            name,
            {
                **around.place,
                "cluster_name": cluster.cluster_name,
                "namespace": workload.namespace,
                "service_account": workload.service_account,
                "read_bucket_arns": [stores[store].bucket_arn for store in readable],
                "write_bucket_arns": [stores[store].bucket_arn for store in workload.write],
                "erase_bucket_arns": [stores[store].bucket_arn for store in workload.erase],
                "cache_arns": [caches[cache].cache_arn for cache in workload.caches],
                "cache_user_arns": [caches[cache].user_arns[user] for cache, user in workload.caches.items()],
                "key_arns": [key_arns[data_class] for data_class in classes],
                "tags": around.tags(strictest([*classes, *cached]), name),
            },
            around.options(),
        )
    return identities


def _node_args(
    around: Surroundings, key_arns: dict[str, Output[str]], cluster: Cluster, registry: ImageRegistry | None
) -> NodeArgs:
    settings = around.settings.cluster
    assert settings is not None, "a pool without a cluster is refused with the settings"
    args: NodeArgs = {
        "cluster_name": cluster.cluster_name,
        "kubernetes_version": settings.kubernetes_version,
        "disk_key_arn": key_arns[PLATFORM_CLASS],
        "partition": around.partition,
    }
    if registry is not None:
        args["image_pull_policy"] = registry.pull_policy
    return args
