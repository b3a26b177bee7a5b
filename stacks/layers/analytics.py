"""Analytics: the catalog of tables over the stores, and the jobs that read and write both."""

from typing import Any

from pulumi import Output

from components.data.batch_analytics import BatchAnalytics, BatchAnalyticsArgs
from components.data.data_catalog import DataCatalog
from components.network.network import Network
from components.storage.object_store import ObjectStore
from stacks.layers.surroundings import Surroundings


def batch_analytics(
    around: Surroundings, key_arns: dict[str, Output[str]], network: Network, stores: dict[str, ObjectStore]
) -> dict[str, BatchAnalytics]:
    """Each with the role of its jobs, which has the stores it names, their keys, and no other."""
    settings = around.settings
    made = {}
    for name, batch in settings.batch_analytics.items():
        classes = sorted({settings.stores[store].data_class for store in (*batch.read, *batch.write)})
        args: BatchAnalyticsArgs = {
            **around.place,
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.private_subnet_ids[zone] for zone in settings.network.zones},
            "log_bucket_name": stores[batch.logs].bucket_name,
            "kms_key_arn": key_arns[batch.data_class],
            "key_arns": [key_arns[data_class] for data_class in classes],
            "read_bucket_arns": [stores[store].bucket_arn for store in batch.read],
            "write_bucket_arns": [stores[store].bucket_arn for store in batch.write],
            "databases": list(batch.databases),
            "engine": batch.engine,
            "release_label": batch.release_label,
            "architecture": batch.architecture,
            "maximum_vcpus": batch.maximum_vcpus,
            "maximum_memory_gb": batch.maximum_memory_gb,
            "maximum_disk_gb": batch.maximum_disk_gb,
            "idle_minutes": batch.idle_minutes,
            "initial_capacity": {
                str(kind): {
                    "workers": each.workers,
                    "vcpus": each.vcpus,
                    "memory_gb": each.memory_gb,
                    "disk_gb": each.disk_gb,
                }
                for kind, each in batch.initial_capacity.items()
            },
            "tags": around.tags(batch.data_class, batch.purpose),
        }
        for catalog in settings.data_catalogs.values():
            if batch.databases:
                args["catalog_key_arn"] = key_arns[catalog.data_class]
        made[name] = BatchAnalytics(name, args, around.options())
    return made


def data_catalogs(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    stores: dict[str, ObjectStore],
    batches: dict[str, BatchAnalytics],
) -> dict[str, DataCatalog]:
    """The catalog over every store a table of it is in; jobs read it in the role that is theirs."""
    made = {}
    for name, catalog in around.settings.data_catalogs.items():
        used = {table.store for database in catalog.databases.values() for table in database.tables.values()}
        readers: Any = {
            key: {
                **reader.model_dump(mode="json", exclude={"role_arn", "batch"}),
                "role_arn": batches[reader.batch].job_role_arn if reader.batch else reader.role_arn,
            }
            for key, reader in catalog.readers.items()
        }
        databases: Any = {
            key: database.model_dump(mode="json", exclude_defaults=True) for key, database in catalog.databases.items()
        }
        made[name] = DataCatalog(
            name,
            {
                **around.place,
                "stores": {
                    store: {
                        "bucket_name": stores[store].bucket_name,
                        "kms_key_arn": key_arns[around.settings.stores[store].data_class],
                        "data_class": around.settings.stores[store].data_class,
                    }
                    for store in sorted(used)
                },
                "databases": databases,
                "readers": readers,
                "administrator_arns": list(catalog.administrator_arns),
                "kms_key_arn": key_arns[catalog.data_class],
                "tags": around.tags(catalog.data_class, catalog.purpose),
            },
            around.options(),
        )
    return made
