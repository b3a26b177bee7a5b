"""Every component of Groundwork, in one list."""

from components.cluster.acceptance_job import AcceptanceJob
from components.cluster.block_volume_class import BlockVolumeClass
from components.compute.accelerator_pool import AcceleratorPool
from components.compute.cluster import Cluster
from components.compute.cluster_addons import ClusterAddons
from components.compute.gke_cluster import GkeCluster
from components.compute.gke_node_pool import GkeNodePool
from components.compute.node_pool import NodePool
from components.compute.tpu_pool import TpuPool
from components.data.backup_plan import BackupPlan
from components.data.batch_analytics import BatchAnalytics
from components.data.data_catalog import DataCatalog
from components.database.document_database import DocumentDatabase
from components.database.relational_database import RelationalDatabase
from components.database.vector_store import VectorStore
from components.database.wide_column_database import WideColumnDatabase
from components.delivery.image_registry import ImageRegistry
from components.network.gcp_network import GcpNetwork
from components.network.network import Network
from components.security.audit_trail import AuditTrail
from components.security.encryption_key import EncryptionKey
from components.security.gcp_key import GcpKey
from components.security.gcp_workload_identity import GcpWorkloadIdentity
from components.security.workload_identity import WorkloadIdentity
from components.storage.home_filesystem import HomeFilesystem
from components.storage.memory_cache import MemoryCache
from components.storage.object_store import ObjectStore
from components.storage.shared_filesystem import SharedFilesystem
from components.streams.event_stream import EventStream
from components.streams.stream_processor import StreamProcessor

COMPONENTS = [
    AcceleratorPool,
    AcceptanceJob,
    AuditTrail,
    BackupPlan,
    BatchAnalytics,
    BlockVolumeClass,
    Cluster,
    ClusterAddons,
    DataCatalog,
    DocumentDatabase,
    EncryptionKey,
    EventStream,
    GcpKey,
    GcpNetwork,
    GcpWorkloadIdentity,
    GkeCluster,
    GkeNodePool,
    HomeFilesystem,
    ImageRegistry,
    MemoryCache,
    Network,
    NodePool,
    ObjectStore,
    RelationalDatabase,
    SharedFilesystem,
    StreamProcessor,
    TpuPool,
    VectorStore,
    WideColumnDatabase,
    WorkloadIdentity,
]
