"""Databases of documents."""

from typing import Annotated

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, LogDays


class DocumentDatabase(Section):
    """A DocumentDB cluster in the isolated subnets, reached by the cluster's nodes and pods."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as prompts; a tag."""
    engine_version: str = "5.0.0"
    """Version in full: 4.0.0, 5.0.0 or 8.0.0. Default: 5.0.0."""
    instance_class: str = "db.r6g.large"
    """Class of its instances. Default: db.r6g.large."""
    instances: Annotated[tuple[str, ...], Field(min_length=1, max_length=16)] = ("a", "b")
    """Names of its instances; they take over from each other in this order. Default: a and b."""
    backup_retention_days: Annotated[int, Field(ge=1, le=35)] = 14
    """Days it can be brought back to any moment of, 1 to 35. Default: 14."""
    backup_window: str = "01:00-02:00"
    """When the daily backup is made, in UTC. Default: 01:00-02:00."""
    maintenance_window: str = "sun:03:00-sun:04:00"
    """When AWS may patch it, in UTC. Default: sun:03:00-sun:04:00."""
    log_retention_days: LogDays = 365
    """Days its audit log is kept; a value CloudWatch Logs accepts. Default: 365."""
    slow_query_ms: Annotated[int, Field(ge=50, le=600_000)] | None = None
    """Milliseconds from which a statement is logged with its values; not of personal data. Default: none are."""
    without_deletion_protection: bool = False
    """Whether AWS lets it be deleted: the step before a destroy. Default: false."""
