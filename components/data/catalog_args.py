"""Inputs of DataCatalog: stores, databases, tables, columns, and who reads which classes of data."""

from typing import NotRequired, TypedDict

from pulumi import Input


class CatalogStore(TypedDict):
    """A bucket tables are in."""

    bucket_name: Input[str]
    """Name of the bucket."""
    kms_key_arn: Input[str]
    """Key that encrypts its objects."""
    data_class: str
    """What is in it: public, internal, personal, special, derived or weights."""


class CatalogColumn(TypedDict):
    """A column of a table."""

    name: str
    """Name: small letters, digits and '_', up to 255; Glue makes no difference between large and small ones."""
    type: str
    """Type, such as string, bigint, decimal(10,2) or array<string>."""
    data_class: str
    """What is in it: public, internal, personal, special, derived or weights."""
    comment: NotRequired[str]
    """What it means, up to 255 characters. Default: none."""


class CatalogTable(TypedDict):
    """Files of one form in one place of a store."""

    store: str
    """Store its files are in: a key of `stores`."""
    prefix: str
    """Folder of its files in the store, such as features/events; no other table's files are in it."""
    columns: list[CatalogColumn]
    """Its columns, in order, 1 to 1000."""
    partition_columns: NotRequired[list[CatalogColumn]]
    """Columns its folders are named by, such as day=2026-11-24. Default: none."""
    format: NotRequired[str]
    """Form of its files: parquet, orc or json. Default: parquet."""


class CatalogDatabase(TypedDict):
    """Tables that belong together."""

    tables: dict[str, CatalogTable]
    """Its tables, by name: small letters, digits and '_'."""
    description: NotRequired[str]
    """What it is for. Default: none."""


class CatalogReader(TypedDict):
    """A role that reads tables, and the classes of data it sees of them."""

    role_arn: Input[str]
    """The role; it may decrypt the catalog with its key through Glue by a policy of its own."""
    data_classes: list[str]
    """Classes of the columns it sees; of any table it sees no other column."""
    tables: list[str]
    """Tables it reads, as database.table."""
    row_filters: NotRequired[dict[str, str]]
    """Rows it sees, by database.table, as a condition such as country = 'SE'. A table of which it sees personal or
    special columns needs one, or is in tables_with_all_rows. Default: none."""
    tables_with_all_rows: NotRequired[list[str]]
    """Tables of which it sees the personal columns of every person, such as for erasure. Default: none."""
