"""Analytics: the catalog of tables over the stores, and the jobs that read and write both."""

from typing import Any

from pulumi import Output

from components.compute.cluster import Cluster
from components.data.batch_analytics import BatchAnalytics
from components.data.batch_args import BatchAnalyticsArgs
from components.data.data_catalog import DataCatalog
from components.network.network import Network
from components.storage.object_store import ObjectStore
from stacks.layers.surroundings import Surroundings
from stacks.sections.analytics import BatchAnalytics as BatchSection

# What the stack file says in the component's own words.
WORDS = frozenset(BatchSection.model_fields) - {"data_class", "purpose", "logs", "read", "write"}


def batch_analytics(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    stores: dict[str, ObjectStore],
    cluster: Cluster | None,
) -> dict[str, BatchAnalytics]:
    """Each with the role of its jobs, which has the stores it names, their keys, and no other."""
    settings = around.settings
    made = {}
    for name, batch in settings.batch_analytics.items():
        used = list(dict.fromkeys((*batch.read, *batch.write)))
        classes = sorted({settings.stores[store].data_class for store in used})
        args: BatchAnalyticsArgs = {
            **batch.model_dump(mode="json", include=set(WORDS), exclude_none=True),  # type: ignore[typeddict-item]
            **around.place,
            "log_bucket_name": stores[batch.logs].bucket_name,
            "kms_key_arn": key_arns[batch.data_class],
            "key_arns": [key_arns[data_class] for data_class in classes],
            "read_bucket_arns": [stores[store].bucket_arn for store in batch.read],
            "write_bucket_arns": [stores[store].bucket_arn for store in batch.write],
            "tags": around.tags(batch.data_class, batch.purpose),
        }
        if batch.mode == "eks":
            assert cluster is not None, "jobs on eks without a cluster are refused with the settings"
            args["cluster_name"] = cluster.cluster_name
        else:
            args["vpc_id"] = network.vpc_id
            args["subnet_ids"] = {zone: network.private_subnet_ids[zone] for zone in settings.network.zones}
        if batch.mode == "ec2":
            args["bucket_keys"] = [
                {"bucket_name": stores[store].bucket_name, "kms_key_arn": key_arns[settings.stores[store].data_class]}
                for store in used
                if settings.stores[store].data_class != batch.data_class
            ]
        if batch.databases:
            (catalog,) = settings.data_catalogs.values()
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
