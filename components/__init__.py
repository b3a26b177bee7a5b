"""Every component of Groundwork, in one list."""

from components.network.network import Network
from components.security.encryption_key import EncryptionKey
from components.storage.object_store import ObjectStore

COMPONENTS = [
    EncryptionKey,
    Network,
    ObjectStore,
]
