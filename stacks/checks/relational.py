"""Relational databases: what RDS has, in the words of the component's plan, and who reaches them."""

from collections.abc import Iterator

from components.database.relational_errors import DatabaseError
from components.database.relational_plan import RelationalNeed, plan_database
from stacks.checks.network import database_faults, log_faults
from stacks.fault import Fault
from stacks.settings import Settings


def relational_faults(settings: Settings) -> Iterator[Fault]:
    for name, database in settings.relational_databases.items():
        path = ("relational_databases", name)
        yield from database_faults(settings, path)
        yield from log_faults((*path, "log_retention_days"), database.log_retention_days)
        try:
            plan_database(
                RelationalNeed(
                    database.engine,
                    database.engine_version,
                    database.instance_class,
                    license_model=database.license_model,
                    storage_gib=database.storage_gib,
                    max_storage_gib=database.max_storage_gib,
                    multi_az=database.multi_az,
                    readers=database.readers,
                    upgrades_from=database.upgrades_from,
                    extended_support=database.extended_support,
                )
            )
        except DatabaseError as error:
            yield Fault((*path, error.key), error.wrong, error.right)
