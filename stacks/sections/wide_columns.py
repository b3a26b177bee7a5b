"""Wide-column databases."""

from typing import Annotated

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass


class WideColumnTable(Section):
    """A table: its columns, and by which of them rows are found."""

    columns: Annotated[dict[str, str], Field(min_length=1)]
    """CQL type of each column by name, such as text or map<text, int>."""
    partition_keys: Annotated[tuple[str, ...], Field(min_length=1)]
    """Columns that say which partition a row is in, in order."""
    clustering_keys: tuple[str, ...] = ()
    """Columns rows are ordered by inside a partition, in order. Default: none."""
    descending: tuple[str, ...] = ()
    """Those of the clustering keys that run from high to low. Default: none."""
    static_columns: tuple[str, ...] = ()
    """Columns that all rows of a partition share. Default: none."""
    default_ttl_days: Annotated[int, Field(ge=1, le=7300)] | None = None
    """Days after which a row goes by itself; required for personal data. Default: never."""
    subject_key: str | None = None
    """Column that says whose row it is: the first partition key; required for personal data. Default: none."""
    read_capacity_units: Annotated[int, Field(ge=1, le=40_000)] | None = None
    """Reads of 4 KB a second, paid whether used or not. Default: none, each read is paid."""
    write_capacity_units: Annotated[int, Field(ge=1, le=40_000)] | None = None
    """Writes of 1 KB a second, paid whether used or not. Default: none, each write is paid."""


class WideColumnDatabase(Section):
    """A keyspace of Amazon Keyspaces; it is named after the environment and its key here."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as conversations; a tag."""
    tables: Annotated[dict[str, WideColumnTable], Field(min_length=1)]
    """Tables by name: small letters, digits and underscores."""
    client_side_timestamps: bool = False
    """Whether a write may say when it happened; once on it stays on. Default: false."""
