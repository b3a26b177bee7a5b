"""Every component of Groundwork, in one list."""

from components.delivery.image_registry import ImageRegistry
from components.network.network import Network
from components.security.audit_trail import AuditTrail
from components.security.encryption_key import EncryptionKey
from components.security.workload_identity import WorkloadIdentity
from components.storage.object_store import ObjectStore

COMPONENTS = [
    AuditTrail,
    EncryptionKey,
    ImageRegistry,
    Network,
    ObjectStore,
    WorkloadIdentity,
]
