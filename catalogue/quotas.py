"""Service quotas that launching machines counts against. The unit is the vCPU: one p5.48xlarge is 192.

A quota is of an account and a region. Stopped machines do not count; a capacity reservation does, used or not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import instance_type
from catalogue.tables import Row, table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class Quota:
    """A service quota of EC2."""

    code: str
    """Service Quotas' code, such as L-417A185B."""
    name: str
    """Service Quotas' name for it, such as `Running On-Demand P instances`."""
    purchase: str
    """on-demand or spot."""
    prefixes: tuple[str, ...]
    """Letters that the families it is for begin with, such as p."""
    default_vcpus: int
    """What a new account has, in vCPUs."""
    source: str
    """Where the code is from."""
    confidence: str
    """How well the code is sourced: documented. None has been checked against an account."""


class NoQuota(UnknownFact):
    """Nothing counts machines bought that way, or nothing is known to. The message is one sentence that says why."""

    def __init__(self, name: str, purchase: str, why: str) -> None:
        self.kind, self.asked, self.nearest, self.why = "quota", f"{name} {purchase}", "", why
        LookupError.__init__(self, f"no quota counts {name} bought as {purchase}: {why}")


def quota(name: str, purchase: str) -> Quota:
    """The quota that launching a machine counts against, by the way it is bought.

    purchase: EC2's usage class: on-demand, spot or capacity-block. A capacity reservation counts as on-demand.
    Raises NoQuota, with the reason, where there is none; UnknownFact for a machine that does not exist.
    """
    row = quota_row(name, purchase)
    if row is None:
        raise NoQuota(name, purchase, "no source found")
    if not row["quota_code"]:
        raise NoQuota(name, purchase, row["note"])
    return Quota(
        row["quota_code"],
        row["name"],
        row["purchase"],
        tuple(row["prefixes"].split()),
        int(row["default_vcpus"]),
        row["source"],
        row["confidence"],
    )


def quota_row(name: str, purchase: str) -> Row | None:
    """The row of `quotas` that says what counts a machine bought so, or why nothing does; None where no source does."""
    letters = re.match(r"[a-z]+", instance_type(name).family)
    found = _by_prefix()
    return found.get(("*", purchase)) or found.get((letters.group() if letters else "", purchase))


@cache
def _by_prefix() -> Mapping[tuple[str, str], Row]:
    return {(prefix, row["purchase"]): row for row in table("quotas") for prefix in row["prefixes"].split()}
