"""Accelerators joined by their own links (NVLink, NeuronLink), in a machine or across those of an UltraServer.

Of TPUs see `catalogue.tpus`: their links (ICI) make slices of many shapes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import accelerator
from catalogue.tables import Row, table


@dataclass(frozen=True, slots=True)
class FabricDomain:
    """The accelerators that reach each other without the network."""

    link: str
    """The link and its generation, such as `NVLink 5`."""
    topology: str
    """How it joins them, such as NVSwitch (each to each at full speed); empty where no source says."""
    accelerators: int
    """Accelerators joined at most."""
    machines: int
    """Machines they are in: 1, or those of the largest UltraServer."""
    sold_as: Mapping[int, str]
    """UltraServers by their number of machines, where no machine is sold alone; empty for any other family."""
    bandwidth: float | None
    """Bandwidth of each accelerator to the others of its machine, both directions together; None where not known."""
    unit: str
    """Unit of the bandwidth: GB/s (10^9 bytes) or GiB/s; empty where it is not known."""
    note: str
    source: str
    as_of: str


def fabric_domain(instance_type: str) -> FabricDomain | None:
    """What joins the accelerators of a machine; None where it has one, or no link but PCI Express is known.

    Raises UnknownFact for a machine without accelerators.
    """
    found = accelerator(instance_type)
    row = _domains().get(found.family)
    if row is None or found.devices == 1:
        return None
    machines = int(row["machines"])
    return FabricDomain(
        row["link"],
        row["topology"],
        int(row["accelerators"]) if machines > 1 else found.devices,
        machines,
        {int(count): name for count, _, name in (each.partition("=") for each in row["sold_as"].split())},
        float(row["bandwidth"]) if row["bandwidth"] else None,
        row["unit"],
        row["note"],
        row["source"],
        row["as_of"],
    )


@cache
def _domains() -> dict[str, Row]:
    return {row["family"]: row for row in table("fabric_domains")}
