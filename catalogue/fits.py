"""How many machines of each kind hold a model, and what they cost.

Serving: within a machine the layers are shared by accelerators (tensor parallelism), across machines each has some of
the layers (pipeline parallelism): the traffic of the first needs the machine's own links. Training: weights, gradients
and optimiser state are spread over all accelerators (ZeRO stage 3), and the sequences of a step too.
Machines are whole, and several only of a kind with EFA: without it the network is the whole time of a step. What each
accelerator keeps free for the runtime is the caller's assumption.
"""

from dataclasses import dataclass
from math import ceil

from catalogue.instances import Accelerator, accelerators
from catalogue.model_memory import (
    activation_bytes,
    cache_bytes,
    cache_shards,
    splits,
    training_bytes,
    weight_bytes,
)
from catalogue.models import Model
from catalogue.precisions import precisions
from catalogue.prices import Price, instance_price, priced_regions
from catalogue.regions import region, zones_offering

BYTES_PER_MIB = 1024**2
# More machines than anyone rents to hold a model: a kind that needs them is left out.
MOST_MACHINES = 1024
# vLLM's own default leaves as much: gpu_memory_utilization 0.9 (https://docs.vllm.ai/en/stable/configuration/).
OVERHEAD = 0.1


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of the machines."""

    model: Model
    dtype: str
    """Format of the weights: bf16, fp16, fp8 or mxfp4."""
    training: bool = False
    context: int = 8192
    """Tokens of a sequence."""
    batch: int = 1
    """Sequences at a time, over all machines; training has at least one on each accelerator."""
    cache_dtype: str = "bf16"
    """Format of keys and values."""
    overhead: float = OVERHEAD
    """Part of each accelerator's memory that is kept free: runtime, buffers, fragments."""

    @property
    def weights(self) -> int:
        """Bytes of the weights; when training, with gradients and optimiser state."""
        return training_bytes(self.model) if self.training else weight_bytes(self.model, self.dtype)

    @property
    def sequence(self) -> int:
        """Bytes of one sequence: keys and values; when training, activations."""
        if self.training:
            return activation_bytes(self.model, self.context)
        return cache_bytes(self.model, self.context, self.cache_dtype)


@dataclass(frozen=True, slots=True)
class Fit:
    """The fewest machines of a kind that hold the work."""

    accelerator: Accelerator
    machines: int
    used: int
    """Accelerators used of each machine."""
    share: float
    """Part of each accelerator's memory that is taken, of 1."""
    weights_only: bool
    """Whether the accelerator keeps weights in the format and computes in another."""
    region: str
    """Region of the price: the one asked for, or the cheapest known; empty where no price is known."""
    price: Price

    @property
    def usd_per_hour(self) -> float | None:
        """All machines together; None where the price is not known."""
        return None if self.price.usd_per_hour is None else self.price.usd_per_hour * self.machines


def check(work: Work) -> None:
    """Refuses what cannot be asked: UnknownFact for a format, ValueError for one that does not go with the rest."""
    weight_bytes(work.model, work.dtype)
    cache_bytes(work.model, work.context, work.cache_dtype)
    if work.dtype == "mxfp4" and not work.model.expert_parameters:
        raise ValueError(f"mxfp4 is for models with experts, and {work.model.name} has none; fp8 is right")
    if work.dtype == "mxfp4" and work.training:
        raise ValueError("a model is not trained in mxfp4; bf16 is right")


def fits(work: Work, region_name: str | None = None) -> list[Fit]:
    """The kinds of machine that can hold the work, the cheapest first and those without a known price last.

    region_name: only machines offered there, with its prices. Raises UnknownFact for a region that does not exist.
    """
    if region_name is not None:
        region(region_name)
    found = []
    for each in accelerators().values():
        if region_name is None or zones_offering(each.instance_type, region_name):
            fit = least(work, each, region_name)
            found += [fit] if fit else []
    return sorted(found, key=_cheapest)


def simplest_of_each(found: list[Fit]) -> list[Fit]:
    """Of each model of accelerator the kind that needs the fewest machines, then the cheapest; in the same order."""
    simplest: dict[str, Fit] = {}
    for each in sorted(found, key=lambda fit: fit.machines):
        simplest.setdefault(each.accelerator.accelerator, each)
    return [each for each in found if simplest[each.accelerator.accelerator] is each]


def least(work: Work, kind: Accelerator, region_name: str | None = None) -> Fit | None:
    """The fewest machines of a kind that hold the work; None where none do, or the accelerator has not the format."""
    formats = precisions(kind.accelerator)
    if not formats.takes(work.dtype):
        return None
    held = _trained(work, kind) if work.training else _served(work, kind)
    if held is None:
        return None
    machines, used, taken = held
    where = region_name or next(iter(priced_regions(kind.instance_type)), "")
    price = instance_price(kind.instance_type, where) if where else Price(None, "", "", "no source found")
    share = taken / (kind.accelerator_memory_mib * BYTES_PER_MIB)
    return Fit(kind, machines, used, share, work.dtype in formats.weights_only, where if price.known else "", price)


def _served(work: Work, kind: Accelerator) -> tuple[int, int, float] | None:
    """Machines, accelerators used of each, and bytes on each accelerator."""
    usable = _usable(work, kind)
    layers = work.model.layers
    ways = splits(work.model, kind.devices)
    for machines in range(1, min(layers, _most_machines(kind)) + 1):
        part = ceil(layers / machines) / layers
        for used in ways:
            cache = work.sequence * work.batch / cache_shards(work.model, used)
            taken = part * (work.weights / used + cache)
            if taken <= usable:
                return machines, used, taken
    return None


def _trained(work: Work, kind: Accelerator) -> tuple[int, int, float] | None:
    usable = _usable(work, kind)
    for machines in range(1, _most_machines(kind) + 1):
        spread = machines * kind.devices
        taken = work.weights / spread + work.sequence * ceil(work.batch / spread)
        if taken <= usable:
            return machines, kind.devices, taken
    return None


def _most_machines(kind: Accelerator) -> int:
    return MOST_MACHINES if kind.max_efa_interfaces else 1


def _usable(work: Work, kind: Accelerator) -> float:
    return kind.accelerator_memory_mib * BYTES_PER_MIB * (1 - work.overhead)


def _cheapest(fit: Fit) -> tuple[bool, float, int, str]:
    cost = fit.usd_per_hour
    return cost is None, cost or 0, fit.machines * fit.accelerator.devices, fit.accelerator.instance_type
