"""Which links of a stack move data between stores: inputs that name both ends, grants, logs of a fixed name.

A new kind of link is a row: `store_flows` (a resource whose inputs name two ends), `store_parts` (a resource that
stands for a store), `store_log_groups` (a log group that a service finds by its name), `store_actions` (what an action
of IAM does with data) and `store_policies` (a policy that hangs on the store itself).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from catalogue.tables import table


class Carries(StrEnum):
    """What goes along a link."""

    DATA = "data"
    ABOUT = "about"
    """A trace of the data only, such as a log of who asked for it."""
    MAY = "may"
    """Data, if a program does what its role lets it."""


@dataclass(frozen=True, slots=True)
class FlowType:
    """The two ends of a flow that a type of resource makes.

    An end is a path of inputs, `.` for the resource itself, `region:` before a path that says a region only, or
    `role:` before a path that names a role: what it reads at the source, what it writes at the target.
    """

    type: str
    source: str
    target: str
    what: str
    """What flows; an input in braces stands for its value."""
    carries: Carries


@dataclass(frozen=True, slots=True)
class LogGroups:
    """Log groups that a service writes to because of their name; no input names them."""

    type: str
    kinds: str
    """Path of the input that lists the kinds of logs."""
    name: str
    """Path of the input with the name of the resource."""
    group: str
    """Name of the group; {name} and {kind} stand for the resource's name and the kind of log."""


@dataclass(frozen=True, slots=True)
class StoreAction:
    """What an action of IAM does with the data of a type of store."""

    action: str
    words: frozenset[str]
    """`reads`, `writes` or both."""
    types: str
    """Pattern of the types of store it is about."""

    def is_of(self, type_: str) -> bool:
        return fnmatchcase(type_, self.types)


@cache
def flow_types() -> Mapping[str, tuple[FlowType, ...]]:
    """The flows that a type of resource makes, by its token."""
    found: dict[str, list[FlowType]] = {}
    for row in table("store_flows"):
        flow = FlowType(row["type"], row["source_end"], row["target_end"], row["what"], Carries(row["carries"]))
        found.setdefault(flow.type, []).append(flow)
    return {type_: tuple(flows) for type_, flows in found.items()}


@cache
def store_parts() -> Mapping[str, tuple[str, ...]]:
    """Paths of inputs that name the store a resource stands for, by the type of the resource."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table("store_parts"):
        found[row["type"]] = (*found.get(row["type"], ()), row["path"])
    return found


@cache
def log_groups() -> Mapping[str, LogGroups]:
    """Log groups of a fixed name, by the type of the resource that writes them."""
    return {row["type"]: LogGroups(row["type"], row["kinds"], row["name"], row["group"]) for row in table(_LOG_GROUPS)}


@cache
def store_actions() -> tuple[StoreAction, ...]:
    """Every action that reads or writes what is in a store."""
    rows = table("store_actions")
    return tuple(StoreAction(row["action"], frozenset(row["access"].split(" and ")), row["types"]) for row in rows)


@cache
def store_policies() -> Mapping[str, tuple[str, str]]:
    """Paths of the store and of the policy, by the type of resource that hangs a policy on a store."""
    return {row["type"]: (row["store"], row["policy"]) for row in table("store_policies")}


_LOG_GROUPS = "store_log_groups"
