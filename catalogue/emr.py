"""EMR: releases, and the sizes of EMR Serverless's workers. Each table names the page it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class EmrRelease:
    """A release of EMR."""

    release_label: str
    spark: str
    """Version of Spark in it."""


@dataclass(frozen=True, slots=True)
class WorkerSize:
    """What a worker with a number of vCPUs may have of memory, in GB."""

    vcpus: int
    least_memory_gb: int
    most_memory_gb: int
    memory_step_gb: int

    def has(self, memory_gb: float) -> bool:
        """Whether a worker of this size may have this memory."""
        within = self.least_memory_gb <= memory_gb <= self.most_memory_gb
        return within and (memory_gb - self.least_memory_gb) % self.memory_step_gb == 0


@cache
def emr_releases() -> Mapping[str, EmrRelease]:
    """Releases by label, oldest first."""
    return {row["release_label"]: EmrRelease(row["release_label"], row["spark"]) for row in table("emr_releases")}


def emr_release(label: str) -> EmrRelease:
    """The release with this label; UnknownFact names the nearest one."""
    if label not in emr_releases():
        raise UnknownFact("EMR release", label, emr_releases())
    return emr_releases()[label]


@cache
def worker_sizes() -> Mapping[int, WorkerSize]:
    """Sizes of workers by vCPUs."""
    columns = ("vcpus", "least_memory_gb", "most_memory_gb", "memory_step_gb")
    sizes = [WorkerSize(*(int(row[column]) for column in columns)) for row in table("emr_serverless_workers")]
    return {size.vcpus: size for size in sizes}
