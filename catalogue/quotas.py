"""Service quotas that launching machines counts against. The unit is the vCPU: one p5.48xlarge is 192."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import instance_type
from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class Quota:
    """A service quota of EC2."""

    code: str
    """Service Quotas' code, such as L-417A185B."""
    purchase: str
    """on-demand or spot."""
    prefixes: tuple[str, ...]
    """Letters that the families it is for begin with, such as p."""
    confidence: str
    """How well the code is sourced; none of them has been checked against an account."""


def quota(name: str, purchase: str) -> Quota:
    """The quota that launching a machine counts against, by the way it is bought."""
    letters = re.match(r"[a-z]+", instance_type(name).family)
    key = f"{letters.group() if letters else ''} {purchase}"
    if key not in _by_prefix():
        raise UnknownFact("quota", key, _by_prefix())
    return _by_prefix()[key]


@cache
def _by_prefix() -> Mapping[str, Quota]:
    found = {}
    for row in table("quotas"):
        each = Quota(row["quota_code"], row["purchase"], tuple(row["prefixes"].split()), row["confidence"])
        found.update({f"{prefix} {each.purchase}": each for prefix in each.prefixes})
    return found
