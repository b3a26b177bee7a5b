"""Stores of embeddings: whether a graph fits into memory, and a person can be found in it."""

from collections.abc import Iterator

from catalogue.instances import instance_types
from catalogue.unknown import nearest
from components.compute.setting_error import SettingError
from components.database.pgvector_plan import plan_pgvector
from components.database.vector_index import MOST_OPENSEARCH_DIMENSIONS, check_index, nodes_needed
from components.database.vector_store import COPIES, DOMAIN_NAME, DOMAIN_RULE, MOST_NODES, SUFFIX
from stacks.checks.network import database_faults, log_faults
from stacks.fault import Fault, KeyPath
from stacks.layers.vectors import index_of
from stacks.sections.vectors import VectorStore
from stacks.settings import Settings


def vector_faults(settings: Settings) -> Iterator[Fault]:
    for name, store in settings.vector_stores.items():
        path = ("vector_stores", name)
        yield from database_faults(settings, path)
        domain = f"{settings.environment}-{name}"
        if not DOMAIN_NAME.fullmatch(domain):
            yield Fault(path, f"makes the domain {domain!r}", DOMAIN_RULE)
        yield from log_faults((*path, "log_retention_days"), store.log_retention_days)
        try:
            check_index(index_of(store), store.data_class, MOST_OPENSEARCH_DIMENSIONS)
        except SettingError as error:
            yield Fault((*path, error.argument), error.wrong, error.right)
            continue
        yield from _node_faults(path, store)
    for name, index in settings.pgvector_indexes.items():
        try:
            plan_pgvector(index_of(index), index.data_class, index.memory_gib)
        except SettingError as error:
            yield Fault(("pgvector_indexes", name, error.argument), error.wrong, error.right)


def _node_faults(path: KeyPath, store: VectorStore) -> Iterator[Fault]:
    """A type OpenSearch does not have, or a graph that no number of its nodes holds."""
    machine = instance_types().get(store.instance_type.removesuffix(SUFFIX))
    if machine is None or not store.instance_type.endswith(SUFFIX):
        close = nearest(store.instance_type.removesuffix(SUFFIX), instance_types())
        right = f"did you mean '{close}{SUFFIX}'?" if close else "a type of OpenSearch is right, 'r7g.large.search'"
        yield Fault((*path, "instance_type"), f"is {store.instance_type!r}", right)
        return
    nodes = nodes_needed(index_of(store), COPIES, machine.memory_mib / 1024)
    # As many in each zone: the last of the limit may be out of reach.
    if nodes > MOST_NODES - 2:
        wrong = f"need {nodes} nodes of {store.instance_type}, and {MOST_NODES - 2} are the limit"
        yield Fault((*path, "vectors"), wrong, "a type with more memory, fewer vectors or fewer dimensions is right")
