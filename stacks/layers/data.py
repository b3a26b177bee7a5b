"""Data: the stores, the file systems in front of them, and the images."""

from pulumi import Output

from components.delivery.image_registry import ImageRegistry
from components.network.network import Network
from components.storage.object_store import ObjectStore
from components.storage.shared_filesystem import SharedFilesystem, SharedFilesystemArgs
from stacks.layers.surroundings import PLATFORM_CLASS, Surroundings
from stacks.readers import checkpoint_writes, readers, training_reads


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
                "tiers": [{"storage_class": tier.storage_class, "after_days": tier.after_days} for tier in store.tiers],
                "tags": {
                    **around.tags(store.data_class, store.purpose),
                    **({"SubjectKey": store.subject_key} if store.subject_key else {}),
                },
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
    fabric_groups: dict[str, Output[str]],
) -> dict[str, SharedFilesystem]:
    """Each file system has class and purpose of the store behind it, and stands in the zone of the pools it feeds.

    fabric_groups: security group of the EFA interfaces of each pool that has them.
    """
    made = {}
    for name, filesystem in around.settings.filesystems.items():
        fed = readers(around.settings, filesystem)
        behind = around.settings.stores[filesystem.store]
        args: SharedFilesystemArgs = {
            "vpc_id": network.vpc_id,
            "subnet_id": network.private_subnet_ids[fed.zone],
            "kms_key_arn": key_arns[behind.data_class],
            "client_security_group_ids": {
                **client_groups,
                **({pool: fabric_groups[pool] for pool in filesystem.pools} if filesystem.efa else {}),
            },
            "region": around.settings.region,
            "accelerators_to_feed": fed.accelerators,
            "accelerators_per_node": fed.accelerators_per_node,
            "dataset_bytes": filesystem.dataset_bytes,
            "deployment_type": filesystem.deployment_type,
            "storage_type": filesystem.storage_type,
            "efa": filesystem.efa,
            "allowed_lag_minutes": filesystem.allowed_lag_minutes,
            "alarm_topic_arns": list(filesystem.alarm_topic_arns),
            "bucket_name": linked[filesystem.store].bucket_name,
            "tags": around.tags(behind.data_class, behind.purpose),
        }
        given = filesystem.gigabytes_per_second_per_accelerator
        if given is not None:
            args["gigabytes_per_second_per_accelerator"] = given
        if filesystem.training is not None:
            args["training"] = training_reads(filesystem.training)
        if filesystem.checkpoint is not None:
            args["checkpoint"] = checkpoint_writes(filesystem.checkpoint)
        if filesystem.quota_gib is not None:
            args["quota_gib"] = filesystem.quota_gib
        made[name] = SharedFilesystem(name, args, around.options())
    return made


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
