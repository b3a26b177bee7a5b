"""Types of resources that keep data: how long, what copies there are, how a person's data is found and deleted.

A new type of store is a row of `data/stores.csv`; a type that keeps nothing is a row of `data/types_without_data.csv`.
A type in neither is unknown, and whoever asks is told so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from catalogue.tables import table

COMMANDS = " ;; "
"""What stands between two commands of a row."""


class Reach(StrEnum):
    """What a command does to the data of a store."""

    LOOKS = ""
    DELETES = "!"
    """It deletes what it names, of one person if that is what is named."""
    DELETES_MORE = "!!"
    """It deletes more than the data of one person, such as a whole snapshot."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the runbook; {region} stands for the region, `$ID` for the provider's id of the store."""

    text: str
    reach: Reach
    engine: str
    """Word that the store's `engine` has where the command is for it; "" where it is for every store."""


@dataclass(frozen=True, slots=True)
class StoreType:
    """What a service says of a type of store. Every sentence begins small: it is a part of a larger one."""

    type: str
    """Type token, such as `aws:s3/bucket:Bucket`."""
    kind: str
    """What a person calls it."""
    key: str
    """Path of the input that names the key; "" where a resource beside it does, or none can be named."""
    limit: str
    """Path of the input that ends the data's life, or `s3-lifecycle`, `ecr-lifecycle`, `kafka-properties` where a
    resource beside it does; "" where there is none."""
    unit: str
    """Unit of the limit: days, hours, seconds, `attribute` (of each item), `node` (goes with its node)."""
    without_limit: str
    """How long data stays where the limit is not given."""
    backups: str
    """Path of the input that says how long the service's own backups are kept, or with `pitr:` before it one that turns
    point-in-time recovery on, or `efs-backup-policy`; "" where there is none."""
    without_backups: str
    """What backups there are where that input is not given."""
    copies: str
    """Where else the same data is."""
    find: str
    """How a person's data is found."""
    erase: str
    """How it is deleted."""
    commands: tuple[Command, ...]
    """Commands for both."""


@cache
def store_types() -> Mapping[str, StoreType]:
    """Every type of store, by its token."""
    return {row["type"]: _store_type(row) for row in table("stores")}


@cache
def keeps_nothing(type_: str) -> bool:
    """Whether a type is known to keep no data; False for a store, and for a type nobody has looked at."""
    if type_ in store_types():
        return False
    return any(fnmatchcase(type_, row["pattern"]) for row in table("types_without_data"))


def _store_type(row: Mapping[str, str]) -> StoreType:
    words = {name: row[name] for name in StoreType.__slots__ if name != "commands"}
    return StoreType(**words, commands=tuple(map(_command, filter(None, row["commands"].split(COMMANDS)))))


def _command(text: str) -> Command:
    """`@postgres ! psql ...`: for whom, how far it goes, and the command."""
    engine, _, rest = text[1:].partition(" ") if text.startswith("@") else ("", "", text)
    mark, _, command = rest.partition(" ")
    if mark in (Reach.DELETES, Reach.DELETES_MORE):
        return Command(command, Reach(mark), engine)
    return Command(rest, Reach.LOOKS, engine)
