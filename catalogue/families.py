"""Families of accelerator nodes: what each needs of its image and its cluster, and how its devices are asked for.

A family is in one row of `data/accelerator_families.csv`, what families of a kind share in one of
`data/accelerator_kinds.csv`. Families of machines for high-performance computing are among them: they have no
accelerator, and are bought and joined by EFA as accelerated ones are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.instances import Accelerator, accelerator, accelerators, instance_types, network_cards
from catalogue.tables import table
from catalogue.unknown import UnknownFact

NO_ACCELERATOR = "CPU"


@dataclass(frozen=True, slots=True)
class Kind:
    """What families with accelerators of one make share."""

    kind: str
    """nvidia, nvidia_imex (GPUs of several nodes in one NVLink domain), neuron, qualcomm, fpga or cpu_hpc."""
    image_kind: str
    """Kind of the EKS image that has the driver; empty where none has it."""
    resource: str
    """Resource a pod asks for, such as nvidia.com/gpu; empty where no device plugin counts the devices."""
    taint: str
    """Key that keeps other pods away; the resource's own where there is one: pods that ask for it tolerate it."""
    needs: tuple[str, ...]
    """What has to run in the cluster before a pod can use the devices."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of machines, such as p5 or p6-b200."""

    family: str
    kind: Kind
    image_since: str
    """First day whose release of the EKS image can run it, as YYYYMMDD; empty where every pinned release can."""
    refused: str
    """Why no pool can be made of it; empty where one can."""
    instead: str
    """What is right instead of a family that is refused."""


def family(name: str) -> Family:
    """The family of that name."""
    found = families().get(name)
    if found is None:
        raise UnknownFact("family of accelerator nodes", name, families())
    return found


def pool_type(name: str) -> Accelerator:
    """The machine of that name, if an accelerator pool may be made of it; without accelerators it has 0 of `CPU`."""
    if name in accelerators():
        return accelerator(name)
    host = instance_types().get(name)
    if host is None or host.family not in families():
        return accelerator(name)  # which says what there is instead
    return Accelerator(name, NO_ACCELERATOR, 0, 0, host, network_cards(name))


@cache
def pool_types() -> tuple[str, ...]:
    """Every machine an accelerator pool can be made of, by name."""
    usable = {name for name, each in families().items() if not each.refused}
    return tuple(sorted(name for name, each in instance_types().items() if each.family in usable))


def mig_profiles(type_: Accelerator) -> Mapping[str, int]:
    """Parts each GPU of a machine can be split into (Multi-Instance GPU), and how many of them fill it."""
    return _mig_profiles().get((type_.accelerator, type_.accelerator_memory_mib), {})


def mig_accelerators() -> tuple[str, ...]:
    """The accelerators that can be split."""
    return tuple(sorted({name for name, _ in _mig_profiles()}))


@cache
def families() -> Mapping[str, Family]:
    """Every family, by name."""
    kinds = {
        row["kind"]: Kind(row["kind"], row["image_kind"], row["resource"], row["taint"], tuple(row["needs"].split()))
        for row in table("accelerator_kinds")
    }
    return {
        row["family"]: Family(row["family"], kinds[row["kind"]], row["image_since"], row["refused"], row["instead"])
        for row in table("accelerator_families")
    }


@cache
def _mig_profiles() -> Mapping[tuple[str, int], Mapping[str, int]]:
    found: dict[tuple[str, int], dict[str, int]] = {}
    for row in table("mig_profiles"):
        key = (row["accelerator"], int(row["acc_mem_mib_each"]))
        found.setdefault(key, {})[row["profile"]] = int(row["instances"])
    return found
