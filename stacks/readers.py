"""What a file system feeds: the nodes and accelerators of its pools, and the one zone they are in."""

from dataclasses import dataclass

from catalogue.instances import accelerators, instance_types, network_cards
from components.storage.storage_need import CheckpointWrites, TrainingReads
from components.storage.throughput_plan import Feed
from stacks.sections.compute import AcceleratorPool
from stacks.sections.storage import Checkpoint, Filesystem, Training
from stacks.settings import Settings


@dataclass(frozen=True, slots=True)
class Readers:
    """The nodes that read from one file system: of each pool `max_nodes`, whichever step they come from."""

    pools: dict[str, AcceleratorPool]
    accelerators: int
    """Devices that read at a time; a node without any is one reader."""
    accelerators_per_node: int
    """Those of the largest node."""
    nodes: int
    zone: str


def readers(settings: Settings, filesystem: Filesystem) -> Readers:
    """The readers of a file system whose pools exist."""
    pools = {name: settings.accelerator_pools[name] for name in filesystem.pools}
    return Readers(
        pools,
        sum(pool.max_nodes * devices(pool.instance_type) for pool in pools.values()),
        max(devices(pool.instance_type) for pool in pools.values()),
        sum(pool.max_nodes for pool in pools.values()),
        zone_of(next(iter(pools.values()))),
    )


def zone_of(pool: AcceleratorPool) -> str:
    """The zone a file system for the pool belongs into: where its nodes start."""
    return pool.zones[0]


def other_zones(pool: AcceleratorPool) -> tuple[str, ...]:
    """Zones its nodes may come in where those of the first step have none; from there they read across zones."""
    return tuple(zone for zone in pool.zones if zone != zone_of(pool))


def devices(instance_type: str) -> int:
    """Accelerators of a node that read for themselves; 1 where it has none."""
    found = accelerators().get(instance_type)
    return found.devices if found else 1


def node_gbps(instance_type: str, *, efa: bool) -> float:
    """Network a node reaches storage over, in gigabits a second; 0 where the catalogue does not know.

    Ordinary traffic goes over the primary interface, on card 0; EFA over all cards.
    """
    found = instance_types().get(instance_type)
    if found is None:
        return 0
    return found.baseline_gbps if efa else network_cards(instance_type)[0].baseline_gbps


def has_efa(instance_type: str) -> bool:
    found = instance_types().get(instance_type)
    return found is not None and found.max_efa_interfaces > 0


def feed(filesystem: Filesystem, fed: Readers) -> Feed:
    """What the planner of storage is asked for this file system."""
    return Feed(
        fed.accelerators,
        fed.accelerators_per_node,
        filesystem.gigabytes_per_second_per_accelerator,
        training_reads(filesystem.training) if filesystem.training else None,
        checkpoint_writes(filesystem.checkpoint) if filesystem.checkpoint else None,
        filesystem.dataset_bytes,
    )


def training_reads(training: Training) -> TrainingReads:
    return {
        "batch_bytes_per_accelerator": training.batch_bytes_per_accelerator,
        "step_seconds": training.step_seconds,
        "files_per_step": training.files_per_step,
    }


def checkpoint_writes(checkpoint: Checkpoint) -> CheckpointWrites:
    return {
        "bytes": checkpoint.bytes,
        "interval_seconds": checkpoint.interval_seconds,
        "allowed_stall_seconds": checkpoint.allowed_stall_seconds,
        "kept": checkpoint.kept,
    }
