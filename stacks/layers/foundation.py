"""Foundation: the keys, the network, and where the platform's own records go."""

from pulumi import Output

from components.network.network import Network
from components.security.audit_trail import AuditTrail
from components.security.encryption_key import EncryptionKey
from components.storage.object_store import ObjectStore
from stacks.classified import classified
from stacks.layers.surroundings import PLATFORM_CLASS, Surroundings

# The platform's own records have a key of their own: who reads logs need not read images or secrets.
LOGS_KEY = "logs"
LOGS_KEY_USES = ("audit_trail", "logs")
PLATFORM_KEY_USES = ("cluster_secrets", "images", "volumes")
# What a key protects for each section of the stack file whose entries have a data class.
USED_BY_SECTION: dict[str, tuple[str, ...]] = {
    "batch_analytics": ("batch_analytics",),
    "caches": ("caches",),
    "data_catalogs": ("catalog",),
    "document_databases": ("document_databases",),
    "home_filesystems": ("home_filesystems",),
    "relational_databases": ("relational_databases",),
    "stores": ("stores",),
    "stream_processors": ("stream_processors",),
    "streams": ("streams",),
    "vector_stores": ("vector_stores",),
    "wide_column_databases": ("wide_column_databases",),
}


def key_uses(around: Surroundings) -> dict[str, list[str]]:
    """What the key of each data class protects: shredding one key shreds that class and nothing else."""
    settings = around.settings
    uses: dict[str, set[str]] = {}
    if settings.cluster or settings.registry:
        uses[PLATFORM_CLASS] = set(PLATFORM_KEY_USES)
    for (section, _), data_class in classified(settings):
        # An index in a database that is there is under that database's key.
        if section in USED_BY_SECTION:
            uses.setdefault(data_class, set()).update(USED_BY_SECTION[section])
    for batch in settings.batch_analytics.values():
        if batch.mode == "ec2":
            uses[batch.data_class].add("batch_clusters")
    for filesystem in settings.filesystems.values():
        uses[settings.stores[filesystem.store].data_class].add("filesystems")
    for data_class in settings.backups:
        uses.setdefault(data_class, set()).add("backups")
    return {data_class: sorted(protects) for data_class, protects in sorted(uses.items())}


def keys(around: Surroundings) -> dict[str, Output[str]]:
    """ARN of the key of each data class in use, and of the logs' key."""
    wanted = [(data_class, data_class, uses) for data_class, uses in key_uses(around).items()]
    wanted.append((LOGS_KEY, PLATFORM_CLASS, list(LOGS_KEY_USES)))
    return {
        name: EncryptionKey(
            name,
            {
                **around.place,
                "protects": uses,
                "rotation_days": around.settings.keys.rotation_days,
                "deletion_window_days": around.settings.keys.deletion_window_days,
                "tags": around.tags(data_class, "encryption"),
            },
            around.options(),
        ).key_arn
        for name, data_class, uses in wanted
    }


def network(around: Surroundings, key_arns: dict[str, Output[str]]) -> Network:
    settings = around.settings.network
    return Network(
        "network",
        {
            **around.place,
            "cidr": settings.cidr,
            "zones": list(settings.zones),
            "nat": settings.nat,
            "interface_endpoints": list(settings.interface_endpoints),
            "flow_log_retention_days": settings.flow_log_retention_days,
            "log_key_arn": key_arns[LOGS_KEY],
            "tags": around.tags(PLATFORM_CLASS, "network"),
        },
        around.options(),
    )


def access_logs(around: Surroundings) -> ObjectStore:
    """The store that takes the access logs of all others."""
    return ObjectStore(
        "access-logs",
        {
            **around.place,
            "receives_access_logs": True,
            "retention_days": around.settings.audit.retention_days,
            "tags": around.tags(PLATFORM_CLASS, "access-logs"),
        },
        around.options(),
    )


def audit_trail(
    around: Surroundings, key_arns: dict[str, Output[str]], stores: dict[str, ObjectStore], log_store: ObjectStore
) -> AuditTrail:
    """The record of every call, and of every object read and written in the stores."""
    settings = around.settings.audit
    return AuditTrail(
        "audit",
        {
            **around.place,
            "data_event_bucket_arns": [store.bucket_arn for store in stores.values()],
            "kms_key_arn": key_arns[LOGS_KEY],
            "retention_days": settings.retention_days,
            "lock_mode": settings.lock_mode,
            "access_log_bucket": log_store.bucket_name,
            "tags": around.tags(PLATFORM_CLASS, "audit"),
        },
        around.options(),
    )
