"""TPUs of Google Cloud: machines, the shapes their chips are joined in, and the zones that have them.

A slice is a set of chips joined by ICI (the chips' own interconnect) in a grid. Its shape is its topology, such as
`4x4` on a 2D torus (v5e, v6e) or `2x2x4` on a 3D one (v5p, tpu7x). Prices: `catalogue.prices.tpu_chip_price`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod

from catalogue.tables import table
from catalogue.unknown import UnknownFact

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TpuVersion:
    """A generation of TPU."""

    name: str
    """Google's word: v5e, v5p, v6e or tpu7x (Ironwood)."""
    gke_accelerator: str
    """Value of the node label cloud.google.com/gke-tpu-accelerator, by which pods choose the generation."""
    dimensions: int
    """2 or 3: edges of a topology."""
    cube_edge: int
    """Edge of the cubes that larger slices are made of; 0 on a 2D torus."""
    hbm_gib_per_chip: int
    ici_gbytes_per_second: int
    """Bandwidth of a chip to its neighbours, both directions together, in gigabytes a second."""
    largest_slice_chips: int
    pod_chips: int
    boot_disk_type: str
    """Kind of boot disk its machines take."""
    needs_workload_policy: bool
    """Whether GKE takes the topology of several nodes from a resource policy, and not from the node pool itself."""
    kubernetes_at_least: str
    """First minor version of GKE that has it; "" where that is older than any still supported."""


@dataclass(frozen=True, slots=True)
class TpuMachine:
    """A machine type with TPU chips."""

    machine_type: str
    version: TpuVersion
    chips: int


def tpu_machine(name: str) -> TpuMachine:
    """The TPU machine type of that name."""
    found = tpu_machines().get(name)
    if found is None:
        raise UnknownFact("TPU machine type", name, tpu_machines())
    return found


def tpu_zones(version: str) -> tuple[str, ...]:
    """The zones that have a generation of TPU."""
    if version not in tpu_versions():
        raise UnknownFact("TPU version", version, tpu_versions())
    return tuple(sorted(row["zone"] for row in table("tpu_zones") if row["version"] == version))


def shapes(machine_type: str) -> Mapping[str, Shape]:
    """The topologies that GKE makes of a machine type, by name, the smallest first."""
    tpu_machine(machine_type)
    return _shapes()[machine_type]


def written(shape: Shape) -> str:
    """A shape as Google writes it: `2x2x4`."""
    return "x".join(map(str, shape))


@cache
def tpu_versions() -> Mapping[str, TpuVersion]:
    """Every generation, by name."""
    return {
        row["version"]: TpuVersion(
            row["version"],
            row["gke_accelerator"],
            int(row["dimensions"]),
            int(row["cube_edge"] or 0),
            int(row["hbm_gib_per_chip"]),
            int(row["ici_gbytes_per_second"]),
            int(row["largest_slice_chips"]),
            int(row["pod_chips"]),
            row["boot_disk_type"],
            row["placement"] == "workload_policy",
            row["kubernetes_at_least"],
        )
        for row in table("tpu_versions")
    }


@cache
def tpu_machines() -> Mapping[str, TpuMachine]:
    """Every machine type, by name."""
    return {
        row["machine_type"]: TpuMachine(row["machine_type"], tpu_versions()[row["version"]], int(row["chips"]))
        for row in table("tpus")
    }


@cache
def _shapes() -> Mapping[str, Mapping[str, Shape]]:
    found: dict[str, set[Shape]] = {name: set() for name in tpu_machines()}
    for row in table("tpu_topologies"):
        found[row["machine_type"]].add(tuple(int(edge) for edge in row["topology"].split("x")))
    for name, machine in tpu_machines().items():
        found[name].update(_of_cubes(machine.version))
    return {
        name: {written(shape): shape for shape in sorted(each, key=lambda shape: (prod(shape), max(shape), shape))}
        for name, each in found.items()
    }


def _of_cubes(version: TpuVersion) -> Iterator[Shape]:
    """Every shape of whole cubes up to the largest slice, its edges ascending."""
    if not version.cube_edge:
        return
    most = version.largest_slice_chips // version.cube_edge**3
    for a in range(1, most + 1):
        for b in range(a, most // a + 1):
            for c in range(b, most // (a * b) + 1):
                yield (a * version.cube_edge, b * version.cube_edge, c * version.cube_edge)
