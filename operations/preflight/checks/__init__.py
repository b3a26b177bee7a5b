"""The checks, in the order they are told."""

from operations.preflight.check import Check
from operations.preflight.checks import (
    addresses,
    identity,
    images,
    keys,
    kubernetes,
    other_quotas,
    reservations,
    roles,
    service_roles,
    vcpus,
    zones,
)

ACCOUNT = identity.CHECK
CHECKS: tuple[Check, ...] = (
    ACCOUNT,
    vcpus.CHECK,
    other_quotas.CHECK,
    zones.CHECK,
    addresses.CHECK,
    reservations.CHECK,
    keys.CHECK,
    roles.CHECK,
    service_roles.CHECK,
    images.CHECK,
    kubernetes.CHECK,
)
