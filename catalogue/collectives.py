"""How fast an all-reduce over the nodes of a pool has to be, by instance type.

The floor is of the bus bandwidth that nccl-tests and nccom-test report for large messages, in gigabytes (10^9 bytes) a
second: https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md. It comes from one of three places, and says
from which:

- `threshold`: what a published acceptance test of the type asks for;
- `measured`: `SHARE_OF_MEASURED` of what somebody has published for two nodes of the type;
- `derived`: where nothing is published, a share of the line rate of the node's network cards. It is a guess on the low
  side: it tells a fabric that works from TCP and from missing interfaces, not a good day from a bad one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import accelerator, accelerators
from catalogue.tables import Row, table
from catalogue.unknown import UnknownFact

SHARE_OF_MEASURED = 0.75
BITS_IN_A_BYTE = 8


@dataclass(frozen=True, slots=True)
class CollectiveFloor:
    """What an all-reduce over several nodes of a type is measured with, and the least it has to reach."""

    instance_type: str
    tool: str
    """`nccl` (all_reduce_perf of nccl-tests) or `nccom` (nccom-test of the Neuron SDK)."""
    ranks: int
    """Ranks on each node: one for every GPU or NeuronCore."""
    gigabytes_per_second: float
    """Bus bandwidth at the largest message, in 10^9 bytes a second."""
    basis: str
    """`threshold`, `measured` or `derived`."""
    source: str
    as_of: str
    note: str


def collective_floor(instance_type: str) -> CollectiveFloor:
    """The floor of a machine; UnknownFact where nothing runs an all-reduce over EFA between several of it."""
    found = collective_floors().get(instance_type)
    if found is None:
        raise UnknownFact("instance type with an all-reduce over EFA", instance_type, collective_floors())
    return found


@cache
def collective_floors() -> Mapping[str, CollectiveFloor]:
    """The floor of every machine that has one."""
    rows = ((name, floor_row(name)) for name in accelerators())
    return {name: _floor(name, row) for name, row in rows if row}


def floor_row(instance_type: str) -> Row | None:
    """The row that a machine's floor is from: one of the very type goes before one of its family."""
    type_ = accelerators().get(instance_type)
    if type_ is None or not type_.max_efa_interfaces:
        return None
    rows = {row["applies_to"]: row for row in table("collective_floors")}
    return rows.get(instance_type) or rows.get(type_.family)


def _floor(name: str, row: Row) -> CollectiveFloor:
    type_ = accelerator(name)
    if row["basis"] == "threshold":
        floor = float(row["gigabytes_per_second"])
    elif row["basis"] == "measured":
        floor = float(row["gigabytes_per_second"]) * SHARE_OF_MEASURED
    else:
        floor = float(row["share_of_line_rate"]) * type_.host.peak_gbps / BITS_IN_A_BYTE
    ranks = type_.devices * int(row["ranks_per_accelerator"])
    return CollectiveFloor(
        name, row["tool"], ranks, round(floor, 2), row["basis"], row["source"], row["as_of"], row["note"]
    )
