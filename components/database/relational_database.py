"""Relational database: PostgreSQL, MySQL or Oracle on RDS, PostgreSQL or MySQL on Aurora, behind one set of inputs.

Deploys: a security group, a subnet group, a parameter or option group that forces TLS, log groups, and the database: an
instance of RDS, or a cluster of Aurora with a writer and readers. RDS keeps the master password in Secrets Manager.
For: features, prompts, conversations and records of an application. Not for files or weights: see ObjectStore.
Not possible: RDS makes neither read replicas nor blue/green deployments of a database whose password it manages, so
readers are Aurora's, and an upgrade is made in place (see docs/decisions/0024).
"""

import re
from typing import NotRequired, TypedDict

from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.database.client_access import database_security_group
from components.database.relational_declared import INSIGHTS_DAYS, Declared, Inputs, cluster, instance
from components.database.relational_errors import DatabaseError
from components.database.relational_parts import (
    log_groups,
    option_group,
    parameter_group,
    subnet_group,
)
from components.database.relational_plan import RelationalNeed, RelationalPlan, plan_database

BACKUP_RETENTION_DAYS = 14
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
LONGEST_BACKUP_RETENTION_DAYS = 35
LOG_RETENTION_DAYS = 90
MASTER_USERNAME = "dbmaster"
INSIGHTS = "standard"
LARGEST_STORAGE_GIB = 65_536
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
IDENTIFIER = re.compile(r"(?!.*--)[a-z][a-z0-9-]{0,48}[a-z0-9]")
IDENTIFIER_RULE = "2 to 50 small letters, digits and single hyphens, beginning with a letter, are right"
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}")
RESERVED = frozenset({"admin", "postgres", "rdsadmin", "rdssuper", "root", "sys", "system", "user"})
ORACLE_NAME = re.compile(r"[A-Z][A-Z0-9]{0,7}")
WINDOW = re.compile(r"([a-z]{3}:)?([01]\d|2[0-3]):[0-5]\d-([a-z]{3}:)?([01]\d|2[0-3]):[0-5]\d")


class RelationalDatabaseArgs(TypedDict):
    """Inputs of RelationalDatabase."""

    engine: str
    """`postgres`, `mysql`, `aurora-postgresql`, `aurora-mysql`, `oracle-se2` or `oracle-ee`; the latter two also with
    `-cdb`, as container databases. Another engine is another database."""
    engine_version: str
    """A major version, such as `17`, whose minor versions AWS keeps current in the maintenance window; or a minor one,
    such as `17.7`, which stays."""
    instance_class: str
    """Machine, such as `db.r7g.large`. A change restarts it in the maintenance window."""
    vpc_id: Input[str]
    """VPC it is in."""
    subnet_ids: dict[str, Input[str]]
    """Subnet of each zone it may be in, by zone id: two zones or more."""
    client_security_group_ids: dict[str, Input[str]]
    """Security groups that may connect, each under a name for it."""
    kms_key_arn: Input[str]
    """Key of its data class: storage, backups, master secret and insights. It cannot be changed later."""
    log_key_arn: Input[str]
    """Key of its log groups."""
    tags: dict[str, str]
    """Tags of everything; Owner, Environment, DataClassification and Purpose are required."""
    storage_gib: NotRequired[int]
    """Storage at first, 20 to 65,536 GiB of gp3. Required on RDS, not on Aurora. It never shrinks. Default: none."""
    max_storage_gib: NotRequired[int]
    """Storage it may grow to by itself, at least a tenth more. Default: twice storage_gib; not on Aurora."""
    license_model: NotRequired[str]
    """Oracle's licence: `license-included` (SE2 only) or `bring-your-own-license`. Required there. Default: none."""
    multi_az: NotRequired[bool]
    """Whether another zone takes over when one fails: by a standby of RDS or a reader of Aurora. Default: true."""
    readers: NotRequired[list[str]]
    """Names of Aurora's readers, at most 15; each can take over. Default: `standby` on Aurora with multi_az."""
    upgrades_from: NotRequired[str]
    """Major version it has now, to allow the step to the one of engine_version; only steps AWS makes in place pass.
    To be removed afterwards. Default: none, a major version never changes."""
    extended_support: NotRequired[bool]
    """Whether to pay for a version whose standard support has ended. It cannot be changed later. Default: false."""
    iam_authentication: NotRequired[bool]
    """Whether IAM identities may connect with a token instead of a password. Default: true where the engine has it."""
    database_insights: NotRequired[str]
    """`standard`, which keeps 7 days of performance data, or `advanced`, which keeps 465. Default: `standard`."""
    database_name: NotRequired[str]
    """Database made at the start. Default: none; on Oracle RDS calls it ORCL."""
    master_username: NotRequired[str]
    """Name of the master user; it cannot be changed later. Default: `dbmaster`."""
    backup_retention_days: NotRequired[int]
    """Days it can be brought back to any moment of, 1 to 35. Default: 14."""
    log_retention_days: NotRequired[int]
    """Days its logs are kept, one of the periods CloudWatch Logs has. Default: 90."""
    backup_window: NotRequired[str]
    """Daily time of snapshots in UTC, such as `02:00-03:00`. Default: AWS chooses one at night."""
    maintenance_window: NotRequired[str]
    """Weekly time of changes that restart it in UTC, such as `sun:03:30-sun:04:30`. Default: AWS chooses one."""
    without_deletion_protection: NotRequired[bool]
    """Whether AWS lets it be deleted; a final snapshot is made all the same. Default: false."""


