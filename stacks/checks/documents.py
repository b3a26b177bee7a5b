"""Databases of documents: what DocumentDB takes, in the words of the component's plan, and who reaches them."""

from collections.abc import Iterator

from components.compute.setting_error import SettingError
from components.database.document_plan import (
    check_class,
    check_members,
    check_slow_queries,
    check_version,
    check_windows,
)
from stacks.checks.network import database_faults, log_faults
from stacks.fault import Fault
from stacks.settings import Settings


def document_faults(settings: Settings) -> Iterator[Fault]:
    for name, database in settings.document_databases.items():
        path = ("document_databases", name)
        yield from database_faults(settings, path)
        yield from log_faults((*path, "log_retention_days"), database.log_retention_days)
        try:
            check_version(database.engine_version)
            check_class(database.instance_class, database.engine_version)
            check_members(database.instances)
            check_windows(database.backup_window, database.maintenance_window)
            check_slow_queries(database.slow_query_ms, database.data_class)
        except SettingError as error:
            yield Fault((*path, error.argument), error.wrong, error.right)
