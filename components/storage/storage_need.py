"""What a file system must do for the accelerators it feeds: read, write, hold and open at a pace that stops none.

Arithmetic only. GB and MB are decimal, GiB binary; a step of training reads one batch for each accelerator.
"""

from dataclasses import dataclass
from math import ceil
from typing import NotRequired, TypedDict

BYTES_PER_MB = 1_000_000
BYTES_PER_GIB = 1_024**3
MB_PER_GB = 1_000
MBPS_PER_GBPS = 125
"""Megabytes a second in a gigabit a second."""
CHECKPOINTS_KEPT = 2
"""The one being written, and the one before it: a checkpoint cut off half way is none."""
MOST_GIGABYTES_PER_SECOND_EACH = 100.0


class TrainingReads(TypedDict):
    """What a training step reads."""

    batch_bytes_per_accelerator: float
    """Bytes each accelerator reads for a step."""
    step_seconds: float
    """Time of a step, in seconds; a batch must be there before it ends."""
    files_per_step: NotRequired[float]
    """Files each accelerator opens for a step. Default: 0, large files that stay open."""


class CheckpointWrites(TypedDict):
    """What a checkpoint writes."""

    bytes: float
    """Size of a whole checkpoint: weights and optimiser state of all shards, in bytes."""
    interval_seconds: float
    """Time from one checkpoint to the next, in seconds."""
    allowed_stall_seconds: float
    """Seconds training may stand still while one is written; 0: none, it is written in the background."""
    kept: NotRequired[int]
    """Checkpoints the file system holds at a time. Default: 2, the one being written and the one before it."""


class NeedError(ValueError):
    """A need that cannot be met. `key` names the input at fault, `wrong` and `right` are halves of the sentence."""

    def __init__(self, key: str, wrong: str, right: str) -> None:
        super().__init__(f"{key} {wrong}; {right}")
        self.key, self.wrong, self.right = key, wrong, right


@dataclass(frozen=True, slots=True)
class StorageNeed:
    """What the file system must do."""

    read_megabytes_per_second: float = 0
    """Of all accelerators together."""
    write_megabytes_per_second: float = 0
    """While a checkpoint is written, of all nodes together."""
    writes_beside_reads: bool = False
    """Whether training goes on while a checkpoint is written, so that both come at once."""
    dataset_gib: float = 0
    checkpoints_gib: float = 0
    metadata_iops: int = 0
    """Metadata IOPS that opening files takes; 0 where it does not matter."""
    node_share: float = 1
    """Part of all that which the largest node reads and writes, above 0 to 1."""

    @property
    def megabytes_per_second(self) -> float:
        """What the file system must deliver at any one time."""
        both = self.read_megabytes_per_second, self.write_megabytes_per_second
        return sum(both) if self.writes_beside_reads else max(both)

    @property
    def client_gbps(self) -> float:
        """What the largest node reads or writes, in gigabits a second."""
        return self.megabytes_per_second * self.node_share / MBPS_PER_GBPS

    @property
    def capacity_gib(self) -> float:
        """What it must hold."""
        return self.dataset_gib + self.checkpoints_gib


def storage_need(
    accelerators: int,
    accelerators_per_node: int,
    *,
    gigabytes_per_second_per_accelerator: float | None = None,
    training: TrainingReads | None = None,
    checkpoint: CheckpointWrites | None = None,
    dataset_bytes: float = 0,
    opens_per_metadata_iops: float = 2,
) -> StorageNeed:
    """The need of a pool: reads as a rate or from a training step, writes from its checkpoints.

    accelerators_per_node: those of the largest node; each reads its own batches and writes its own shard.

    Training that stands still for a checkpoint reads nothing meanwhile, so the need is the larger of both. With no
    stall allowed the checkpoint is written over the whole interval beside the reads, so the need is their sum.
    """
    if accelerators < 1:
        raise NeedError("accelerators_to_feed", f"is {accelerators}", "1 or more is right")
    if not 1 <= accelerators_per_node <= accelerators:
        raise NeedError("accelerators_per_node", f"is {accelerators_per_node}", f"1 to {accelerators} is right")
    each = _read_each(gigabytes_per_second_per_accelerator, training)
    write, beside = _write(checkpoint)
    opens = accelerators * training.get("files_per_step", 0) / training["step_seconds"] if training else 0
    kept = checkpoint.get("kept", CHECKPOINTS_KEPT) if checkpoint else 0
    return StorageNeed(
        read_megabytes_per_second=accelerators * each,
        write_megabytes_per_second=write,
        writes_beside_reads=beside,
        dataset_gib=dataset_bytes / BYTES_PER_GIB,
        checkpoints_gib=kept * checkpoint["bytes"] / BYTES_PER_GIB if checkpoint else 0,
        metadata_iops=ceil(opens / opens_per_metadata_iops),
        node_share=accelerators_per_node / accelerators,
    )


def _read_each(direct: float | None, training: TrainingReads | None) -> float:
    """Megabytes a second of one accelerator."""
    if (direct is None) == (training is None):
        both = "is given beside 'training'" if training else "and 'training' are missing"
        raise NeedError("gigabytes_per_second_per_accelerator", both, "give one of the two")
    if training is None:
        assert direct is not None
        each, key, how = direct, "gigabytes_per_second_per_accelerator", f"is {direct:g}"
    else:
        for name in ("batch_bytes_per_accelerator", "step_seconds"):
            _above_zero(f"training.{name}", training[name])
        each = training["batch_bytes_per_accelerator"] / training["step_seconds"] / BYTES_PER_MB / MB_PER_GB
        key, how = "training", f"asks for {each:g} GB/s for each accelerator"
    if not 0 < each <= MOST_GIGABYTES_PER_SECOND_EACH:
        raise NeedError(key, how, f"above 0 and up to {MOST_GIGABYTES_PER_SECOND_EACH:g} GB/s is right")
    return each * MB_PER_GB


def _write(checkpoint: CheckpointWrites | None) -> tuple[float, bool]:
    """Megabytes a second of writing, and whether reads go on meanwhile."""
    if checkpoint is None:
        return 0, False
    size, interval, stall = checkpoint["bytes"], checkpoint["interval_seconds"], checkpoint["allowed_stall_seconds"]
    _above_zero("checkpoint.bytes", size)
    _above_zero("checkpoint.interval_seconds", interval)
    if stall < 0:
        raise NeedError("checkpoint.allowed_stall_seconds", f"is {stall:g}", "0 or more is right")
    if stall > interval:
        wrong = f"is {stall:g}, longer than the {interval:g} s from one checkpoint to the next"
        raise NeedError("checkpoint.allowed_stall_seconds", wrong, f"{interval:g} or less is right")
    if checkpoint.get("kept", CHECKPOINTS_KEPT) < 1:
        raise NeedError("checkpoint.kept", f"is {checkpoint.get('kept')}", "1 or more is right")
    return size / BYTES_PER_MB / (stall or interval), not stall


def _above_zero(key: str, value: float) -> None:
    if not value > 0:
        raise NeedError(key, f"is {value:g}", "a number above 0 is right")
