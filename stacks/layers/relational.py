"""Data: the relational databases."""

from pulumi import Output

from components.database.relational_database import RelationalDatabase, RelationalDatabaseArgs
from components.network.network import Network
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import Surroundings

# Left to the component where the file does not say them.
OPTIONAL = ("storage_gib", "max_storage_gib", "license_model", "upgrades_from", "database_name")


def relational_databases(
    around: Surroundings, key_arns: dict[str, Output[str]], network: Network, client_groups: dict[str, Output[str]]
) -> dict[str, RelationalDatabase]:
    """Each in the isolated subnets of every zone, where nothing leads out."""
    made = {}
    for name, database in around.settings.relational_databases.items():
        args: RelationalDatabaseArgs = {
            "engine": database.engine,
            "engine_version": database.engine_version,
            "instance_class": database.instance_class,
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.isolated_subnet_ids[zone] for zone in around.settings.network.zones},
            "client_security_group_ids": {**client_groups},
            "kms_key_arn": key_arns[database.data_class],
            "log_key_arn": key_arns[LOGS_KEY],
            "multi_az": database.multi_az,
            "extended_support": database.extended_support,
            "database_insights": database.database_insights,
            "backup_retention_days": database.backup_retention_days,
            "log_retention_days": database.log_retention_days,
            "without_deletion_protection": database.without_deletion_protection,
            "tags": around.tags(database.data_class, database.purpose),
        }
        for key in OPTIONAL:
            if getattr(database, key) is not None:
                args[key] = getattr(database, key)  # type: ignore[literal-required]
        if database.readers is not None:
            args["readers"] = list(database.readers)
        made[name] = RelationalDatabase(name, args, around.options())
    return made
