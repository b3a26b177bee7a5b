"""Wide-column databases: the schema in the words of the component's plan, and the way to the service."""

from collections.abc import Iterator

from components.compute.setting_error import SettingError
from components.database.wide_column_plan import check_name, check_table
from stacks.fault import Fault
from stacks.layers.wide_columns import table_args
from stacks.settings import Settings

ENDPOINT = "cassandra"


def wide_column_faults(settings: Settings) -> Iterator[Fault]:
    for name, database in settings.wide_column_databases.items():
        path = ("wide_column_databases", name)
        if ENDPOINT not in settings.network.interface_endpoints:
            wrong = f"would be reached over the internet: {ENDPOINT!r} is not in 'network.interface_endpoints'"
            yield Fault(path, wrong, "add it there")
        try:
            check_name("", f"{settings.environment}_{name}".replace("-", "_"))
        except SettingError as error:
            yield Fault(path, f"makes a keyspace whose name {error.wrong}", error.right)
        for table_name, table in database.tables.items():
            try:
                check_table(table_name, table_args(table), database.data_class)
            except SettingError as error:
                yield Fault((*path, *error.argument.split(".")), error.wrong, error.right)
