"""Why a memory cache is declared as it is."""

from typing import Any

import pytest

from components.storage.memory_cache import MemoryCache
from graph.capture import capture
from graph.model import Graph
from tests.examples import MINIMAL

CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
USER = "aws:elasticache/user:User"
PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
IN = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
OUT = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"


def cache(**args: Any) -> Graph:
    return capture(lambda: MemoryCache("prompts", {**MINIMAL["MemoryCache"], **args}))  # type: ignore[typeddict-item]


def test_it_speaks_tls_only_and_is_encrypted_with_the_given_key() -> None:
    inputs = cache().one(CACHE).inputs
    assert (inputs["transitEncryptionEnabled"], inputs["transitEncryptionMode"]) == (True, "required")
    assert inputs["atRestEncryptionEnabled"] is True
    assert inputs["kmsKeyId"] == MINIMAL["MemoryCache"]["kms_key_arn"]


def test_every_user_signs_in_with_iam_and_no_password_is_anywhere() -> None:
    graph = cache(users={"serving": "on ~a:* +@all", "reporting": "on ~* +@read"})
    for user in graph.of_type(USER):
        assert user.inputs["authenticationMode"] == {"type": "iam"}
        assert user.inputs["userId"] == user.inputs["userName"], "IAM wants both the same"
    assert not any("password" in key.lower() for each in graph for key in each.inputs if key != "authenticationMode")


def test_the_default_user_that_redis_wants_may_do_nothing_and_valkey_has_none() -> None:
    users = {each.inputs["userName"]: each.inputs for each in cache(engine="redis").of_type(USER)}
    assert users["default"]["accessString"] == "off -@all"
    assert "default" not in {each.inputs["userName"] for each in cache().of_type(USER)}


def test_a_zone_may_fail() -> None:
    graph = cache()
    inputs = graph.one(CACHE).inputs
    assert inputs["multiAzEnabled"] is True
    assert inputs["automaticFailoverEnabled"] is True
    assert inputs["replicasPerNodeGroup"] >= 1
    assert graph.one(CACHE).protect


def test_its_parameters_are_of_the_family_of_its_version() -> None:
    for args, family in (({}, "valkey8"), ({"engine": "redis"}, "redis7"), ({"engine_version": "7.2"}, "valkey7")):
        inputs = cache(**args).one(PARAMETERS).inputs
        assert inputs["family"] == family
    values = {
        each["name"]: each["value"] for each in cache(eviction="volatile-ttl").one(PARAMETERS).inputs["parameters"]
    }
    assert values == {"cluster-enabled": "yes", "maxmemory-policy": "volatile-ttl"}


def test_its_logs_are_encrypted_and_kept_for_a_time() -> None:
    graph = cache(log_retention_days=90)
    groups = graph.of_type(LOG_GROUP)
    assert {group.inputs["retentionInDays"] for group in groups} == {90}
    assert all(group.inputs["kmsKeyId"] for group in groups)
    kinds = {each["logType"] for each in graph.one(CACHE).inputs["logDeliveryConfigurations"]}
    assert kinds == {"engine-log", "slow-log"}


def test_clients_reach_one_port_and_nothing_goes_out() -> None:
    (rule,) = cache().of_type(IN)
    assert (rule.inputs["fromPort"], rule.inputs["toPort"]) == (6379, 6379)
    assert rule.inputs["referencedSecurityGroupId"] == "sg-0cluster"
    assert not cache().of_type(OUT)


def test_types_with_disks_use_them() -> None:
    assert cache(node_type="cache.r6gd.xlarge").one(CACHE).inputs["dataTieringEnabled"] is True
    assert "dataTieringEnabled" not in cache().one(CACHE).inputs


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"subnet_ids": {"eun1-az1": "subnet-0a"}}, "subnet_ids has 1; two zones or more are right: one may fail"),
        ({"node_type": "r7g.large"}, "node_type is 'r7g.large'; a node type is right, such as 'cache.r7g.large'"),
        (
            {"engine": "redis", "engine_version": "8.1"},
            "engine_version is '8.1'; unknown version of redis '8.1', did you mean '7.1'?",
        ),
        (
            {"shards": 50},
            "shards makes 100 nodes with 1 replicas each; 90 are the most",
        ),
        ({"replicas_per_shard": 0}, "replicas_per_shard is 0; a whole number from 1 to 5 is right"),
        ({"snapshot_retention_days": 0}, "snapshot_retention_days is 0; a whole number from 1 to 35 is right"),
        ({"users": {}}, "users has 0; 1 to 100 users are right: nobody else signs in"),
        (
            {"users": {"default": "on ~* +@all"}},
            "users has 'default'; another name is right, at most 40 with the cache's",
        ),
        (
            {"users": {"serving": "+@all"}},
            "users.serving is '+@all'; an access string is right, such as 'on ~app:* +@all'",
        ),
        ({"users": {"serving": "on nopass +@all"}}, "users.serving has 'nopass'; leave it out: users sign in with IAM"),
        ({"eviction": "allkeys-lr"}, "eviction is 'allkeys-lr'; did you mean 'allkeys-lru'? One of {} is right"),
    ],
)
def test_what_cannot_be_is_refused(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared
        cache(**args)
    start, _, end = sentence.partition("{}")
    assert str(refused.value).startswith(f"MemoryCache 'prompts': {start}")
    assert str(refused.value).endswith(end)
