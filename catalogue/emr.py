"""EMR: releases, limits of instance fleets, and sizes of EMR Serverless's workers; each table names its page."""

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
    hadoop: str
    """Version of Hadoop in it."""
    hive: str
    """Version of Hive in it; "" where no page says it yet."""

    def version_of(self, engine: str) -> str:
        """Version of spark, hadoop or hive in it."""
        return {"spark": self.spark, "hadoop": self.hadoop, "hive": self.hive}[engine]


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
    return {
        row["release_label"]: EmrRelease(*(row[key] for key in ("release_label", "spark", "hadoop", "hive")))
        for row in table("emr_releases")
    }


def emr_release(label: str) -> EmrRelease:
    """The release with this label; UnknownFact names the nearest one."""
    if label not in emr_releases():
        raise UnknownFact("EMR release", label, emr_releases())
    return emr_releases()[label]


@cache
def fleet_limits() -> Mapping[str, int]:
    """Limits of instance fleets, by name."""
    return {row["limit"]: int(row["value"]) for row in table("emr_fleet_limits")}


@cache
def worker_sizes() -> Mapping[int, WorkerSize]:
    """Sizes of workers by vCPUs."""
    columns = ("vcpus", "least_memory_gb", "most_memory_gb", "memory_step_gb")
    sizes = [WorkerSize(*(int(row[column]) for column in columns)) for row in table("emr_serverless_workers")]
    return {size.vcpus: size for size in sizes}
