"""The platform on Google Cloud: key, network, cluster, nodes and workloads, put together from one stack file."""

from typing import Any

from pulumi import Output

from components.compute.gke_cluster import GkeCluster
from components.compute.gke_node_pool import GkeNodePool
from components.compute.tpu_pool import TpuPool, TpuPoolArgs
from components.network.gcp_network import GcpNetwork
from components.security.gcp_key import GcpKey
from components.security.gcp_workload_identity import GcpWorkloadIdentity
from stacks.google.settings import GoogleSettings
from stacks.google.surroundings import PLATFORM_CLASS, OnGoogle


def deploy_on_google(settings: GoogleSettings) -> dict[str, Any]:
    """Declare the platform of one stack and return what the stack exports."""
    around = OnGoogle(settings)
    key_id = key(around).key_id
    joined = network(around)
    control_plane = cluster(around, joined, key_id)
    node_pools(around, control_plane, key_id)
    tpus = tpu_pools(around, control_plane, key_id)
    bound = workloads(around)
    return {
        "project_id": settings.project_id,
        "region": settings.region,
        "key_id": key_id,
        "network_id": joined.network_id,
        "cluster": {
            "name": control_plane.cluster_name,
            "endpoint": control_plane.endpoint,
            "certificate_authority_data": control_plane.certificate_authority_data,
            "workload_pool": control_plane.workload_pool,
        },
        "tpu_pools": {
            name: {
                "node_pool": pool.node_pool_name,
                "chips": pool.chips,
                "chips_per_node": pool.chips_per_node,
                "nodes_per_slice": pool.nodes_per_slice,
                "node_selector": pool.node_selector,
            }
            for name, pool in tpus.items()
        },
        "workload_principals": {name: workload.principal for name, workload in bound.items()},
    }


def key(around: OnGoogle) -> GcpKey:
    """One key: all that the platform itself keeps is of one data class."""
    settings = around.settings.keys
    return GcpKey(
        PLATFORM_CLASS,
        {
            **around.place,
            "project_number": around.settings.project_number,
            "protects": ["boot_disks", "cluster_secrets"],
            "rotation_days": settings.rotation_days,
            "destroy_days": settings.destroy_days,
            "protection_level": settings.protection_level,
            "tags": around.tags("encryption"),
        },
        around.options(),
    )


def network(around: OnGoogle) -> GcpNetwork:
    settings = around.settings.network
    return GcpNetwork(
        "network",
        {
            **around.place,
            "nodes_cidr": settings.nodes_cidr,
            "pods_cidr": settings.pods_cidr,
            "services_cidr": settings.services_cidr,
            "flow_log_sampling": settings.flow_log_sampling,
            "tags": around.tags("network"),
        },
        around.options(),
    )


def cluster(around: OnGoogle, joined: GcpNetwork, key_id: Output[str]) -> GkeCluster:
    settings = around.settings.cluster
    return GkeCluster(
        "cluster",
        {
            **around.place,
            "kubernetes_version": settings.kubernetes_version,
            "release_channel": settings.release_channel,
            "network_id": joined.network_id,
            "subnetwork_id": joined.subnetwork_id,
            "pods_range_name": joined.pods_range_name,
            "services_range_name": joined.services_range_name,
            "secrets_key_id": key_id,
            "authorized_cidrs": list(settings.authorized_cidrs),
            "control_plane_cidr": settings.control_plane_cidr,
            "image_repositories": list(settings.image_repositories),
            "without_deletion_protection": settings.without_deletion_protection,
            "tags": around.tags("cluster"),
        },
        around.options(),
    )


def node_pools(around: OnGoogle, control_plane: GkeCluster, key_id: Output[str]) -> dict[str, GkeNodePool]:
    return {
        name: GkeNodePool(
            name,
            {
                **around.place,
                "cluster_name": control_plane.cluster_name,
                "node_service_account": control_plane.node_service_account,
                "zones": list(pool.zones),
                "machine_type": pool.machine_type,
                "min_nodes": pool.min_nodes,
                "max_nodes": pool.max_nodes,
                "disk_gib": pool.disk_gib,
                "disk_key_id": key_id,
                "tags": around.tags("nodes"),
            },
            around.options(),
        )
        for name, pool in around.settings.node_pools.items()
    }


def tpu_pools(around: OnGoogle, control_plane: GkeCluster, key_id: Output[str]) -> dict[str, TpuPool]:
    pools = {}
    for name, pool in around.settings.tpu_pools.items():
        args: TpuPoolArgs = {
            **around.place,
            "cluster_name": control_plane.cluster_name,
            "node_service_account": control_plane.node_service_account,
            "zone": pool.zone,
            "machine_type": pool.machine_type,
            "topology": pool.topology,
            "purchase": pool.purchase,
            "slices": pool.slices,
            "max_slices": pool.max_slices,
            "max_run_hours": pool.max_run_hours,
            "disk_gib": pool.disk_gib,
            "disk_key_id": key_id,
            "tags": around.tags("accelerators"),
        }
        if pool.reservation_name is not None:
            args["reservation_name"] = pool.reservation_name
        pools[name] = TpuPool(name, args, around.options())
    return pools


def workloads(around: OnGoogle) -> dict[str, GcpWorkloadIdentity]:
    return {
        name: GcpWorkloadIdentity(
            name,
            {
                "project_id": around.settings.project_id,
                "project_number": around.settings.project_number,
                "namespace": workload.namespace,
                "service_account": workload.service_account,
                "read_buckets": dict(workload.read),
                "write_buckets": dict(workload.write),
                "tags": around.tags(name),
            },
            around.options(),
        )
        for name, workload in around.settings.workloads.items()
    }
