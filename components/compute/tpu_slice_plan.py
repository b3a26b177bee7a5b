"""TPU slices: how many machines a topology takes, and what would fit where one does not.

Pure arithmetic over the catalogue. A slice on one machine is single-host: every node of such a pool is a slice of its
own. A slice over several is multi-host: GKE makes and removes its nodes together, and a pool holds exactly one.
https://docs.cloud.google.com/kubernetes-engine/docs/concepts/tpus
"""

import re
from dataclasses import dataclass
from math import log, prod

from catalogue.tpus import Shape, TpuMachine, TpuVersion, shapes, tpu_machine, tpu_machines, written
from catalogue.unknown import UnknownFact

TOPOLOGY = re.compile(r"[1-9]\d{0,4}(x[1-9]\d{0,4}){1,2}")


class TpuSlicePlanError(ValueError):
    """A slice that cannot be made; the two halves of its sentence say what is wrong and what is right."""

    def __init__(self, argument: str, wrong: str, right: str) -> None:
        super().__init__(f"{argument} {wrong}; {right}")
        self.argument, self.wrong, self.right = argument, wrong, right


@dataclass(frozen=True, slots=True)
class TpuSlice:
    """Chips joined in one shape, and the machines they are in."""

    machine: TpuMachine
    topology: str
    chips: int
    nodes: int

    @property
    def version(self) -> TpuVersion:
        return self.machine.version

    @property
    def multi_host(self) -> bool:
        """Whether the slice spans several nodes, which then come and go together."""
        return self.nodes > 1

    @property
    def hbm_gib(self) -> int:
        """Memory of all chips together."""
        return self.chips * self.version.hbm_gib_per_chip


def plan_tpu_slice(machine_type: str, topology: str) -> TpuSlice:
    """The slice of that shape made of that machine type; TpuSlicePlanError says what would fit instead."""
    try:
        machine = tpu_machine(machine_type)
    except UnknownFact as unknown:
        raise TpuSlicePlanError("machine_type", f"is {machine_type!r}", str(unknown)) from None
    known = shapes(machine_type)
    if topology in known:
        chips = prod(known[topology])
        return TpuSlice(machine, topology, chips, chips // machine.chips)
    raise _refusal(machine, topology)


def _refusal(machine: TpuMachine, topology: str) -> TpuSlicePlanError:
    version = machine.version
    if not isinstance(topology, str) or not TOPOLOGY.fullmatch(topology):
        right = f"edges joined by x are right, such as {next(iter(shapes(machine.machine_type)))!r}"
        return TpuSlicePlanError("topology", f"is {topology!r}", right)
    shape = tuple(int(edge) for edge in topology.split("x"))
    right = _what_fits(machine, shape)
    if len(shape) != version.dimensions:
        wrong = f"is {topology!r}, of {len(shape)} dimensions, and chips of {version.name} are joined in"
        return TpuSlicePlanError("topology", f"{wrong} {version.dimensions}", right)
    chips = prod(shape)
    if chips > version.largest_slice_chips:
        wrong = f"is {topology!r}, {chips} chips, more than the {version.largest_slice_chips} of the largest"
        return TpuSlicePlanError("topology", f"{wrong} {version.name} slice", right)
    if chips % machine.chips:
        wrong = f"is {topology!r}, {chips} chips, no multiple of the {machine.chips} of {machine.machine_type}"
        return TpuSlicePlanError("topology", wrong, right)
    return TpuSlicePlanError("topology", f"is {topology!r}, a shape GKE makes of no {machine.machine_type}", right)


def _what_fits(machine: TpuMachine, wanted: Shape) -> str:
    """The same edges in their order if only that is wrong; else the nearest shapes, and other machines for this one."""
    known = shapes(machine.machine_type)
    for edges in (tuple(sorted(wanted)), tuple(sorted(wanted, reverse=True))):
        if written(edges) in known:
            return f"did you mean {written(edges)!r}?"
    fits = " or ".join(_told(machine, known[name]) for name in nearest_topologies(machine.machine_type, prod(wanted)))
    others = [
        each.machine_type
        for each in tpu_machines().values()
        if each.version == machine.version and written(wanted) in shapes(each.machine_type)
    ]
    also = f"; {' or '.join(others)} takes {written(wanted)!r}" if others else ""
    return f"{fits} is right{also}"


def nearest_topologies(machine_type: str, chips: int) -> tuple[str, ...]:
    """The topology with the most chips up to that many, and the one with the fewest from there on, most cubic first."""
    by_chips: dict[int, str] = {}
    for name, shape in shapes(machine_type).items():  # of shapes with equally many chips the most cubic comes first
        by_chips.setdefault(prod(shape), name)
    below = max((count for count in by_chips if count <= chips), default=0)
    above = min((count for count in by_chips if count >= chips), default=0)
    found = [by_chips[count] for count in dict.fromkeys((below, above)) if count]
    return tuple(sorted(found, key=lambda name: abs(log(prod(shapes(machine_type)[name]) / max(chips, 1)))))


def _told(machine: TpuMachine, shape: Shape) -> str:
    return f"{written(shape)!r} ({_many(prod(shape), 'chip')}, {_many(prod(shape) // machine.chips, 'node')})"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
