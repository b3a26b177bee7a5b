"""Data: the stores of embeddings, and the indexes in databases that are there."""

from typing import Any

from pulumi import Output

from components.database.pgvector_plan import plan_pgvector
from components.database.vector_store import VectorStore, VectorStoreArgs
from components.network.network import Network
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import Surroundings


def vector_stores(
    around: Surroundings, key_arns: dict[str, Output[str]], network: Network, client_groups: dict[str, Output[str]]
) -> dict[str, VectorStore]:
    """Each in the isolated subnets of three zones, or of two where there are no more."""
    made = {}
    for name, store in around.settings.vector_stores.items():
        args: VectorStoreArgs = {
            **around.place,
            "domain_name": store.domain_name(around.settings.environment, name),
            "index_name": store.index_name,
            "dimension": store.dimension,
            "vectors": store.vectors,
            "distance": store.distance,
            "connections": store.connections,
            "candidates": store.candidates,
            "metadata": list(store.metadata),
            "master_role_arn": store.master_role_arn,
            "vpc_id": network.vpc_id,
            "subnet_ids": {
                zone: network.isolated_subnet_ids[zone] for zone in store.zones_of(around.settings.network.zones)
            },
            "client_security_group_ids": {**client_groups},
            "kms_key_arn": key_arns[store.data_class],
            "log_key_arn": key_arns[LOGS_KEY],
            "engine_version": store.engine_version,
            "instance_type": store.instance_type,
            "log_retention_days": store.log_retention_days,
            "tags": around.tags(store.data_class, store.purpose),
        }
        if store.subject_key:
            args["subject_key"] = store.subject_key
        if store.storage_gib is not None:
            args["storage_gib"] = store.storage_gib
        made[name] = VectorStore(name, args, around.options())
    return made


def pgvector_indexes(around: Surroundings) -> dict[str, dict[str, Any]]:
    """What each database is to run, and how a person is erased from it."""
    plans = {
        name: plan_pgvector(each.index(), each.data_class, each.memory_gib)
        for name, each in around.settings.pgvector_indexes.items()
    }
    return {name: {"bootstrap": plan.bootstrap, "erase": plan.erase} for name, plan in plans.items()}
