"""Tiers: the home file systems and the caches in memory."""

from pulumi import Output

from components.network.network import Network
from components.storage.home_filesystem import HomeFilesystem, HomeFilesystemArgs
from components.storage.memory_cache import MemoryCache, MemoryCacheArgs
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import Surroundings


def home_filesystems(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    client_groups: dict[str, Output[str]],
) -> dict[str, HomeFilesystem]:
    made = {}
    for name, home in around.settings.home_filesystems.items():
        zones = home.zones or around.settings.network.zones
        args: HomeFilesystemArgs = {
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.private_subnet_ids[zone] for zone in zones},
            "client_security_group_ids": client_groups,
            "kms_key_arn": key_arns[home.data_class],
            "teams": {team: {"user_id": ids.user_id, "group_id": ids.group_id} for team, ids in home.teams.items()},
            "infrequent_after_days": home.infrequent_after_days,
            "without_backups": home.without_backups,
            "tags": around.tags(home.data_class, home.purpose),
        }
        if home.archive_after_days is not None:
            args["archive_after_days"] = home.archive_after_days
        made[name] = HomeFilesystem(name, args, around.options())
    return made


def caches(
    around: Surroundings,
    key_arns: dict[str, Output[str]],
    network: Network,
    client_groups: dict[str, Output[str]],
) -> dict[str, MemoryCache]:
    made = {}
    for name, cache in around.settings.caches.items():
        zones = cache.zones or around.settings.network.zones
        args: MemoryCacheArgs = {
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.private_subnet_ids[zone] for zone in zones},
            "client_security_group_ids": client_groups,
            "kms_key_arn": key_arns[cache.data_class],
            "log_key_arn": key_arns[LOGS_KEY],
            "node_type": cache.node_type,
            "users": cache.users,
            "engine": cache.engine,
            "shards": cache.shards,
            "replicas_per_shard": cache.replicas_per_shard,
            "eviction": cache.eviction,
            "snapshot_retention_days": cache.snapshot_retention_days,
            "log_retention_days": cache.log_retention_days,
            "tags": around.tags(cache.data_class, cache.purpose),
        }
        if cache.engine_version is not None:
            args["engine_version"] = cache.engine_version
        made[name] = MemoryCache(name, args, around.options())
    return made
