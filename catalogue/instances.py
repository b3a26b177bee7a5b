"""Instance types: their size, their network cards, and the accelerators in them.

Source: EC2 DescribeInstanceTypes (see `data/sources.csv`), corrected by `data/corrections.csv`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact

MIB_PER_GIB = 1024
_GIGABIT = re.compile(r"(?:Up to )?(?:(\d+)x )?(\d+(?:\.\d+)?) Gigabit")


@dataclass(frozen=True, slots=True)
class NetworkCard:
    """A network card of an instance type."""

    index: int
    """Place of the card, from 0; the primary interface is on card 0."""
    interface_types: tuple[str, ...]
    """Kinds of interface the card takes: interface, efa, efa-only."""
    max_interfaces: int
    """Interfaces the card takes at most."""
    baseline_gbps: float
    """Bandwidth the card always has, in gigabits a second; 0 where the source does not say."""
    peak_gbps: float
    """Bandwidth the card has at best, in gigabits a second; 0 where the source does not say."""
    shares_with: int | None = None
    """Card whose bandwidth this one has a part of; None for a card with bandwidth of its own."""


@dataclass(frozen=True, slots=True)
class InstanceType:
    """A size of machine."""

    instance_type: str
    vcpus: int
    memory_mib: int
    architecture: str
    """x86_64 or arm64."""
    bare_metal: bool
    current_generation: bool
    network_performance: str
    """The source's own words, such as `Up to 12.5 Gigabit`."""
    baseline_gbps: float
    """Bandwidth the machine always has, in gigabits a second."""
    max_network_interfaces: int
    ipv4_per_interface: int
    network_card_count: int
    max_efa_interfaces: int
    nvme_disks: int
    """Local disks; 0 where there are none."""
    nvme_gb_each: int
    ebs_max_mbps: int
    """Bandwidth to EBS at best, in megabits a second."""
    usage_classes: tuple[str, ...]
    """Ways to buy it: on-demand, spot, capacity-block."""
    placement_strategies: tuple[str, ...]

    @property
    def family(self) -> str:
        """The part before the dot, such as p5 or p6-b200."""
        return self.instance_type.partition(".")[0]

    @property
    def peak_gbps(self) -> float:
        """Bandwidth the machine has at best, in gigabits a second, by the source's own words; 0 where it has none.

        What the source says of single cards does not always add up to it: 8 cards of 200 in a p6-b200 of 3200.
        """
        found = _GIGABIT.fullmatch(self.network_performance)
        return float(found[2]) * int(found[1] or 1) if found else 0


@dataclass(frozen=True, slots=True)
class Accelerator:
    """An instance type with accelerators: what they are, and the machine around them."""

    instance_type: str
    accelerator: str
    """Maker and model, such as `NVIDIA H100`."""
    accelerator_count: float
    """Accelerators of the machine; a fraction where it has a part of one."""
    accelerator_memory_mib: int
    """Memory of each accelerator, or of the part of it that the machine has."""
    host: InstanceType
    """The machine without its accelerators."""
    network_cards: tuple[NetworkCard, ...]

    @property
    def family(self) -> str:
        return self.host.family

    @property
    def architecture(self) -> str:
        """Processor of the host: x86_64 or arm64."""
        return self.host.architecture

    @property
    def max_efa_interfaces(self) -> int:
        return self.host.max_efa_interfaces

    @property
    def nvme_disks(self) -> int:
        return self.host.nvme_disks

    @property
    def usage_classes(self) -> tuple[str, ...]:
        return self.host.usage_classes

    @property
    def maker(self) -> str:
        """NVIDIA, AWS, Qualcomm or Xilinx."""
        first = self.accelerator.split()[0]
        return first if first in ("NVIDIA", "Qualcomm", "Xilinx") else "AWS"

    @property
    def devices(self) -> int:
        """Devices Kubernetes counts: a part of an accelerator is one device."""
        return max(1, int(self.accelerator_count))

    @property
    def total_memory_mib(self) -> int:
        """Accelerator memory of the machine."""
        return self.devices * self.accelerator_memory_mib


