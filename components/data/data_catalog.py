"""Data catalog: which tables the stores hold, what class each column is, and who sees which of it.

Deploys: the catalog's encryption and default permissions, databases, tables, the registered stores and the role that
reads them for Lake Formation, tags of the columns' classes, filters of columns and rows, and the grants.
For: tables in object stores that Athena, Spark and Glue jobs read. Not for: the files, which are the stores'.

Encryption and default permissions are those of the account in the region: one catalog a region. What is declared here
can be made again from the program, so nothing of it is protected; columns change in place, and a renamed table is
another table over the same files.
"""

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import DATA_CLASSES, Component
from components.data.catalog_args import CatalogDatabase, CatalogReader, CatalogStore
from components.data.catalog_error import CatalogError
from components.data.catalog_plan import Grant, all_columns, check_tables, plan_grants
from components.data.catalog_table import serialisation, table_columns
from components.place import Place
from components.policy_document import allow, document, service_trust

CLASS_TAG = "data_class"
"""Lake Formation's tag of every column."""


class DataCatalogArgs(TypedDict):
    """Inputs of DataCatalog."""

    stores: dict[str, CatalogStore]
    """Stores the tables are in, by name."""
    databases: dict[str, CatalogDatabase]
    """Databases by name: small letters, digits and '_'."""
    administrator_arns: list[Input[str]]
    """Roles that administer Lake Formation, the one that deploys among them: nobody else can grant."""
    kms_key_arn: Input[str]
    """Key that encrypts the catalog and the passwords of its connections."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account of the catalog and the stores, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    readers: NotRequired[dict[str, CatalogReader]]
    """Roles that read tables, by name. Default: none, nobody reads."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class DataCatalog(Component):
    """Typed tables over stores, in which every column has a class and every reader sees the classes it is given."""

    database_names: Output[list[str]]
    """Names of the databases."""
    role_arn: Output[str]
    """ARN of the role that reads the stores for Lake Formation."""

    def __init__(self, name: str, args: DataCatalogArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        stores, databases, readers = args["stores"], args["databases"], args.get("readers") or {}
        for key, store in stores.items():
            self.one_of(f"stores.{key}.data_class", store["data_class"], DATA_CLASSES)
        if not args["administrator_arns"]:
            raise self.refuse("administrator_arns", "is empty", "name the role that deploys: nobody else can grant")
        try:
            check_tables(stores, databases)
            grants = plan_grants(databases, readers)
        except CatalogError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None

        settings = self._settings(name, args["kms_key_arn"], args["administrator_arns"])
        used = {key: stores[key] for key in sorted(_used(databases))}
        role, registered = self._registered(name, place, used, tags)
        made = self._tables(name, databases, used, tags, [settings, *registered])
        self._classified(name, databases, settings, made)
        for grant in grants:
            self._granted(name, place, grant, readers[grant.reader]["role_arn"], made[grant.database, grant.table])

        self.database_names = Output.from_input(sorted(databases))
        self.role_arn = role.arn
        self.register_outputs({"databaseNames": self.database_names, "roleArn": self.role_arn})

    def _settings(
        self, name: str, key_arn: Input[str], administrator_arns: list[Input[str]]
    ) -> "aws.lakeformation.DataLakeSettings":
        aws.glue.DataCatalogEncryptionSettings(
            name,
            data_catalog_encryption_settings={
                "connection_password_encryption": {
                    "aws_kms_key_id": key_arn,
                    "return_connection_password_encrypted": True,
                },
                "encryption_at_rest": {"catalog_encryption_mode": "SSE-KMS", "sse_aws_kms_key_id": key_arn},
            },
            opts=self.child(),
        )
        # Without this, every new table is open to IAMAllowedPrincipals, that is to whoever IAM lets, and no filter
        # holds: https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html
        return aws.lakeformation.DataLakeSettings(
            name,
            admins=administrator_arns,
            create_database_default_permissions=[],
            create_table_default_permissions=[],
            allow_external_data_filtering=False,
            opts=self.child(),
        )

    def _registered(
        self, name: str, place: Place, stores: dict[str, CatalogStore], tags: dict[str, str]
    ) -> tuple["aws.iam.Role", list["aws.lakeformation.Resource"]]:
        """The stores, read for Lake Formation by a role: https://docs.aws.amazon.com/lake-formation/latest/dg/registration-role.html."""
        role = aws.iam.Role(
            name,
            description="Lake Formation reads and writes the stores of the catalog",
            assume_role_policy=service_trust("lakeformation.amazonaws.com", account_id=place.account_id),
            tags=tags,
            opts=self.child(),
        )
        buckets = {key: Output.concat(place.bucket(""), store["bucket_name"]) for key, store in stores.items()}
        keys: list[Input[str]] = []
        for store in stores.values():
            if store["kms_key_arn"] not in keys:
                keys.append(store["kms_key_arn"])
        policy = aws.iam.RolePolicy(
            name,
            role=role.name,
            policy=document(
                allow("s3:ListBucket", list(buckets.values()), sid="ListStores"),
                allow(
                    ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                    [Output.concat(bucket, "/*") for bucket in buckets.values()],
                    sid="UseObjects",
                ),
                allow(
                    ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"],
                    keys,
                    conditions={"StringEquals": {"kms:ViaService": f"s3.{place.region}.amazonaws.com"}},
                    sid="UseKeys",
                ),
            ),
            opts=self.child(),
        )
        registered = [
            aws.lakeformation.Resource(
                f"{name}-{key}",
                arn=bucket,
                role_arn=role.arn,
                hybrid_access_enabled=False,  # IAM alone would pass by every filter
                opts=self.child(depends_on=[policy]),
            )
            for key, bucket in buckets.items()
        ]
        return role, registered

    def _tables(
        self,
        name: str,
        databases: dict[str, CatalogDatabase],
        stores: dict[str, CatalogStore],
        tags: dict[str, str],
        first: Sequence[pulumi.Resource],
    ) -> dict[tuple[str, str], "aws.glue.CatalogTable"]:
        made = {}
        for key, database in databases.items():
            parent = aws.glue.CatalogDatabase(
                f"{name}-{key}",
                name=key,
                description=database.get("description"),
                tags=tags,
                opts=self.child(depends_on=first),
            )
            for table_name, table in database["tables"].items():
                bucket = stores[table["store"]]["bucket_name"]
                storage: Any = {
                    "location": Output.concat("s3://", bucket, f"/{table['prefix']}/"),
                    "columns": table_columns(table["columns"]),
                    **serialisation(table.get("format", "parquet")),
                }
                made[key, table_name] = aws.glue.CatalogTable(
                    f"{name}-{key}-{table_name}",
                    name=table_name,
                    database_name=parent.name,
                    table_type="EXTERNAL_TABLE",
                    parameters={"classification": table.get("format", "parquet"), "EXTERNAL": "TRUE"},
                    partition_keys=table_columns(table.get("partition_columns") or []),
                    storage_descriptor=storage,
                    opts=self.child(),
                )
        return made

    def _classified(
        self,
        name: str,
        databases: dict[str, CatalogDatabase],
        settings: "aws.lakeformation.DataLakeSettings",
        made: dict[tuple[str, str], "aws.glue.CatalogTable"],
    ) -> None:
        """A tag on every column, so that grants by tag and searches see its class as well."""
        tag = aws.lakeformation.LfTag(
            name, key=CLASS_TAG, values=sorted(DATA_CLASSES), opts=self.child(depends_on=[settings])
        )
        for (database, table), resource in made.items():
            columns: dict[str, list[str]] = {}
            for _, column in all_columns(databases[database]["tables"][table]):
                columns.setdefault(column["data_class"], []).append(column["name"])
            for data_class, names in sorted(columns.items()):
                aws.lakeformation.ResourceLfTags(
                    f"{name}-{database}-{table}-{data_class}",
                    table_with_columns={
                        "database_name": resource.database_name,
                        "name": resource.name,
                        "column_names": names,
                    },
                    lf_tags=[{"key": tag.key, "value": data_class}],
                    opts=self.child(),
                )

    def _granted(
        self, name: str, place: Place, grant: Grant, role_arn: Input[str], table: "aws.glue.CatalogTable"
    ) -> None:
        logical = f"{name}-{grant.database}-{grant.table}-{grant.reader}"
        if grant.whole:
            aws.lakeformation.Permissions(
                logical,
                principal=role_arn,
                permissions=["SELECT", "DESCRIBE"],
                table={"database_name": table.database_name, "name": table.name},
                opts=self.child(),
            )
            return
        rows: Any = {"filter_expression": grant.row_filter} if grant.row_filter else {"all_rows_wildcard": {}}
        cells = aws.lakeformation.DataCellsFilter(
            logical,
            table_data={
                "table_catalog_id": place.account_id,
                "database_name": table.database_name,
                "table_name": table.name,
                "name": f"{grant.table}-{grant.reader}",
                "column_names": list(grant.columns),
                "row_filter": rows,
            },
            opts=self.child(),
        )
        aws.lakeformation.Permissions(
            logical,
            principal=role_arn,
            permissions=["SELECT"],
            data_cells_filter={
                "table_catalog_id": place.account_id,
                "database_name": table.database_name,
                "table_name": table.name,
                "name": f"{grant.table}-{grant.reader}",
            },
            opts=self.child(depends_on=[cells]),
        )


def _used(databases: dict[str, CatalogDatabase]) -> set[str]:
    return {table["store"] for database in databases.values() for table in database["tables"].values()}
