"""The schema of a wide-column table, checked as Keyspaces checks it, and what personal data needs beside."""

import re
from typing import NotRequired, TypedDict

from catalogue.unknown import nearest
from components.compute.setting_error import SettingError

# https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html
SIMPLE_TYPES = (
    *("ascii", "bigint", "blob", "boolean", "counter", "date", "decimal", "double", "float", "inet", "int"),
    *("smallint", "text", "time", "timestamp", "timeuuid", "tinyint", "uuid", "varchar", "varint"),
)
COLLECTION = re.compile(r"(frozen|list|set|map|tuple)<(.+)>")
NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
NAME_RULE = "1 to 48 small letters, digits and underscores are right, such as 'prompts'"
# https://docs.aws.amazon.com/keyspaces/latest/devguide/TTL-how-it-works.html: 630,720,000 seconds
MOST_TTL_DAYS = 7300
PERSONAL = ("personal", "special")


class WideColumnTable(TypedDict):
    """A table: its columns, and by which of them rows are found."""

    columns: dict[str, str]
    """CQL type of each column by name, such as text or map<text, int>."""
    partition_keys: list[str]
    """Columns that say which partition a row is in, in order."""
    clustering_keys: NotRequired[list[str]]
    """Columns rows are ordered by inside a partition, in order. Default: none."""
    descending: NotRequired[list[str]]
    """Those of the clustering keys that run from high to low. Default: none."""
    static_columns: NotRequired[list[str]]
    """Columns that all rows of a partition share. Default: none."""
    default_ttl_days: NotRequired[int]
    """Days after which a row goes by itself, 1 to 7300. Required for personal data. Default: never."""
    subject_key: NotRequired[str]
    """Column that says whose row it is: the first partition key. Required for personal data. Default: none."""
    read_capacity_units: NotRequired[int]
    """Reads of 4 KB a second that are paid whether used or not. Default: none, each read is paid."""
    write_capacity_units: NotRequired[int]
    """Writes of 1 KB a second that are paid whether used or not. Default: none, each write is paid."""


def check_name(argument: str, name: str) -> None:
    """A name of a keyspace, a table or a column."""
    if not NAME.fullmatch(name):
        raise SettingError(argument, f"is {name!r}", NAME_RULE)


def check_table(name: str, table: WideColumnTable, data_class: str) -> None:
    """A SettingError for a schema Keyspaces would refuse, or in which a person cannot be found and forgotten."""
    place = f"tables.{name}"
    check_name("tables", name)
    columns = table["columns"]
    for column, type_ in columns.items():
        check_name(f"{place}.columns", column)
        _check_type(f"{place}.columns.{column}", type_)
    partition, clustering = list(table["partition_keys"]), list(table.get("clustering_keys", []))
    static = list(table.get("static_columns", []))
    if not partition:
        raise SettingError(f"{place}.partition_keys", "is empty", "name the columns that rows are found by")
    seen: set[str] = set()
    for key, named in (("partition_keys", partition), ("clustering_keys", clustering), ("static_columns", static)):
        for column in named:
            _check_column(f"{place}.{key}", column, columns)
            if column in seen:
                raise SettingError(f"{place}.{key}", f"names {column!r} a second time", "a column has one part to play")
            seen.add(column)
    for key, named in (("partition_keys", partition), ("clustering_keys", clustering)):
        for column in named:
            kind = COLLECTION.fullmatch(columns[column])
            if columns[column] == "counter" or (kind and kind[1] != "frozen"):
                wrong = f"names {column!r}, which is {columns[column]}"
                raise SettingError(f"{place}.{key}", wrong, "a key has a simple type, such as text, uuid or timestamp")
    if static and not clustering:
        right = "without clustering keys a partition is one row: leave them out"
        raise SettingError(f"{place}.static_columns", "are given without clustering keys", right)
    for column in table.get("descending", []):
        if column not in clustering:
            raise SettingError(f"{place}.descending", f"names {column!r}", "clustering keys can run from high to low")
    _check_life(place, table, data_class)
    if ("read_capacity_units" in table) != ("write_capacity_units" in table):
        given = "read" if "read_capacity_units" in table else "write"
        raise SettingError(f"{place}.{given}_capacity_units", "is given alone", "give both, or neither")


def _check_life(place: str, table: WideColumnTable, data_class: str) -> None:
    """How a row ends, and how a person's rows are found."""
    days, subject = table.get("default_ttl_days"), table.get("subject_key")
    if days is not None and not (days == int(days) and 1 <= days <= MOST_TTL_DAYS):
        right = f"a whole number from 1 to {MOST_TTL_DAYS} is right"
        raise SettingError(f"{place}.default_ttl_days", f"is {days!r}", right)
    if subject is not None and subject != table["partition_keys"][0]:
        right = f"a person's rows are found by the first partition key, {table['partition_keys'][0]!r}"
        raise SettingError(f"{place}.subject_key", f"is {subject!r}", right)
    if data_class not in PERSONAL:
        return
    if days is None:
        raise SettingError(f"{place}.default_ttl_days", f"is missing for {data_class} data", "say when a row goes")
    if subject is None:
        right = "say which column finds a person's rows, so that they can be erased"
        raise SettingError(f"{place}.subject_key", f"is missing for {data_class} data", right)


def _check_column(place: str, column: str, columns: dict[str, str]) -> None:
    if column in columns:
        return
    close = nearest(column, columns)
    right = f"did you mean {close!r}?" if close else f"the columns are {', '.join(sorted(columns))}"
    raise SettingError(place, f"names {column!r}, which is no column", right)


def _check_type(place: str, type_: str) -> None:
    """A CQL type, however deep."""
    text = type_.strip()
    collection = COLLECTION.fullmatch(text)
    if collection:
        parts = _parts(collection[2])
        if collection[1] != "tuple" and len(parts) != (2 if collection[1] == "map" else 1):
            raise SettingError(place, f"is {type_!r}", "map<text, int>, list<text> and set<text> are right")
        for part in parts:
            _check_type(place, part)
    elif text not in SIMPLE_TYPES:
        close = nearest(text, SIMPLE_TYPES)
        right = f"did you mean {close!r}?" if close else f"one of {', '.join(SIMPLE_TYPES)} is right"
        raise SettingError(place, f"is {type_!r}", right)


def _parts(text: str) -> list[str]:
    """What stands between the commas that are in no inner brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "<") - (character == ">")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
