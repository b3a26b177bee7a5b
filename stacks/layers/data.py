"""Data: the stores, the file systems in front of them, and the images."""

from pulumi import Output

from components.delivery.image_registry import ImageRegistry
from components.network.network import Network
from components.storage.object_store import ObjectStore
from components.storage.shared_filesystem import SharedFilesystem
from stacks.layers.surroundings import PLATFORM_CLASS, Surroundings


def stores(around: Surroundings, key_arns: dict[str, Output[str]], log_store: ObjectStore) -> dict[str, ObjectStore]:
    return {
        name: ObjectStore(
            name,
            {
                **around.place,
                "retention_days": store.retention_days,
                "noncurrent_retention_days": store.noncurrent_retention_days,
                "kms_key_arn": key_arns[store.data_class],
                "access_log_bucket": log_store.bucket_name,
                "tags": around.tags(store.data_class, store.purpose),
            },
            around.options(),
        )
        for name, store in around.settings.stores.items()
    }


def filesystems(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    linked: dict[str, ObjectStore],
    client_groups: dict[str, Output[str]],
) -> dict[str, SharedFilesystem]:
    """Each file system has the class of the store behind it, and stands in the zone of the nodes it feeds."""
    return {
        name: SharedFilesystem(
            name,
            {
                "vpc_id": network.vpc_id,
                "subnet_id": network.private_subnet_ids[filesystem.zone],
                "kms_key_arn": key_arns[around.settings.stores[filesystem.store].data_class],
                "client_security_group_ids": client_groups,
                "accelerators_to_feed": filesystem.accelerators_to_feed,
                "gigabytes_per_second_per_accelerator": filesystem.gigabytes_per_second_per_accelerator,
                "deployment_type": filesystem.deployment_type,
                "bucket_name": linked[filesystem.store].bucket_name,
                "tags": around.tags(around.settings.stores[filesystem.store].data_class, "shared-filesystem"),
            },
            around.options(),
        )
        for name, filesystem in around.settings.filesystems.items()
    }


def registry(around: Surroundings, key_arns: dict[str, Output[str]]) -> ImageRegistry | None:
    settings = around.settings.registry
    if settings is None:
        return None
    return ImageRegistry(
        "images",
        {
            **around.place,
            "repositories": list(settings.repositories),
            "pull_through": list(settings.pull_through),
            "keep_images": settings.keep_images,
            "kms_key_arn": key_arns[PLATFORM_CLASS],
            "tags": around.tags(PLATFORM_CLASS, "images"),
        },
        around.options(),
    )
