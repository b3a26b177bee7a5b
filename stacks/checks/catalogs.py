"""The data catalog: whether its tables can be, their stores are there, and nobody sees personal data by silence."""

from collections.abc import Iterator

from components.data.catalog_error import CatalogError
from components.data.catalog_plan import check_tables, plan_grants
from stacks.checks.storage import store_faults
from stacks.fault import Fault, KeyPath, listed
from stacks.sections.analytics import DataCatalog
from stacks.settings import Settings


def catalog_faults(settings: Settings) -> Iterator[Fault]:
    for place, (name, catalog) in enumerate(settings.data_catalogs.items()):
        path = ("data_catalogs", name)
        if place:
            wrong = "is a second catalog, and an account has one in a region"
            yield Fault(path, wrong, f"put its databases into {next(iter(settings.data_catalogs))!r}")
        wrong_places = [*_store_faults(settings, path, catalog), *_reader_faults(settings, path, catalog)]
        yield from wrong_places or _plan_faults(settings, path, catalog)


def _store_faults(settings: Settings, path: KeyPath, catalog: DataCatalog) -> Iterator[Fault]:
    for key, database in catalog.databases.items():
        for name, table in database.tables.items():
            yield from store_faults(settings, (*path, "databases", key, "tables", name, "store"), table.store)


def _reader_faults(settings: Settings, path: KeyPath, catalog: DataCatalog) -> Iterator[Fault]:
    for name, reader in catalog.readers.items():
        where = (*path, "readers", name)
        if (reader.role_arn is None) == (reader.batch is None):
            wrong = "has neither role_arn nor batch" if reader.batch is None else "has both role_arn and batch"
            yield Fault(where, wrong, "say in one of them who reads")
        elif reader.batch is not None and reader.batch not in settings.batch_analytics:
            known = listed(settings.batch_analytics, "and")
            right = f"those of 'batch_analytics' are {known}" if known else "declare it in 'batch_analytics'"
            yield Fault((*where, "batch"), f"there are no jobs {reader.batch!r}", right)


def _plan_faults(settings: Settings, path: KeyPath, catalog: DataCatalog) -> Iterator[Fault]:
    databases = {name: each.model_dump() for name, each in catalog.databases.items()}
    readers = {name: each.model_dump() for name, each in catalog.readers.items()}
    stores = {name: {"data_class": store.data_class} for name, store in settings.stores.items()}
    try:
        check_tables(stores, databases)
        plan_grants(databases, readers)
    except CatalogError as error:
        yield Fault((*path, *error.path), error.wrong, error.right)
