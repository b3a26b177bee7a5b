"""How many machines of each kind hold a model, and what they cost.

Serving: within a machine the layers are shared by accelerators (tensor parallelism), across machines each has some of
the layers (pipeline parallelism): the traffic of the first needs the accelerators' own links. The chips of a slice of
TPUs are joined by such links through all its machines, and share the layers. Training: weights, gradients
and optimiser state are spread over all accelerators (ZeRO stage 3), and the sequences of a step too.
Machines are whole, and several only of a kind with EFA: without it the network is the whole time of a step. What each
accelerator keeps free for the runtime is the caller's assumption.
"""

from dataclasses import dataclass
from math import ceil

from catalogue.kinds import Kind, kinds, machine_price
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
from catalogue.prices import Price

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

    kind: Kind
    machines: int
    used: int
    """Accelerators used, of all machines."""
    share: float
    """Part of each accelerator's memory that is taken, of 1."""
    weights_only: bool
    """Whether the accelerator keeps weights in the format and computes in another."""
    region: str
    """Region of the price: the one asked for, or the cheapest known; empty where no price is known."""
    price: Price
    """Of one machine."""

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

    region_name: only machines offered there, with its prices; a region of AWS or of Google. Raises UnknownFact for a
    region of neither.
    """
    found = [fit for kind in kinds(region_name) if (fit := least(work, kind, region_name))]
    return sorted(found, key=_cheapest)


def simplest_of_each(found: list[Fit]) -> list[Fit]:
    """Of each model of accelerator the kind that needs the fewest machines, then the cheapest; in the same order."""
    simplest: dict[str, Fit] = {}
    for each in sorted(found, key=lambda fit: fit.machines):
        simplest.setdefault(each.kind.accelerator, each)
    return [each for each in found if simplest[each.kind.accelerator] is each]


def least(work: Work, kind: Kind, region_name: str | None = None) -> Fit | None:
    """The fewest machines of a kind that hold the work; None where none do, or the accelerator has not the format."""
    formats = precisions(kind.accelerator)
    if not formats.takes(work.dtype):
        return None
    held = _trained(work, kind) if work.training else _served(work, kind)
    if held is None:
        return None
    machines, used, taken = held
    where, price = machine_price(kind, region_name)
    return Fit(kind, machines, used, taken / kind.memory, work.dtype in formats.weights_only, where, price)


def _served(work: Work, kind: Kind) -> tuple[int, int, float] | None:
    """Machines, accelerators used of all of them, and bytes on each."""
    usable = kind.memory * (1 - work.overhead)
    for machines in kind.counts:
        stages = 1 if kind.joined else machines
        if stages > work.model.layers:
            return None
        part = ceil(work.model.layers / stages) / work.model.layers
        for sharing in splits(work.model, kind.devices * machines // stages):
            cache = work.sequence * work.batch / cache_shards(work.model, sharing)
            taken = part * (work.weights / sharing + cache)
            if taken <= usable:
                return machines, sharing * stages, taken
    return None


def _trained(work: Work, kind: Kind) -> tuple[int, int, float] | None:
    usable = kind.memory * (1 - work.overhead)
    for machines in kind.counts:
        spread = machines * kind.devices
        taken = work.weights / spread + work.sequence * ceil(work.batch / spread)
        if taken <= usable:
            return machines, spread, taken
    return None


def _cheapest(fit: Fit) -> tuple[bool, float, int, str]:
    cost = fit.usd_per_hour
    return cost is None, cost or 0, fit.machines * fit.kind.devices, fit.kind.machine
