"""Relational databases."""

from typing import Annotated, Literal

from pydantic import Field

from stacks.sections.base import Section
from stacks.words import PURPOSE, DataClass, LogDays


class RelationalDatabase(Section):
    """PostgreSQL, MySQL or Oracle on RDS, or Aurora, in the isolated subnets, for the cluster's nodes and pods."""

    data_class: DataClass
    """What is in it: public, internal, personal, special (GDPR Article 9), derived or weights."""
    purpose: Annotated[str, Field(pattern=PURPOSE)]
    """What it is for, such as conversations; a tag."""
    engine: Literal[
        "postgres",
        "mysql",
        "aurora-postgresql",
        "aurora-mysql",
        "oracle-se2",
        "oracle-ee",
        "oracle-se2-cdb",
        "oracle-ee-cdb",
    ]
    """Engine, by AWS's word for it."""
    engine_version: Annotated[str, Field(min_length=1, max_length=60)]
    """A major version in quotes, such as "17", whose minor versions AWS keeps current; or a minor one, which stays."""
    instance_class: Annotated[str, Field(min_length=4, max_length=40)]
    """Class of its instances, such as db.r7g.large."""
    storage_gib: Annotated[int, Field(ge=20, le=65_536)] | None = None
    """Storage at first, in GiB; needed but on Aurora, whose storage grows by itself. Default: none."""
    max_storage_gib: Annotated[int, Field(ge=22, le=65_536)] | None = None
    """Storage it may grow to by itself, in GiB. Default: twice storage_gib."""
    license_model: Literal["license-included", "bring-your-own-license"] | None = None
    """Oracle's licence; needed there. Default: none."""
    multi_az: bool = True
    """Whether another zone takes over when one fails. Default: true."""
    readers: Annotated[tuple[str, ...], Field(max_length=15)] | None = None
    """Names of Aurora's readers, which can take over. Default: standby, on Aurora with multi_az."""
    upgrades_from: Annotated[str, Field(min_length=1, max_length=10)] | None = None
    """Major version it has now, in quotes: allows the step to the one of engine_version. Default: none."""
    extended_support: bool = False
    """Whether to pay for a version whose standard support has ended; it cannot be changed later. Default: false."""
    database_insights: Literal["standard", "advanced"] = "standard"
    """standard keeps 7 days of performance data, advanced 465. Default: standard."""
    database_name: Annotated[str, Field(min_length=1, max_length=16)] | None = None
    """Database made at the start. Default: none."""
    backup_retention_days: Annotated[int, Field(ge=1, le=35)] = 14
    """Days it can be brought back to any moment of, 1 to 35. Default: 14."""
    log_retention_days: LogDays = 90
    """Days its logs are kept; a value CloudWatch Logs accepts. Default: 90."""
    without_deletion_protection: bool = False
    """Whether AWS lets it be deleted: the step before a destroy. Default: false."""
