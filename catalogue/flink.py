"""Managed Service for Apache Flink: its runtimes, and what tells that an application of one is down."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@dataclass(frozen=True, slots=True)
class FlinkRuntime:
    """A runtime by the name the service has for it."""

    name: str
    offered: bool
    """Whether it is for new applications."""
    down_metrics: tuple[str, ...]
    """Metrics of CloudWatch, in milliseconds, that are above 0 while an application does not run."""


@cache
def flink_runtimes() -> Mapping[str, FlinkRuntime]:
    """Every runtime applications run on, oldest first."""
    return {
        row["runtime"]: FlinkRuntime(row["runtime"], row["offered"] == "yes", tuple(row["down_metrics"].split()))
        for row in table("flink_runtimes")
    }


def flink_runtime(name: str) -> FlinkRuntime:
    """A runtime by the service's name. Raises UnknownFact."""
    if name not in flink_runtimes():
        raise UnknownFact("runtime of Managed Flink", name, flink_runtimes())
    return flink_runtimes()[name]
