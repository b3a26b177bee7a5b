"""What a catalog grants: of each table and reader the columns of the classes it may see, and the rows.

Personal data is never granted by silence: a reader of a personal column says which rows, or says that it is all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from components.base import DATA_CLASSES
from components.data.catalog_error import CatalogError
from components.data.catalog_types import wrong_type

PERSONAL_CLASSES = ("personal", "special")
# https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html and API_TableInput.html
NAME = re.compile(r"[a-z0-9_]{1,255}")
NAME_RULE = "1 to 255 small letters, digits and '_' are right"
COMMENT_CHARACTERS = 255
# https://docs.aws.amazon.com/lake-formation/latest/APIReference/API_RowFilter.html
ROW_FILTER_CHARACTERS = 2048
MOST_COLUMNS = 1000
FORMATS = ("json", "orc", "parquet")
PREFIX = re.compile(r"[A-Za-z0-9!_.*'()=-]+(/[A-Za-z0-9!_.*'()=-]+)*")
WORDS = re.compile(r"'(?:[^']|'')*'|[A-Za-z_][A-Za-z0-9_]*")

Path = tuple[str | int, ...]
Args = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grant:
    """What one reader sees of one table."""

    reader: str
    database: str
    table: str
    columns: tuple[str, ...]
    row_filter: str
    """Condition of the rows; "" for all."""
    whole: bool
    """Whether it is every column and every row of a table without personal data: then it needs no filter."""


def check_tables(stores: Mapping[str, Args], databases: Mapping[str, Args]) -> None:
    """Raise a CatalogError for the first table, column or place that cannot be."""
    if not databases:
        raise CatalogError(("databases",), "is empty", "give a database with a table")
    taken: list[tuple[str, str, str]] = []
    for name, database in databases.items():
        path = ("databases", name)
        _named(path, name)
        if not database["tables"]:
            raise CatalogError((*path, "tables"), "is empty", "give a table, or leave the database out")
        for table_name, table in database["tables"].items():
            table_path = (*path, "tables", table_name)
            _named(table_path, table_name)
            _check_place(table_path, table, stores, taken)
            _check_columns(table_path, table, stores[table["store"]]["data_class"])


def _named(path: Path, name: object) -> None:
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise CatalogError(path, f"is named {name!r}", NAME_RULE)


def _check_place(path: Path, table: Args, stores: Mapping[str, Args], taken: list[tuple[str, str, str]]) -> None:
    store, prefix = table["store"], table["prefix"]
    if store not in stores:
        raise CatalogError((*path, "store"), f"names {store!r}, which is no store of the catalog", _near(store, stores))
    if not PREFIX.fullmatch(prefix) or {".", ".."} & set(prefix.split("/")):
        right = "a folder inside it is right, such as 'features/events'"
        raise CatalogError((*path, "prefix"), f"is {prefix!r}, which is no folder of the store {store!r}", right)
    for other_store, other, where in taken:
        if store == other_store and f"{prefix}/".startswith(f"{other}/") | f"{other}/".startswith(f"{prefix}/"):
            wrong = f"is {prefix!r}, and {where} is in {other!r} of the same store"
            raise CatalogError((*path, "prefix"), wrong, "rows of one would be rows of the other: part their folders")
    taken.append((store, prefix, f"{path[1]}.{path[3]}"))
    format_ = table.get("format", "parquet")
    if format_ not in FORMATS:
        raise CatalogError((*path, "format"), f"is {format_!r}", _near(format_, FORMATS))


def all_columns(table: Args) -> Iterator[tuple[tuple[str, int], Args]]:
    """Every column with its place, those its folders are named by included."""
    for key in ("columns", "partition_columns"):
        for place, column in enumerate(table.get(key) or ()):
            yield (key, place), column


def _check_columns(path: Path, table: Args, store_class: str) -> None:
    count = len(table["columns"])
    if not 1 <= count <= MOST_COLUMNS:
        raise CatalogError((*path, "columns"), f"has {count} columns", f"1 to {MOST_COLUMNS} are right")
    seen: set[str] = set()
    for place, column in all_columns(table):
        where, name, data_class = (*path, *place), column["name"], column["data_class"]
        _named((*where, "name"), name)
        if name in seen:
            raise CatalogError((*where, "name"), f"is {name!r} a second time", "name each column of a table once")
        seen.add(name)
        if right := wrong_type(column["type"]):
            raise CatalogError((*where, "type"), f"is {column['type']!r}, which is no type of a column", right)
        if data_class not in DATA_CLASSES:
            raise CatalogError((*where, "data_class"), f"is {data_class!r}", _near(data_class, DATA_CLASSES))
        if data_class in PERSONAL_CLASSES and store_class != data_class and store_class != "special":
            wrong = f"is {data_class!r} in a store of the class {store_class!r}"
            right = f"keep it in a store of the class {data_class!r}, or say what the column really holds"
            raise CatalogError((*where, "data_class"), wrong, right)
        comment = column.get("comment") or ""
        if len(comment) > COMMENT_CHARACTERS:
            wrong = f"has {len(comment)} characters"
            raise CatalogError((*where, "comment"), wrong, f"up to {COMMENT_CHARACTERS} are right")


def plan_grants(databases: Mapping[str, Args], readers: Mapping[str, Args]) -> list[Grant]:
    """What every reader sees of every table it reads; a CatalogError for a grant that cannot be, or must not."""
    tables = {
        f"{name}.{key}": table for name, database in databases.items() for key, table in database["tables"].items()
    }
    return [grant for name, reader in readers.items() for grant in _of_reader(name, reader, tables)]


def _of_reader(name: str, reader: Args, tables: Mapping[str, Args]) -> Iterator[Grant]:
    path = ("readers", name)
    if not reader["data_classes"]:
        raise CatalogError((*path, "data_classes"), "is empty", "name a class it may see, or leave the reader out")
    for place, data_class in enumerate(reader["data_classes"]):
        if data_class not in DATA_CLASSES:
            raise CatalogError((*path, "data_classes", place), f"is {data_class!r}", _near(data_class, DATA_CLASSES))
    filters, all_rows = reader.get("row_filters") or {}, reader.get("tables_with_all_rows") or ()
    for key, value in (("row_filters", filters), ("tables_with_all_rows", all_rows)):
        for table in value:
            if table not in reader["tables"]:
                raise CatalogError(
                    (*path, key), f"names {table!r}, which it does not read", _near(table, reader["tables"])
                )
    for place, table in enumerate(reader["tables"]):
        where = (*path, "tables", place)
        if table not in tables:
            raise CatalogError(where, f"is {table!r}, which is no table of the catalog", _near(table, tables))
        if table in reader["tables"][:place]:
            raise CatalogError(where, f"is {table!r} a second time", "name each table once")
        yield _grant(path, name, reader, table, tables[table])


def _grant(path: Path, name: str, reader: Args, table: str, described: Args) -> Grant:
    columns = [column for _, column in all_columns(described)]
    seen = [column for column in columns if column["data_class"] in reader["data_classes"]]
    condition = (reader.get("row_filters") or {}).get(table, "")
    everybody = table in (reader.get("tables_with_all_rows") or ())
    if not seen:
        classes = ", ".join(sorted({column["data_class"] for column in columns}))
        wrong = f"names {table!r}, of which it sees no column: they are {classes}"
        raise CatalogError((*path, "tables"), wrong, "add a class to data_classes, or take the table out")
    personal = [column["name"] for column in seen if column["data_class"] in PERSONAL_CLASSES]
    if condition and everybody:
        wrong = f"has a condition for {table!r}, which tables_with_all_rows names too"
        raise CatalogError((*path, "row_filters"), wrong, "give one of the two")
    if personal and not condition and not everybody:
        wrong = f"grants {', '.join(personal)} of {table!r}, which are personal, without a filter of rows"
        right = "give it a condition in row_filters, or say tables_with_all_rows"
        raise CatalogError((*path, "tables"), wrong, right)
    if table in (reader.get("row_filters") or {}):
        _check_condition((*path, "row_filters", table), condition, [column["name"] for column in columns])
    database, _, short = table.partition(".")
    # A column that is added later is in a whole table at once; of a filter it is not.
    whole = len(seen) == len(columns) and not condition and not personal
    return Grant(name, database, short, tuple(column["name"] for column in seen), condition, whole)


def _check_condition(path: Path, condition: str, columns: Sequence[str]) -> None:
    if not 1 <= len(condition) <= ROW_FILTER_CHARACTERS:
        wrong = f"has {len(condition)} characters"
        raise CatalogError(path, wrong, f"a condition of 1 to {ROW_FILTER_CHARACTERS} is right")
    if not {word.lower() for word in WORDS.findall(condition)} & set(columns):
        wrong = f"is {condition!r}, which asks for no column of the table and so filters nothing"
        raise CatalogError(path, wrong, f"ask for one of {', '.join(columns)}")


def _near(value: object, known: Mapping[str, Any] | Sequence[str]) -> str:
    close = get_close_matches(str(value), list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else f"use {', '.join(sorted(known))}"
