"""What a change does to what keeps data: it is changed in place, with downtime, or replaced.

`data/replacing_properties.csv` says which inputs of the provider's resources make a new resource when they change;
`data/argument_changes.csv` says it per argument of a component, in words, with the safe way where data would be lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from catalogue.stateful import stateful_types
from catalogue.stores import store_types
from catalogue.tables import table

PROVIDER_VERSION = "7.51.1"
"""Version of pulumi-aws the table of properties is of."""
IN_PLACE, DOWNTIME, REPLACES = "in_place", "downtime", "replaces"
BY_THE_SERVICE = "service"
"""Stands for the property where the provider would try, and AWS refuses."""
EVERY = "*"
KEYS = frozenset({"aws:kms/key:Key"})
"""What keeps no data, and whose loss loses all that it encrypts."""
TEMPLATES = frozenset(
    {"aws:ec2/launchTemplate:LaunchTemplate", "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"}
)
"""What only says how stores are made."""


@dataclass(frozen=True, slots=True)
class ReplacingProperty:
    """An input whose change makes a new resource."""

    type: str
    """Type token, such as `aws:efs/fileSystem:FileSystem`."""
    property: str
    """Path of the input, such as `brokerNodeGroupInfo.clientSubnets`; `*` for every one but tags."""
    when: str
    """always, lowered (a number or version becomes smaller), or removed (the value, or an item of it, goes away)."""

    def forces(self, path: str, old: Any, new: Any) -> bool:
        """Whether a change of the input at `path` from `old` to `new` makes a new resource."""
        if self.property == EVERY:
            return not path.startswith("tags")
        if path != self.property and not path.startswith(f"{self.property}."):
            return False
        if self.when == "lowered":
            return old is not None and new is not None and _ordered(new) < _ordered(old)
        if self.when == "removed":
            return new is None or (isinstance(old, tuple) and any(each not in new for each in old))
        return True


@dataclass(frozen=True, slots=True)
class ArgumentChange:
    """What changing one argument of a component does."""

    component: str
    argument: str
    change: str
    """in_place, downtime or replaces."""
    what: str
    """What happens, in a few words."""
    properties: tuple[str, ...]
    """Inputs that decide it, as type/path; `service` where AWS refuses the change. None where it is in place."""
    instead: str
    """How to get there without losing data; "" where nothing is lost."""
    source: str


@cache
def argument_changes() -> Mapping[str, Mapping[str, ArgumentChange]]:
    """By component and argument, in the table's order."""
    found: dict[str, dict[str, ArgumentChange]] = {}
    for row in table("argument_changes"):
        found.setdefault(row["component"], {})[row["argument"]] = ArgumentChange(
            row["component"],
            row["argument"],
            row["change"],
            row["what"],
            tuple(row["properties"].split()),
            row["instead"],
            row["source"],
        )
    return found


@cache
def replacing_properties() -> Mapping[str, tuple[ReplacingProperty, ...]]:
    """The inputs that replace, by type; a type that is absent has not been looked at."""
    found: dict[str, list[ReplacingProperty]] = {}
    for row in table("replacing_properties"):
        found.setdefault(row["type"], [])
        if row["property"]:
            found[row["type"]].append(ReplacingProperty(row["type"], row["property"], row["when"]))
    return {type_: tuple(properties) for type_, properties in found.items()}


@cache
def properties_with_downtime() -> frozenset[str]:
    """Inputs, as type/path, whose change interrupts the service."""
    return frozenset(
        property_
        for changes in argument_changes().values()
        for change in changes.values()
        if change.change == DOWNTIME
        for property_ in change.properties
    )


def keeps(type_: str) -> bool:
    """Whether something is lost when a resource of this type is replaced."""
    return type_ in KEYS or (type_ not in TEMPLATES and (type_ in stateful_types() or type_ in store_types()))


def _ordered(value: Any) -> tuple[tuple[int, int | str], ...]:
    """Numbers by size, versions by their numbers, words by the alphabet."""
    parts = re.findall(r"\d+|\D+", str(value))
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts)
