"""Stores of embeddings: whether a graph fits into memory, and a person can be found in it."""

from collections.abc import Iterator

from components.compute.setting_error import SettingError
from components.database.opensearch_plan import plan_domain
from components.database.pgvector_plan import plan_pgvector
from stacks.checks.network import database_faults, log_faults
from stacks.fault import Fault
from stacks.settings import Settings


def vector_faults(settings: Settings) -> Iterator[Fault]:
    for name, store in settings.vector_stores.items():
        path = ("vector_stores", name)
        yield from database_faults(settings, path)
        yield from log_faults((*path, "log_retention_days"), store.log_retention_days)
        domain, zones = store.domain_name(settings.environment, name), store.zones_of(settings.network.zones)
        try:
            plan_domain(domain, store.index(), store.data_class, store.instance_type, len(zones))
        except SettingError as error:
            # The name of the domain is made of the section's own.
            place = path if error.argument == "domain_name" else (*path, error.argument)
            wrong = f"makes the domain {domain!r}" if error.argument == "domain_name" else error.wrong
            yield Fault(place, wrong, error.right)
    for name, index in settings.pgvector_indexes.items():
        try:
            plan_pgvector(index.index(), index.data_class, index.memory_gib)
        except SettingError as error:
            yield Fault(("pgvector_indexes", name, error.argument), error.wrong, error.right)
