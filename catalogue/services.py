"""Values that AWS services accept and refuse everything beside."""

from functools import cache

from catalogue.tables import table
from catalogue.unknown import UnknownFact


@cache
def log_retention_days() -> tuple[int, ...]:
    """Days CloudWatch Logs can keep a log group for, ascending."""
    return tuple(sorted(int(row["days"]) for row in table("log_retention")))


def nearest_log_retention(days: int) -> int:
    """The accepted value next to a number of days; of two equally near ones the longer."""
    return min(log_retention_days(), key=lambda each: (abs(each - days), -each))


def lustre_deployment_types(partition: str) -> tuple[str, ...]:
    """Kinds of FSx for Lustre file system a partition has; of single regions no list is known."""
    rows = {row["partition"]: row["deployment_types"] for row in table("lustre_deployment_types")}
    if partition not in rows:
        raise UnknownFact("partition", partition, rows)
    return tuple(rows[partition].split("/"))


@cache
def interface_endpoints() -> tuple[str, ...]:
    """Services with an interface endpoint, by the last part of the endpoint's name, such as `ecr.api`."""
    return tuple(row["service"] for row in table("interface_endpoints"))
