"""Kinds of machine that a model can be put on: EC2's with accelerators, and Google's with TPUs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod

from catalogue.fabric_domains import fabric_domain
from catalogue.google_regions import google_region, google_regions
from catalogue.instances import Accelerator, accelerators
from catalogue.prices import Price, instance_price, priced_regions, tpu_chip_price
from catalogue.regions import regions, zones_offering
from catalogue.tpus import TpuMachine, shapes, tpu_machines, tpu_zones, written
from catalogue.unknown import UnknownFact

BYTES_PER_MIB = 1024**2
BYTES_PER_GIB = 1024**3
# More machines than anyone rents to hold a model: a kind that needs them is left out.
MOST_MACHINES = 1024
NO_PRICE = Price(None, "", "", "no source found")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of machine."""

    machine: str
    """EC2's instance type or Google's machine type."""
    accelerator: str
    """Model of the accelerator, such as `NVIDIA H100`, `TPU v5p` or `TPU 7x`."""
    devices: int
    """Accelerators of a machine."""
    memory: int
    """Memory of each accelerator, in bytes."""
    counts: Sequence[int]
    """How many machines can work together, ascending: EC2's any number with EFA and one without, but for those that are
    sold as UltraServers only; TPUs as slices."""
    joined: bool
    """Whether the accelerators of all machines are one domain, as in a slice of TPUs or an UltraServer."""
    topologies: Mapping[int, str]
    """By number of machines what they are called together: a slice's topology, such as 2x2x4, or an UltraServer's name;
    empty for machines that are sold alone."""


def kinds(region_name: str | None = None) -> Iterator[Kind]:
    """Every kind, or those that a region of AWS or Google offers. Raises UnknownFact for a region of neither."""
    if region_name in google_regions():
        zones = google_region(region_name or "").zones
        for machine in tpu_machines().values():
            if set(zones) & set(tpu_zones(machine.version.name)):
                yield _tpu(machine)
        return
    if region_name is not None and region_name not in regions():
        raise UnknownFact("region", region_name, [*regions(), *google_regions()])
    for each in accelerators().values():
        if region_name is None or zones_offering(each.instance_type, region_name):
            yield ec2_kind(each)
    if region_name is None:
        yield from map(_tpu, tpu_machines().values())


def ec2_kind(type_: Accelerator) -> Kind:
    """An accelerated machine of EC2."""
    memory = type_.accelerator_memory_mib * BYTES_PER_MIB
    domain = fabric_domain(type_.instance_type)
    sold_as: Mapping[int, str] = domain.sold_as if domain else {}
    most = MOST_MACHINES if type_.max_efa_interfaces else 1
    counts = tuple(sorted(sold_as)) or range(1, most + 1)
    return Kind(type_.instance_type, type_.accelerator, type_.devices, memory, counts, bool(sold_as), sold_as)


def tpu_kind(machine_type: str) -> Kind:
    """A machine of Google's with TPUs."""
    return _tpu(tpu_machines()[machine_type])


@cache
def _tpu(machine: TpuMachine) -> Kind:
    # The shape of a number of chips that comes first is the one with the shortest edges: neighbours are nearest.
    slices: dict[int, str] = {}
    for shape in shapes(machine.machine_type).values():
        slices.setdefault(prod(shape) // machine.chips, written(shape))
    counts = tuple(sorted(each for each in slices if each <= MOST_MACHINES))
    version = machine.version
    memory = version.hbm_gib_per_chip * BYTES_PER_GIB
    return Kind(
        machine.machine_type, f"TPU {version.name.removeprefix('tpu')}", machine.chips, memory, counts, True, slices
    )


def machine_price(kind: Kind, region_name: str | None = None) -> tuple[str, Price]:
    """The region and the on-demand price of a machine there; without a region asked for, of the cheapest known."""
    if kind.machine in tpu_machines():
        return _tpu_price(kind, region_name)
    where = region_name or next(iter(priced_regions(kind.machine)), "")
    price = instance_price(kind.machine, where) if where else NO_PRICE
    return where if price.known else "", price


def _tpu_price(kind: Kind, region_name: str | None) -> tuple[str, Price]:
    version = tpu_machines()[kind.machine].version.name
    places = [region_name] if region_name else sorted(google_regions())
    known = [(price.usd_per_hour, place, price) for place in places if (price := tpu_chip_price(version, place)).known]
    if not known:
        return "", NO_PRICE
    chip, where, price = min(known, key=lambda each: (each[0], each[1]))
    return where, Price((chip or 0) * kind.devices, price.source, price.as_of, price.note)
