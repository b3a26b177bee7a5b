"""Instance fleets of an EMR cluster: what each machine counts, and that no choice of EMR's passes the maximum.

A machine counts as its vCPUs. EMR starts machines of whichever types it finds until the target is met, so a fleet
may end as much as the largest type less one above it: https://docs.aws.amazon.com/emr/latest/APIReference/API_InstanceFleetConfig.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.emr import fleet_limits
from catalogue.instances import instance_type
from catalogue.unknown import UnknownFact
from components.compute.setting_error import SettingError

SPOT_TIMEOUT_MINUTES = 15


@dataclass(frozen=True, slots=True)
class FleetPlan:
    """Targets in vCPUs, and what each type counts."""

    primary: tuple[str, ...]
    weights: Mapping[str, int]
    """vCPUs of each type core and task nodes may be of."""
    core: int
    """Target of the core fleet, on demand."""
    task: int
    """Target of the task fleet when it starts, of spot or on demand: one machine of the smallest type."""
    task_is_spot: bool
    on_demand: int
    """Most on demand, core included."""
    maximum: int
    spot_timeout_minutes: int

    @property
    def most_at_start(self) -> int:
        """The most vCPUs there can be when both fleets have met their targets."""
        largest = max(self.weights.values())
        return self.core + largest - 1 + self.task + largest - 1


def plan_fleets(fleet: Mapping[str, Any], maximum_vcpus: int, architecture: str) -> FleetPlan:
    """The plan of a cluster's fleets, or a SettingError for what EMR refuses or could not keep."""
    primary = _types("fleet.primary_instance_types", fleet["primary_instance_types"], architecture)
    weights = _types("fleet.instance_types", fleet["instance_types"], architecture)
    core, on_demand = fleet["core_vcpus"], fleet.get("on_demand_vcpus", fleet["core_vcpus"])
    timeout = fleet.get("spot_timeout_minutes", SPOT_TIMEOUT_MINUTES)
    limits = fleet_limits()
    _within("fleet.core_vcpus", core, 1, maximum_vcpus)
    _within("fleet.on_demand_vcpus", on_demand, core, maximum_vcpus)
    _within(
        "fleet.spot_timeout_minutes", timeout, limits["least_spot_timeout_minutes"], limits["most_spot_timeout_minutes"]
    )
    plan = FleetPlan(
        tuple(primary),
        weights,
        int(core),
        min(weights.values()),
        on_demand < maximum_vcpus,
        int(on_demand),
        maximum_vcpus,
        int(timeout),
    )
    if plan.most_at_start > maximum_vcpus:
        largest = max(weights, key=lambda name: weights[name])
        wrong = f"lets a cluster start with {plan.most_at_start} vCPUs where EMR finds only {largest}"
        right = "smaller types, a smaller core_vcpus or a larger maximum_vcpus is right"
        raise SettingError("fleet", f"{wrong}, above the maximum_vcpus of {maximum_vcpus}", right)
    return plan


def _types(argument: str, names: Sequence[str], architecture: str) -> dict[str, int]:
    most = fleet_limits()["most_types"]
    if not 1 <= len(names) <= most:
        raise SettingError(argument, f"has {len(names)} types", f"1 to {most} are right")
    found: dict[str, int] = {}
    for name in names:
        try:
            machine = instance_type(name)
        except UnknownFact as unknown:
            raise SettingError(argument, f"names {name!r}", str(unknown)) from None
        if name in found:
            raise SettingError(argument, f"names {name} twice", "name each type once")
        if machine.architecture != architecture:
            wrong = f"names {name}, which is {machine.architecture}"
            raise SettingError(argument, wrong, f"the image is {architecture}: take such a type, or say architecture")
        found[name] = machine.vcpus
    return found


def _within(argument: str, value: float, low: int, high: int) -> None:
    if not low <= value <= high or value != int(value):
        raise SettingError(argument, f"is {value:g}", f"a whole number from {low} to {high} is right")
