"""Local NVMe disks filled from S3, instead of a shared file system: whether the data fit, and what it costs a month.

The disks are in the machines' price. What is paid for is the data in S3, the requests that fill the disks, and those
that bring checkpoints to S3. Data that every node must see change at once need a file system; this is for data that
are read again and again.
"""

from dataclasses import dataclass
from math import ceil

from catalogue.service_prices import service_price
from components.storage.storage_need import MBPS_PER_GBPS, CheckpointWrites

# Ranges of a GET and parts of an upload:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-guidelines.html
GET_BYTES = 8 * 1024**2
PART_BYTES = 64 * 1024**2
FILLS_PER_MONTH = 4
"""Times a month the disks are filled: nodes that come back come back empty."""
SECONDS_PER_MONTH = 730 * 3600
BYTES_PER_GB = 1_000_000_000
REQUESTS_PER_PRICE = 1_000


@dataclass(frozen=True, slots=True)
class LocalCachePlan:
    """The disks of a pool as its cache."""

    holds: str
    """`node`: each node holds everything. `pool`: each holds its share. Empty: the disks are too small."""
    obstacle: str
    """Why it will not do; empty where it will."""
    usd_per_month: float | None
    """Storage and requests of S3, list price, US East; None where it will not do or a price is not known."""


def plan_local_cache(
    dataset_bytes: float,
    nodes: int,
    nvme_bytes_per_node: float,
    node_gbps: float,
    checkpoint: CheckpointWrites | None = None,
    fills_per_month: float = FILLS_PER_MONTH,
) -> LocalCachePlan:
    """Whether the disks of a pool hold the data, and what that costs.

    node_gbps: network of one node, in gigabits a second; checkpoints must be out before the next one comes.
    """
    holds = _holds(dataset_bytes, nodes, nvme_bytes_per_node)
    obstacle = _obstacle(dataset_bytes, nodes, nvme_bytes_per_node, node_gbps, checkpoint)
    if obstacle:
        return LocalCachePlan(holds, obstacle, None)
    fetched = dataset_bytes * (nodes if holds == "node" else 1)
    gets = ceil(fetched / GET_BYTES) * fills_per_month
    kept, puts = dataset_bytes, 0.0
    if checkpoint:
        kept += checkpoint["bytes"]
        puts = ceil(checkpoint["bytes"] / PART_BYTES) * SECONDS_PER_MONTH / checkpoint["interval_seconds"]
    storage, get, put = (
        service_price("S3", f"standard-{sku}").usd for sku in ("storage-first-50TB", "get-requests", "put-requests")
    )
    if storage is None or get is None or put is None:
        return LocalCachePlan(holds, "", None)
    requests = (gets * get + puts * put) / REQUESTS_PER_PRICE
    return LocalCachePlan(holds, "", kept / BYTES_PER_GB * storage + requests)


def _holds(dataset_bytes: float, nodes: int, nvme_bytes_per_node: float) -> str:
    if dataset_bytes <= nvme_bytes_per_node:
        return "node"
    return "pool" if dataset_bytes <= nodes * nvme_bytes_per_node else ""


def _obstacle(
    dataset_bytes: float, nodes: int, nvme: float, node_gbps: float, checkpoint: CheckpointWrites | None
) -> str:
    if not nvme:
        return "the nodes have no local disks"
    if not _holds(dataset_bytes, nodes, nvme):
        held = nodes * nvme / BYTES_PER_GB
        return f"the {dataset_bytes / BYTES_PER_GB:,.0f} GB do not fit on the pool's {held:,.0f} GB of local disks"
    if checkpoint:
        seconds = checkpoint["bytes"] / nodes / (node_gbps * MBPS_PER_GBPS * 1_000_000)
        if seconds > checkpoint["interval_seconds"]:
            return f"a checkpoint takes {seconds:,.0f} s to S3, longer than the interval"
    return ""