def instance_type(name: str) -> InstanceType:
    """The machine of that name."""
    found = instance_types().get(name)
    if found is None:
        raise UnknownFact("instance type", name, instance_types())
    return found


def why_unplaceable(name: str) -> str:
    """Why no stack can place a type that exists; empty for any other."""
    return next((row["why"] for row in table("unplaceable_types") if row["instance_type"] == name), "")


def accelerator(name: str) -> Accelerator:
    """The accelerated machine of that name."""
    found = accelerators().get(name)
    if found is None:
        kind = "accelerated instance type" if name in instance_types() else "instance type"
        raise UnknownFact(kind, name, accelerators())
    return found


def network_cards(name: str) -> tuple[NetworkCard, ...]:
    """The network cards of a machine, card 0 first."""
    cards = _cards().get(name)
    if cards is not None:
        return cards
    # The table of cards has every type with EFA or several cards; any other has one card for plain interfaces.
    host = instance_type(name)
    return (NetworkCard(0, ("interface",), host.max_network_interfaces, host.baseline_gbps, host.baseline_gbps),)


@cache
def instance_types() -> Mapping[str, InstanceType]:
    """Every machine, by name."""
    return {row["instance_type"]: _instance_type(row) for row in _rows("instance_types")}


@cache
def accelerators() -> Mapping[str, Accelerator]:
    """Every accelerated machine, by name."""
    return {
        row["instance_type"]: Accelerator(
            row["instance_type"],
            row["accelerator"],
            float(row["acc_count"]),
            int(row["acc_mem_mib_each"]),
            instance_type(row["instance_type"]),
            network_cards(row["instance_type"]),
        )
        for row in _rows("accelerators")
        if row["accelerator"]
    }


@cache
def efa_limits() -> Mapping[str, int]:
    """EFA interfaces each type with EFA takes at most, by name."""
    return {row["instance_type"]: int(row["max_efa_interfaces_of_type"]) for row in _rows("network_cards")}


@cache
def _cards() -> Mapping[str, tuple[NetworkCard, ...]]:
    found: dict[str, list[NetworkCard]] = {}
    for row in _rows("network_cards"):
        card = NetworkCard(
            int(row["card_index"]),
            tuple(row["interface_types"].split("+")),
            int(row["max_interfaces"]),
            float(row["baseline_gbps"] or 0),
            float(row["peak_gbps"] or 0),
            int(row["shares_with"]) if row.get("shares_with") else None,
        )
        found.setdefault(row["instance_type"], []).append(card)
    return {name: tuple(sorted(cards, key=lambda card: card.index)) for name, cards in found.items()}


def _rows(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows as the API has them, and those of types it has no copy of, from AWS's documentation."""
    return (*table(name), *table(f"documented_{name}"))


def _instance_type(row: Mapping[str, str]) -> InstanceType:
    return InstanceType(
        instance_type=row["instance_type"],
        vcpus=int(row["vcpu"]),
        memory_mib=int(row["memory_mib"]),
        architecture=row["arch"],
        bare_metal=row["bare_metal"] == "True",
        current_generation=row["current_generation"] == "True",
        network_performance=row["network_performance"],
        baseline_gbps=float(row["baseline_gbps"] or 0),
        max_network_interfaces=int(row["max_enis"]),
        ipv4_per_interface=int(row["ipv4_per_eni"]),
        network_card_count=int(row["network_cards"]),
        max_efa_interfaces=int(row["efa_interfaces"]),
        nvme_disks=int(row["nvme_count"] or 0),
        nvme_gb_each=int(row["nvme_gb_each"] or 0),
        ebs_max_mbps=int(row["ebs_max_mbps"]),
        usage_classes=tuple(row["usage_classes"].split("/")),
        placement_strategies=tuple(row["placement_strategies"].split("/")),
    )
