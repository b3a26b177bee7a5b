"""Memory cache: Valkey (or Redis OSS) in memory, for sessions, semantic caches and features that are read at once.

Deploys: a replication group in cluster mode with its subnet group, parameter group, security group, users and logs.
For: what may be lost and made anew, within a millisecond. Clients speak the cluster protocol over TLS and sign in with
a token of IAM, as one of the users: there is no password to leak. Not for: the only copy of anything.

What stays when arguments change: node_type, shards, replicas_per_shard, users, eviction, snapshot_retention_days and
newer versions change in place (failover of a second or so); engine redis to valkey in place; kms_key_arn, subnet_ids
and valkey to redis replace it, empty.
"""

import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from catalogue.caches import cache_engines, cache_family, cache_versions
from components.base import Component
from components.client_access import client_security_group
from components.storage.cache_plan import node_errors, user_errors

# https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
NAME = re.compile(r"[a-z](?!.*--)[a-z0-9-]{0,30}[a-z0-9]|[a-z]")
NAME_RULE = "1 to 32 small letters, digits and single hyphens are right, a letter first: AWS adds to it up to 40"
NODE_TYPE = re.compile(r"cache\.[a-z0-9-]+\.[a-z0-9]+")
USER = re.compile(r"[a-z](?!.*--)[a-z0-9-]{0,18}[a-z0-9]")
ENGINE = "valkey"
PORT = 6379
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
MOST_SHARDS, MOST_REPLICAS = 90, 5
SNAPSHOT_RETENTION_DAYS, MOST_SNAPSHOT_DAYS = 7, 35
LOG_RETENTION_DAYS = 365
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
EVICTIONS = (
    *("allkeys-lfu", "allkeys-lru", "allkeys-random", "noeviction"),
    *("volatile-lfu", "volatile-lru", "volatile-random", "volatile-ttl"),
)
EVICTION = "allkeys-lru"
LOGS = ("engine-log", "slow-log")


class MemoryCacheArgs(TypedDict):
    """Inputs of MemoryCache."""

    vpc_id: Input[str]
    """Network it is in."""
    subnet_ids: Mapping[str, Input[str]]
    """Private subnets by zone id, of two zones or more: a replica is in another zone than its primary."""
    client_security_group_ids: Mapping[str, Input[str]]
    """Security groups whose members may connect, by a name that stays."""
    kms_key_arn: Input[str]
    """Key that encrypts disks and snapshots. Changing it replaces the cache."""
    log_key_arn: Input[str]
    """Key that encrypts its logs."""
    node_type: str
    """Type of every node, such as cache.r7g.large; it decides how much memory there is."""
    users: Mapping[str, str]
    """What each user may do, by name, as an access string: `on ~app:* +@all -@dangerous`. 1 to 100 users."""
    tags: dict[str, str]
    """Tags of everything made; Owner, Environment, DataClassification and Purpose are required."""
    engine: NotRequired[str]
    """valkey or redis (Redis OSS). Default: valkey."""
    engine_version: NotRequired[str]
    """Version, such as 8.1. Default: the newest the catalogue has of the engine."""
    shards: NotRequired[int]
    """Parts the keys are spread over, 1 to 90. Default: 1."""
    replicas_per_shard: NotRequired[int]
    """Copies of each part beside its primary, 1 to 5; one of them takes over when the primary fails. Default: 1."""
    eviction: NotRequired[str]
    """Which keys go when memory is full (maxmemory-policy), such as allkeys-lru, volatile-ttl or noeviction.
    Default: allkeys-lru."""
    snapshot_retention_days: NotRequired[int]
    """Days daily snapshots are kept, 1 to 35. Default: 7."""
    log_retention_days: NotRequired[int]
    """Days its logs are kept; a value CloudWatch Logs accepts. Default: 365."""


