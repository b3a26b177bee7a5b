"""The pools that are planned: every EFA machine of the catalogue in turn, bought in each way that suits it."""

from collections.abc import Iterator
from itertools import cycle, islice

from catalogue.instances import InstanceType, instance_types, network_cards
from components.compute.capacity_plan import plan_capacity
from components.compute.capacity_step import Step, Wanted
from components.compute.network_interface_plan import plan_network_interfaces

NODES, MOST = 8, 32
ZONES = ("eun1-az1", "eun1-az2", "eun1-az3")
RESERVATION_ID = "cr-0123456789abcdef0"


def pools(number: int) -> Iterator[Wanted]:
    """So many pools: a reservation first, then on demand in three zones, then spot where the machine is sold so."""
    return islice(cycle([_pool(machine) for machine in instance_types().values() if _has_efa(machine)]), number)


def plan(wanted: Wanted) -> int:
    """Plan a pool as AcceleratorPool does: the interfaces of a node, and the groups of its capacity. Counts both."""
    cards = network_cards(wanted.machine.instance_type)
    interfaces = plan_network_interfaces(cards, wanted.machine.max_efa_interfaces)
    return len(interfaces) + len(plan_capacity(wanted).groups)


def _has_efa(machine: InstanceType) -> bool:
    return machine.max_efa_interfaces > 0 and "on-demand" in machine.usage_classes


def _pool(machine: InstanceType) -> Wanted:
    steps = [
        Step("reservation", ZONES[:1], RESERVATION_ID, reserved_nodes=NODES),
        Step("on_demand", ZONES),
    ]
    if "spot" in machine.usage_classes:
        steps.append(Step("spot", ZONES))
    return Wanted(machine, tuple(steps), NODES, MOST)
