"""Tiers: the home file systems."""

from pulumi import Output

from components.network.network import Network
from components.storage.home_filesystem import HomeFilesystem, HomeFilesystemArgs
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
