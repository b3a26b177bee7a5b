"""Wide-column database: a keyspace of Amazon Keyspaces, which speaks Cassandra's protocol.

Deploys: a keyspace and its tables, with a schema, a key, point-in-time recovery and time to live.
For: rows found by a key, in any number, such as conversations or features. Not for: joins and aggregates.
"""

from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.compute.setting_error import SettingError
from components.database.wide_column_plan import WideColumnTable, check_name, check_table

DAY_SECONDS = 86_400
# https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html: of a table, before a raise is asked for
MOST_CAPACITY_UNITS = 40_000


class WideColumnDatabaseArgs(TypedDict):
    """Inputs of WideColumnDatabase."""

    keyspace_name: str
    """Name of the keyspace in the account and region: small letters, digits and underscores."""
    tables: dict[str, WideColumnTable]
    """Tables by name. A change of a key column replaces a table; a new column is added to it."""
    kms_key_arn: Input[str]
    """Key of the data class."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    client_side_timestamps: NotRequired[bool]
    """Whether a write may say when it happened, as imports from Cassandra do. Once on it stays on. Default: false."""


class WideColumnDatabase(Component):
    """A Keyspaces keyspace whose tables are encrypted with a key, end in time and can be brought back."""

    keyspace_name: Output[str]
    """Name of the keyspace."""
    keyspace_arn: Output[str]
    """ARN of the keyspace."""
    table_arns: Output[dict[str, str]]
    """ARN of each table by name."""

    def __init__(self, name: str, args: WideColumnDatabaseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        tables = args["tables"]
        if not tables:
            raise self.refuse("tables", "is empty", "declare at least one table")
        try:
            check_name("keyspace_name", args["keyspace_name"])
            for table_name, table in tables.items():
                check_table(table_name, table, tags["DataClassification"])
        except SettingError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None
        capacities = {each: self._capacity(each, table) for each, table in tables.items()}

        keyspace = aws.keyspaces.Keyspace(
            name,
            name=args["keyspace_name"],
            replication_specification={"replication_strategy": "SINGLE_REGION"},
            tags=tags,
            opts=self.child(protect=True),
        )
        made = {}
        for table_name, table in tables.items():
            optional: dict[str, Any] = {}
            if "default_ttl_days" in table:
                optional["default_time_to_live"] = int(table["default_ttl_days"]) * DAY_SECONDS
            if args.get("client_side_timestamps", False):
                optional["client_side_timestamps"] = {"status": "ENABLED"}
            subject = {"SubjectKey": table["subject_key"]} if "subject_key" in table else {}
            made[table_name] = aws.keyspaces.Table(
                f"{name}-{table_name}",
                keyspace_name=keyspace.name,
                table_name=table_name,
                schema_definition=_schema(table),
                capacity_specification=capacities[table_name],
                encryption_specification={
                    "type": "CUSTOMER_MANAGED_KMS_KEY",
                    "kms_key_identifier": args["kms_key_arn"],
                },
                point_in_time_recovery={"status": "ENABLED"},
                # Once on it stays on, and costs nothing until a row has an end.
                ttl={"status": "ENABLED"},
                tags={**tags, **subject},
                opts=self.child(protect=True),
                **optional,
            )

        self.keyspace_name, self.keyspace_arn = keyspace.name, keyspace.arn
        self.table_arns = Output.all(**{each: table.arn for each, table in made.items()})
        self.register_outputs(
            {"keyspaceName": self.keyspace_name, "keyspaceArn": self.keyspace_arn, "tableArns": self.table_arns}
        )

    def _capacity(self, name: str, table: WideColumnTable) -> Any:
        """Paid by the request, or by the second where both units are given."""
        if "read_capacity_units" not in table:
            return {"throughput_mode": "PAY_PER_REQUEST"}
        return {
            "throughput_mode": "PROVISIONED",
            **{
                key: self.whole_number(f"tables.{name}.{key}", value, 1, MOST_CAPACITY_UNITS)
                for key, value in (
                    ("read_capacity_units", table["read_capacity_units"]),
                    ("write_capacity_units", table["write_capacity_units"]),
                )
            },
        }


def _schema(table: WideColumnTable) -> Any:
    """The schema as the service has it. Columns have no order, keys do."""
    schema: dict[str, Any] = {
        "columns": [{"name": name, "type": type_} for name, type_ in sorted(table["columns"].items())],
        "partition_keys": [{"name": name} for name in table["partition_keys"]],
    }
    if table.get("clustering_keys"):
        falling = table.get("descending", [])
        schema["clustering_keys"] = [
            {"name": name, "order_by": "DESC" if name in falling else "ASC"} for name in table["clustering_keys"]
        ]
    if table.get("static_columns"):
        schema["static_columns"] = [{"name": name} for name in table["static_columns"]]
    return schema
