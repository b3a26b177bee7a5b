"""What Google refuses, and the sandbox too: where it follows from the inputs and the catalogue's facts alone.

An independent judge: it knows the tables of TPUs, and none of the planners that components are made with.
"""

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

from catalogue.tpus import TpuMachine, shapes, tpu_machine, tpu_machines, tpu_zones
from sandbox.google.model import Inputs
from sandbox.inputs import at
from sandbox.wire import is_computed

FEWEST_ROTATION_SECONDS = 86_400

DESCRIBED = {
    "gcp:container/nodePool:NodePool": (
        "a topology the machine is not made in, a node count that is not the topology's, a zone without the chips, "
        "spot with a reservation"
    ),
    "gcp:kms/cryptoKey:CryptoKey": "rotation in less than a day",
}


def check(token: str, inputs: Inputs) -> Iterator[tuple[str, str]]:
    """Input and sentence of everything Google would refuse; what is not known yet is not refused."""
    if token == "gcp:container/nodePool:NodePool":
        machine = at(inputs, "nodeConfig.machineType")
        if machine in tpu_machines() and not is_computed(dict(inputs)):
            yield from _tpu_pool(tpu_machine(machine), inputs)
        affinity = at(inputs, "nodeConfig.reservationAffinity.consumeReservationType")
        if at(inputs, "nodeConfig.spot") and affinity == "SPECIFIC_RESERVATION":
            yield "nodeConfig", "Error 400: spot VMs cannot consume a reservation, badRequest"
    elif token == "gcp:kms/cryptoKey:CryptoKey":
        seconds = str(at(inputs, "rotationPeriod") or f"{FEWEST_ROTATION_SECONDS}s").removesuffix("s")
        if seconds.isdigit() and int(seconds) < FEWEST_ROTATION_SECONDS:
            yield "rotationPeriod", "Error 400: rotation_period must be at least 24 hours, INVALID_ARGUMENT"


def _tpu_pool(machine: TpuMachine, inputs: Inputs) -> Iterator[tuple[str, str]]:
    zones = inputs.get("nodeLocations") or [inputs.get("location", "")]
    for zone in zones:
        if zone not in tpu_zones(machine.version.name):
            yield "nodeLocations", f"Error 400: {machine.machine_type} is not available in zone {zone}, badRequest"
    topology = at(inputs, "placementPolicy.tpuTopology")
    if topology is None:
        return
    if topology not in shapes(machine.machine_type):
        yield "placementPolicy", f"Error 400: invalid TPU topology {topology} for {machine.machine_type}, badRequest"
        return
    nodes = prod(shapes(machine.machine_type)[topology]) // machine.chips
    for key, count in _counts(inputs):
        if count not in (0, nodes):
            yield key, f"Error 400: TPU topology {topology} needs {nodes} nodes, {count} given, badRequest"


def _counts(inputs: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for key in ("nodeCount", "initialNodeCount", "autoscaling.maxNodeCount", "autoscaling.minNodeCount"):
        count = at(inputs, key)
        if count is not None:
            yield key.partition(".")[0], count
