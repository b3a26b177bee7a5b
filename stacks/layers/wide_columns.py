"""Data: the wide-column databases."""

from typing import cast

from pulumi import Output

from components.database.wide_column_database import WideColumnDatabase
from components.database.wide_column_plan import WideColumnTable
from stacks.layers.surroundings import Surroundings
from stacks.sections import wide_columns


def wide_column_databases(around: Surroundings, key_arns: dict[str, Output[str]]) -> dict[str, WideColumnDatabase]:
    return {
        name: WideColumnDatabase(
            name,
            {
                "keyspace_name": f"{around.settings.environment}_{name}".replace("-", "_"),
                "tables": {each: table_args(table) for each, table in database.tables.items()},
                "kms_key_arn": key_arns[database.data_class],
                "client_side_timestamps": database.client_side_timestamps,
                "tags": around.tags(database.data_class, database.purpose),
            },
            around.options(),
        )
        for name, database in around.settings.wide_column_databases.items()
    }


def table_args(table: wide_columns.WideColumnTable) -> WideColumnTable:
    """A table as the component takes it: what is not written is not there."""
    written = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in dict(table).items()
        if value is not None
    }
    return cast(WideColumnTable, written)
