"""Data: the databases of documents."""

from pulumi import Output

from components.database.document_database import DocumentDatabase, DocumentDatabaseArgs
from components.network.network import Network
from stacks.layers.foundation import LOGS_KEY
from stacks.layers.surroundings import Surroundings


def document_databases(
    around: Surroundings, key_arns: dict[str, Output[str]], network: Network, client_groups: dict[str, Output[str]]
) -> dict[str, DocumentDatabase]:
    """Each in the isolated subnets of every zone, where nothing leads out."""
    made = {}
    for name, database in around.settings.document_databases.items():
        args: DocumentDatabaseArgs = {
            "cluster_identifier": f"{around.settings.environment}-{name}",
            "vpc_id": network.vpc_id,
            "subnet_ids": {zone: network.isolated_subnet_ids[zone] for zone in around.settings.network.zones},
            "client_security_group_ids": {**client_groups},
            "kms_key_arn": key_arns[database.data_class],
            "log_key_arn": key_arns[LOGS_KEY],
            "engine_version": database.engine_version,
            "instance_class": database.instance_class,
            "instances": list(database.instances),
            "backup_retention_days": database.backup_retention_days,
            "backup_window": database.backup_window,
            "maintenance_window": database.maintenance_window,
            "log_retention_days": database.log_retention_days,
            "without_deletion_protection": database.without_deletion_protection,
            "tags": around.tags(database.data_class, database.purpose),
        }
        if database.slow_query_ms is not None:
            args["slow_query_ms"] = database.slow_query_ms
        made[name] = DocumentDatabase(name, args, around.options())
    return made