class RelationalDatabase(Component):
    """A private, encrypted relational database that only speaks TLS, with managed password, backups and logs."""

    database_arn: Output[str]
    """ARN of the instance or cluster."""
    resource_id: Output[str]
    """Id that IAM policies name it by (`rds-db:connect`)."""
    endpoint: Output[str]
    """Host that reads and writes."""
    reader_endpoint: Output[str]
    """Host that reads; the same as endpoint on RDS."""
    port: Output[int]
    """Port of TLS connections."""
    secret_arn: Output[str]
    """Secret with the master user's name and password; RDS changes it every seven days."""
    security_group_id: Output[str]
    """Security group of the database."""

    def __init__(self, name: str, args: RelationalDatabaseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        identifier = self.matching(
            "the name made of the Environment tag and the name",
            f"{tags['Environment']}-{name}",
            IDENTIFIER,
            IDENTIFIER_RULE,
        )
        plan = self._plan(args)
        self._check_zones(args["subnet_ids"])
        insights = self.one_of("database_insights", args.get("database_insights", INSIGHTS), INSIGHTS_DAYS)
        backup_days = self.whole_number(
            "backup_retention_days",
            args.get("backup_retention_days", BACKUP_RETENTION_DAYS),
            1,
            LONGEST_BACKUP_RETENTION_DAYS,
        )
        log_days = self.log_retention_days("log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS))
        username = self._checked_username(args.get("master_username", MASTER_USERNAME))
        database = self._checked_database(args.get("database_name"), plan)
        backup_window = self._checked_window("backup_window", args.get("backup_window"), "02:00-03:00")
        maintenance = self._checked_window("maintenance_window", args.get("maintenance_window"), "sun:03:30-sun:04:30")

        group = database_security_group(self, args["vpc_id"], args["client_security_group_ids"], plan.engine.port, tags)
        subnets = subnet_group(self, args["subnet_ids"], tags)
        logs = log_groups(self, plan.engine, identifier, log_days, args["log_key_arn"], tags)
        inputs = Inputs(
            plan=plan,
            identifier=identifier,
            engine_version=args["engine_version"],
            instance_class=args["instance_class"],
            license_model=args.get("license_model"),
            multi_az=args.get("multi_az", True),
            extended_support=args.get("extended_support", False),
            kms_key_arn=args["kms_key_arn"],
            subnet_group=subnets.name,
            security_group=group.id,
            parameter_group=parameter_group(self, plan.engine, plan.version, tags),
            option_group=option_group(self, plan.engine, plan.version, group, tags),
            database_name=database,
            master_username=username,
            backup_retention_days=backup_days,
            backup_window=backup_window,
            maintenance_window=maintenance,
            insights=insights,
            deletion_protection=not args.get("without_deletion_protection", False),
            tags=tags,
        )
        made: Declared = (cluster if plan.engine.aurora else instance)(self, inputs, logs)

        self.database_arn, self.resource_id, self.secret_arn = made.arn, made.resource_id, made.secret_arn
        self.endpoint, self.reader_endpoint = made.endpoint, made.reader_endpoint
        self.port = Output.from_input(plan.engine.port)
        self.security_group_id = group.id
        self.register_outputs(
            {
                "databaseArn": self.database_arn,
                "resourceId": self.resource_id,
                "endpoint": self.endpoint,
                "readerEndpoint": self.reader_endpoint,
                "port": self.port,
                "secretArn": self.secret_arn,
                "securityGroupId": self.security_group_id,
            }
        )

    def _plan(self, args: RelationalDatabaseArgs) -> RelationalPlan:
        storage, most = args.get("storage_gib"), args.get("max_storage_gib")
        try:
            return plan_database(
                RelationalNeed(
                    args["engine"],
                    args["engine_version"],
                    args["instance_class"],
                    license_model=args.get("license_model"),
                    storage_gib=None if storage is None else self._gib("storage_gib", storage),
                    max_storage_gib=None if most is None else self._gib("max_storage_gib", most),
                    multi_az=args.get("multi_az", True),
                    readers=args.get("readers"),
                    upgrades_from=args.get("upgrades_from"),
                    extended_support=args.get("extended_support", False),
                    iam_authentication=args.get("iam_authentication"),
                )
            )
        except DatabaseError as error:
            raise self.refuse(error.key, error.wrong, error.right) from None

    def _gib(self, argument: str, value: int | float) -> int:
        return self.whole_number(argument, value, 1, LARGEST_STORAGE_GIB)

    def _check_zones(self, subnet_ids: dict[str, Input[str]]) -> None:
        zones = self.checked_zones("subnet_ids", subnet_ids)
        if len(zones) < 2:  # RDS makes no subnet group over one, not even for a database in one
            raise self.refuse(
                "subnet_ids", f"has {len(zones)} zone{'s' * (len(zones) != 1)}", "give the subnets of two or more"
            )

    def _checked_username(self, username: str) -> str:
        if username.lower() in RESERVED:
            raise self.refuse(
                "master_username", f"is {username!r}, which is reserved", "take another, such as 'dbmaster'"
            )
        right = "1 to 16 letters, digits and underscores, beginning with a letter, are right"
        return self.matching("master_username", username, WORD, right)

    def _checked_database(self, database: str | None, plan: RelationalPlan) -> str | None:
        if database is None:
            return None
        if plan.engine.oracle:
            return self.matching("database_name", database, ORACLE_NAME, "Oracle takes 1 to 8 capitals and digits")
        right = "1 to 16 letters, digits and underscores, beginning with a letter, are right"
        return self.matching("database_name", database, WORD, right)

    def _checked_window(self, argument: str, window: str | None, example: str) -> str | None:
        if window is None:
            return None
        right = f"a time in UTC such as {example!r} is right"
        weekly = ":" in example.partition("-")[0].replace(":", "", 1)
        if isinstance(window, str) and weekly != window[:3].isalpha():
            raise self.refuse(argument, f"is {window!r}", right)
        return self.matching(argument, window, WINDOW, right)
