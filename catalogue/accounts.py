"""What an account must allow and hold beside instances: further service quotas, and service-linked roles."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class AccountQuota:
    """A service quota that has nothing to do with the type of a machine."""

    what: str
    """What it limits, such as vpcs or lustre_persistent_2_gib."""
    service_code: str
    """Service Quotas' word for the service, such as vpc."""
    quota_code: str
    """Service Quotas' code, such as L-F678F1CE."""
    name: str
    """Service Quotas' name of it."""
    default: int
    """What an account has that never asked for more."""
    per: str
    """What it is counted in: region, zone, vpc, cluster or node group."""
    confidence: str
    """How well the code is sourced; none of them has been checked against an account."""


@dataclass(frozen=True, slots=True)
class ServiceLinkedRole:
    """A role that a service of AWS works under in an account."""

    role: str
    service: str
    """Whose role it is, such as autoscaling.amazonaws.com."""
    needed_for: str
    """What cannot be made without it: cluster, node_group, spot or lustre."""


def account_quota(what: str) -> AccountQuota:
    """The quota on something."""
    found = account_quotas().get(what)
    if found is None:
        raise UnknownFact("account quota", what, account_quotas())
    return found


@cache
def account_quotas() -> Mapping[str, AccountQuota]:
    """Every such quota, by what it limits."""
    return {
        row["what"]: AccountQuota(
            row["what"],
            row["service_code"],
            row["quota_code"],
            row["name"],
            int(row["default"]),
            row["per"],
            row["confidence"],
        )
        for row in table("account_quotas")
    }


@cache
def service_linked_roles() -> tuple[ServiceLinkedRole, ...]:
    """Every service-linked role the platform may need."""
    return tuple(
        ServiceLinkedRole(row["role"], row["service"], row["needed_for"]) for row in table("service_linked_roles")
    )
