"""The units (KPUs) an application of Managed Flink runs on: how many its tasks and its state take.

A unit is 1 vCPU, 4 GB of memory and 50 GB of disk. Sizes are decimal, as the service counts them.
"""

from dataclasses import dataclass
from math import ceil

from catalogue.streams import stream_limit
from components.storage.storage_need import NeedError


@dataclass(frozen=True, slots=True)
class KpuPlan:
    """What an application starts with, and how far it can grow by itself."""

    kpus: int
    """Units it starts with."""
    charged_kpus: int
    """Units that are paid for: one more, which conducts the others."""
    memory_gb: int
    storage_gb: int
    most_parallelism: int
    """Tasks automatic scaling can go up to within the quota."""


def plan_kpus(
    parallelism: int, parallelism_per_kpu: int, state_gb: float = 0, quota_kpus: int | None = None
) -> KpuPlan:
    """The units for so many tasks, so many to a unit. Raises NeedError where the quota or the state forbids it.

    parallelism: 1 or more. state_gb: what the program remembers, in GB; it lies on the units' disks.
    quota_kpus: units an application may have; default: what every account has.
    """
    most = int(stream_limit("flink_kpus")) if quota_kpus is None else quota_kpus
    densest = int(stream_limit("flink_tasks_per_kpu"))
    if not 1 <= parallelism_per_kpu <= densest:
        raise NeedError("parallelism_per_kpu", f"is {parallelism_per_kpu}", f"1 to {densest} is right")
    kpus = ceil(parallelism / parallelism_per_kpu)
    if kpus > most:
        raise NeedError(
            "parallelism",
            f"is {parallelism} with {parallelism_per_kpu} to a unit, and the quota is {most} units",
            f"at most {most * parallelism_per_kpu} is right, or a higher quota_kpus once it is granted",
        )
    each = int(stream_limit("flink_storage_gb_per_kpu"))
    if state_gb > kpus * each:
        needed = ceil(state_gb / each)
        if needed > most:
            right = f"at most {most * each} is what the quota of {most} units holds"
        else:
            right = f"{(needed - 1) * parallelism_per_kpu + 1} or more in parallelism is right"
        raise NeedError("state_gb", f"is {state_gb:g}, and {kpus} units hold {kpus * each} GB", right)
    memory = kpus * int(stream_limit("flink_memory_gb_per_kpu"))
    charged = kpus + int(stream_limit("flink_orchestration_kpus"))
    return KpuPlan(kpus, charged, memory, kpus * each, most * parallelism_per_kpu)
