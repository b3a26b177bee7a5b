"""What single values cannot say: combinations that would fail in the cloud, or keep data where it must not be."""

from collections.abc import Callable, Iterator
from datetime import datetime

from stacks.checks.backups import backup_faults
from stacks.checks.batches import batch_faults
from stacks.checks.capacity import capacity_faults
from stacks.checks.catalogs import catalog_faults
from stacks.checks.cluster import cluster_faults
from stacks.checks.compatibility import compatibility_faults
from stacks.checks.documents import document_faults
from stacks.checks.network import network_faults
from stacks.checks.pools import accelerator_pool_faults, node_pool_faults
from stacks.checks.relational import relational_faults
from stacks.checks.residency import residency_faults
from stacks.checks.storage import storage_faults
from stacks.checks.stream_processors import stream_processor_faults
from stacks.checks.streams import stream_faults
from stacks.checks.tiers import tier_faults
from stacks.checks.vectors import vector_faults
from stacks.checks.wide_columns import wide_column_faults
from stacks.checks.workloads import workload_faults
from stacks.fault import Fault
from stacks.settings import Settings

CHECKS: tuple[Callable[[Settings], Iterator[Fault]], ...] = (
    residency_faults,
    network_faults,
    storage_faults,
    document_faults,
    tier_faults,
    stream_faults,
    stream_processor_faults,
    wide_column_faults,
    vector_faults,
    relational_faults,
    catalog_faults,
    batch_faults,
    backup_faults,
    cluster_faults,
    node_pool_faults,
    accelerator_pool_faults,
    compatibility_faults,
    workload_faults,
)


def faults_of(settings: Settings, today: datetime) -> list[Fault]:
    """Every fault of well-formed settings. today: the moment by which reserved capacity has begun or is over."""
    return [*(fault for check in CHECKS for fault in check(settings)), *capacity_faults(settings, today)]
