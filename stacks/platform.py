"""The platform: every layer, from the keys up to the workloads, put together from one stack file.

The only place where components meet: they hand each other ids and ARNs here, and know nothing of one another.
"""

from typing import Any

from stacks.google.platform import deploy_on_google
from stacks.layers import (
    analytics,
    backups,
    compute,
    data,
    documents,
    foundation,
    relational,
    stream_processors,
    streams,
    tiers,
    vectors,
    wide_columns,
)
from stacks.layers.surroundings import Surroundings
from stacks.settings import AnySettings, Settings


def deploy(settings: AnySettings) -> dict[str, Any]:
    """Declare the platform of one stack and return what the stack exports."""
    return _deploy_on_aws(settings) if isinstance(settings, Settings) else deploy_on_google(settings)


def _deploy_on_aws(settings: Settings) -> dict[str, Any]:
    around = Surroundings(settings)

    key_arns = foundation.keys(around)
    network = foundation.network(around, key_arns)
    log_store = foundation.access_logs(around)
    stores = data.stores(around, key_arns, log_store)
    foundation.audit_trail(around, key_arns, stores, log_store)
    registry = data.registry(around, key_arns)
    exports: dict[str, Any] = {
        "region": settings.region,
        "account_id": settings.account_id,
        "key_arns": key_arns,
        "vpc_id": network.vpc_id,
        "private_subnet_ids": network.private_subnet_ids,
        "buckets": {name: store.bucket_name for name, store in stores.items()},
        "repositories": registry.repository_urls if registry else {},
    }

    cluster = compute.cluster(around, key_arns, network)
    accelerator_pools = compute.accelerator_pools(around, key_arns, network, cluster, registry) if cluster else {}
    clients = {"cluster": cluster.security_group_id} if cluster else {}
    fabric = {name: pool.efa_security_group_id for name, pool in accelerator_pools.items()}
    filesystems = data.filesystems(around, key_arns, network, stores, clients, fabric)
    exports["filesystems"] = {
        name: {
            "id": filesystem.file_system_id,
            "dns_name": filesystem.dns_name,
            "mount_name": filesystem.mount_name,
        }
        for name, filesystem in filesystems.items()
    }
    exports["document_databases"] = {
        name: {"endpoint": each.endpoint, "reader_endpoint": each.reader_endpoint, "port": each.port}
        for name, each in documents.document_databases(around, key_arns, network, clients).items()
    }
    homes = tiers.home_filesystems(around, key_arns, network, clients)
    if homes:
        exports["home_filesystems"] = {
            name: {"id": home.file_system_id, "access_point_ids": home.access_point_ids} for name, home in homes.items()
        }
    caches = tiers.caches(around, key_arns, network, clients)
    if caches:
        exports["caches"] = {
            name: {"endpoint": cache.endpoint, "arn": cache.cache_arn, "user_arns": cache.user_arns}
            for name, cache in caches.items()
        }
    flowing = streams.streams(around, key_arns, network, clients)
    if flowing:
        exports["streams"] = {
            name: {"arn": stream.stream_arn, "bootstrap_brokers": stream.bootstrap_brokers}
            for name, stream in flowing.items()
        }
    processors = stream_processors.stream_processors(around, key_arns, network, flowing, stores)
    if processors:
        exports["stream_processors"] = {
            name: {"application_name": each.application_name, "role_arn": each.role_arn}
            for name, each in processors.items()
        }
    exports["wide_column_databases"] = {
        name: each.keyspace_name for name, each in wide_columns.wide_column_databases(around, key_arns).items()
    }
    exports["vector_stores"] = {
        name: {"endpoint": each.endpoint, "nodes": each.nodes, "bootstrap": each.bootstrap}
        for name, each in vectors.vector_stores(around, key_arns, network, clients).items()
    }
    exports["pgvector_indexes"] = vectors.pgvector_indexes(around)
    databases = relational.relational_databases(around, key_arns, network, clients)
    if databases:
        exports["relational_databases"] = {
            name: {
                "endpoint": each.endpoint,
                "reader_endpoint": each.reader_endpoint,
                "port": each.port,
                "secret_arn": each.secret_arn,
            }
            for name, each in databases.items()
        }
    batches = analytics.batch_analytics(around, key_arns, network, stores, cluster)
    if batches:
        exports["batch_analytics"] = {
            name: {
                "application_id": batch.application_id,
                "job_role_arn": batch.job_role_arn,
                "disk_key_arn": batch.disk_key_arn,
                "log_uri": batch.log_uri,
            }
            for name, batch in batches.items()
        }
    catalogs = analytics.data_catalogs(around, key_arns, stores, batches)
    if catalogs:
        exports["data_catalogs"] = {name: catalog.database_names for name, catalog in catalogs.items()}
    plans = backups.backup_plans(around, key_arns)
    if plans:
        exports["backups"] = {
            data_class: {"vault_arn": plan.vault_arn, "plan_id": plan.plan_id} for data_class, plan in plans.items()
        }
    if cluster is None:
        return exports

    node_pools = compute.node_pools(around, key_arns, network, cluster, registry)
    compute.cluster_addons(around, key_arns, cluster, node_pools)
    workloads = compute.workloads(around, key_arns, cluster, stores, caches)
    exports["cluster"] = {
        "name": cluster.cluster_name,
        "endpoint": cluster.endpoint,
        "certificate_authority_data": cluster.certificate_authority_data,
        "security_group_id": cluster.security_group_id,
        "oidc_issuer_url": cluster.oidc_issuer_url,
    }
    exports["accelerator_pools"] = {
        name: {
            "node_groups": pool.node_group_names,
            "karpenter_manifests": pool.karpenter_manifests,
            "efa_interfaces": pool.efa_interfaces,
            "devices": pool.devices,
            "needs": pool.needs,
        }
        for name, pool in accelerator_pools.items()
    }
    exports["cluster_autoscaler_priorities"] = compute.scaler_priorities(accelerator_pools)
    exports["workload_role_arns"] = {name: workload.role_arn for name, workload in workloads.items()}
    return exports
