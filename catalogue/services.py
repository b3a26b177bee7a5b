"""Values that AWS services accept and refuse everything beside."""

from functools import cache

from catalogue.tables import table


@cache
def log_retention_days() -> tuple[int, ...]:
    """Days CloudWatch Logs can keep a log group for, ascending."""
    return tuple(sorted(int(row["days"]) for row in table("log_retention")))


def nearest_log_retention(days: int) -> int:
    """The accepted value next to a number of days; of two equally near ones the longer."""
    return min(log_retention_days(), key=lambda each: (abs(each - days), -each))


@cache
def interface_endpoints() -> tuple[str, ...]:
    """Services with an interface endpoint, by the last part of the endpoint's name, such as `ecr.api`."""
    return tuple(row["service"] for row in table("interface_endpoints"))