class MemoryCache(Component):
    """A replicated cache in memory, over TLS, with users of IAM and no passwords."""

    endpoint: Output[str]
    """Host name cluster clients start from; the port is 6379, over TLS."""
    cache_arn: Output[str]
    """ARN of the replication group; roles need `elasticache:Connect` on it and on a user."""
    user_arns: Output[dict[str, str]]
    """ARN of each user."""
    security_group_id: Output[str]
    """Security group of its nodes."""

    def __init__(self, name: str, args: MemoryCacheArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        self.matching("the name", name, NAME, NAME_RULE)
        zones = self.checked_zones("subnet_ids", args["subnet_ids"])
        if len(zones) < 2:
            raise self.refuse("subnet_ids", f"has {len(zones)}", "two zones or more are right: one may fail")
        node_type = self.matching(
            "node_type", args["node_type"], NODE_TYPE, "a node type is right, such as 'cache.r7g.large'"
        )
        engine = self.one_of("engine", args.get("engine", ENGINE), cache_engines())
        version = args.get("engine_version", cache_versions(engine)[-1])
        family = self.known("engine_version", version, lambda given: cache_family(engine, given))
        shards = self.whole_number("shards", args.get("shards", 1), 1, MOST_SHARDS)
        replicas = self.whole_number("replicas_per_shard", args.get("replicas_per_shard", 1), 1, MOST_REPLICAS)
        for error in node_errors(shards, replicas):
            raise self.refuse(error.argument, error.wrong, error.right)
        eviction = self.one_of("eviction", args.get("eviction", EVICTION), EVICTIONS)
        snapshot_days = self.whole_number(
            "snapshot_retention_days",
            args.get("snapshot_retention_days", SNAPSHOT_RETENTION_DAYS),
            1,
            MOST_SNAPSHOT_DAYS,
        )
        users = self._checked_users(args["users"])
        log_days = self.log_retention_days("log_retention_days", args.get("log_retention_days", LOG_RETENTION_DAYS))

        subnets = aws.elasticache.SubnetGroup(
            name,
            description=f"Subnets of the cache {name}",
            subnet_ids=[args["subnet_ids"][zone] for zone in zones],
            tags=tags,
            opts=self.child(),
        )
        parameters = aws.elasticache.ParameterGroup(
            name,
            family=family,
            description=f"Parameters of the cache {name}",
            parameters=[
                {"name": "cluster-enabled", "value": "yes"},
                {"name": "maxmemory-policy", "value": eviction},
            ],
            tags=tags,
            # A newer version has another family: the group in use cannot go first.
            opts=self.child(),
        )
        made = {user: self._user(user, access, engine, tags) for user, access in users.items()}
        members = aws.elasticache.UserGroup(
            name,
            engine=engine,
            user_group_id=name,
            user_ids=[user.user_id for user in [*made.values(), *self._nobody(engine, tags)]],
            tags=tags,
            opts=self.child(),
        )
        group = client_security_group(
            self,
            args["vpc_id"],
            args["client_security_group_ids"],
            PORT,
            tags,
            description=f"Clients of the cache {name}",
            rule="cache",
            rule_description=f"Cache, {name}",
        )
        cache = aws.elasticache.ReplicationGroup(
            name,
            description=f"{tags['Purpose']} ({name})",
            engine=engine,
            engine_version=version,
            node_type=node_type,
            cluster_mode="enabled",
            num_node_groups=shards,
            replicas_per_node_group=replicas,
            automatic_failover_enabled=True,
            multi_az_enabled=True,
            # Types with disks have nothing else: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html
            data_tiering_enabled=True if ".r6gd." in node_type else None,
            at_rest_encryption_enabled=True,
            kms_key_id=args["kms_key_arn"],
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[members.user_group_id],
            parameter_group_name=parameters.name,
            subnet_group_name=subnets.name,
            security_group_ids=[group.id],
            port=PORT,
            snapshot_retention_limit=snapshot_days,
            auto_minor_version_upgrade=True,
            # What the stack says is what is there, not what will be after the next maintenance window.
            apply_immediately=True,
            log_delivery_configurations=[self._log(kind, args["log_key_arn"], log_days, tags) for kind in LOGS],
            tags={**tags, "Name": name},
            opts=self.child(protect=True),
        )

        self.endpoint, self.cache_arn = cache.configuration_endpoint_address, cache.arn
        self.user_arns = Output.all(**{user: each.arn for user, each in made.items()})
        self.security_group_id = group.id
        self.register_outputs(
            {
                "endpoint": self.endpoint,
                "cacheArn": self.cache_arn,
                "userArns": self.user_arns,
                "securityGroupId": self.security_group_id,
            }
        )

    def _user(self, user: str, access: str, engine: str, tags: dict[str, str]) -> "aws.elasticache.User":
        """Signs in with IAM, for which its id and its name have to be the same."""
        id_ = f"{self._name}-{user}"
        return aws.elasticache.User(
            id_,
            engine=engine,
            user_id=id_,
            user_name=id_,
            access_string=access,
            authentication_mode={"type": "iam"},
            tags=tags,
            opts=self.child(),
        )

    def _nobody(self, engine: str, tags: dict[str, str]) -> "list[aws.elasticache.User]":
        """Redis OSS wants a user `default` in every group; this one is off. Valkey has none unless it is given one."""
        if engine != "redis":
            return []
        return [
            aws.elasticache.User(
                f"{self._name}-default",
                engine=engine,
                user_id=f"{self._name}-off",
                user_name="default",
                access_string="off -@all",
                authentication_mode={"type": "no-password-required"},
                tags=tags,
                opts=self.child(),
            )
        ]

    def _log(self, kind: str, key_arn: Input[str], days: int, tags: dict[str, str]) -> Any:
        log_group = aws.cloudwatch.LogGroup(
            f"{self._name}-{kind}", kms_key_id=key_arn, retention_in_days=days, tags=tags, opts=self.child()
        )
        return {
            "destination": log_group.name,
            "destination_type": "cloudwatch-logs",
            "log_format": "json",
            "log_type": kind,
        }

    def _checked_users(self, users: Mapping[str, str]) -> dict[str, str]:
        if not 1 <= len(users) <= 100:
            raise self.refuse("users", f"has {len(users)}", "1 to 100 users are right: nobody else signs in")
        for user in users:
            self.matching("users", user, USER, "2 to 20 small letters, digits and single hyphens are right")
        for error in user_errors(self._name, users):
            raise self.refuse(error.argument, error.wrong, error.right)
        return dict(users)
