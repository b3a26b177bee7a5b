"""From what accelerators do to the file system that keeps up with them: the one way to plan storage.

The component that declares the file system, the checks of stack files and the command that shows the plan all ask here,
so what is shown is what is made.
"""

from dataclasses import dataclass

from catalogue.lustre import lustre_limit
from components.storage.lustre_offers import offered_tiers, refuse_slow_disks
from components.storage.lustre_plan import LustrePlan, plan_lustre
from components.storage.storage_need import CheckpointWrites, StorageNeed, TrainingReads, storage_need


@dataclass(frozen=True, slots=True)
class Feed:
    """What is to be fed, and with what."""

    accelerators: int
    accelerators_per_node: int
    """Those of the largest node."""
    gigabytes_per_second_per_accelerator: float | None = None
    """What each accelerator reads, in GB/s; either this or `training`."""
    training: TrainingReads | None = None
    checkpoint: CheckpointWrites | None = None
    dataset_bytes: float = 0

    @property
    def need(self) -> StorageNeed:
        """What the file system must do. Raises NeedError where that contradicts itself."""
        return storage_need(
            self.accelerators,
            self.accelerators_per_node,
            gigabytes_per_second_per_accelerator=self.gigabytes_per_second_per_accelerator,
            training=self.training,
            checkpoint=self.checkpoint,
            dataset_bytes=self.dataset_bytes,
            opens_per_metadata_iops=lustre_limit("opens_per_metadata_iops"),
        )


def plan_throughput(
    feed: Feed,
    *,
    region_name: str,
    deployment_type: str,
    storage_type: str,
    efa: bool = False,
    quota_gib: int | None = None,
) -> LustrePlan:
    """The cheapest file system of that kind that feeds them. Raises NeedError where none does."""
    need = feed.need
    tiers = offered_tiers(deployment_type, storage_type, efa=efa, region_name=region_name)
    refuse_slow_disks(storage_type, feed.training)
    return plan_lustre(need, tiers, quota_gib)
