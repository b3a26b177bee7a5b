"""What a role may read and write follows from its policies; who reads one store and writes another may move data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.store_flows import StoreAction, store_actions
from catalogue.stores import store_types
from graph.model import Text, Unknown
from tests.policies.flows.sample import (
    BUCKET,
    REPLICATION,
    ROLE,
    ROLE_POLICY,
    flows,
    granted,
    out,
    resource,
    role_with,
    statement,
)

NAMES = ("a", "b", "c", "d")
SOME = st.sets(st.sampled_from(NAMES))


@given(SOME, SOME)
def test_a_role_may_move_data_from_what_it_reads_to_what_it_writes_and_nowhere_else(
    read: set[str], written: set[str]
) -> None:
    stores = {name: resource(BUCKET, name) for name in NAMES}
    objects = {name: Text((out(store), "/*")) for name, store in stores.items()}
    statements = [statement("s3:ListBucket", *(out(store) for store in stores.values()))]
    if read:
        statements.append(statement("s3:GetObject", *(objects[name] for name in sorted(read))))
    if written:
        statements.append(statement(["s3:PutObject"], *(objects[name] for name in sorted(written))))
    found = flows(*stores.values(), *role_with("job", *statements))
    assert {(each.source_urn, each.target_urn) for each in found} == {
        (stores[one].urn, stores[other].urn) for one in read for other in written if one != other
    }
    assert all(each.possible and each.via == "job (Role)" for each in found)


@pytest.mark.parametrize("action", store_actions(), ids=lambda action: action.action)
def test_an_action_of_the_table_is_access_to_the_types_it_names_and_to_no_other(action: StoreAction) -> None:
    fitting = [type_ for type_ in sorted(store_types()) if action.is_of(type_)]
    assert fitting
    for type_ in (*fitting, "aws:ebs/volume:Volume"):
        store = resource(type_, "store")
        found = granted(store, *role_with("job", statement(action.action, out(store))))
        assert [set(one.words) for one in found if one.store_urn] == ([set(action.words)] if type_ in fitting else [])


@pytest.mark.parametrize(
    ("pattern", "covered"),
    [
        ("*", {"chats", "chats-copy"}),
        ("arn:aws:s3:::*", {"chats", "chats-copy"}),
        ("arn:aws:s3:::chats/*", {"chats"}),
        ("arn:aws:s3:::chats*", {"chats", "chats-copy"}),
        ("arn:aws:s3:::other/chats", set()),
        ("arn:aws:s3:::chat", set()),
    ],
)
def test_a_pattern_covers_the_buckets_it_names(pattern: str, covered: set[str]) -> None:
    stores = [resource(BUCKET, name, bucket=name) for name in ("chats", "chats-copy")]
    found = granted(*stores, *role_with("job", statement("s3:Get*", pattern), text=True))
    assert {one.store_urn.rpartition("::")[2] for one in found if one.store_urn} == covered


@pytest.mark.parametrize(
    ("type_", "inputs", "pattern"),
    [
        ("aws:dynamodb/table:Table", {"name": "users"}, "arn:aws:dynamodb:eu-north-1:111122223333:table/users"),
        ("aws:cloudwatch/logGroup:LogGroup", {"name": "/a/b"}, "arn:aws:logs:eu-north-1:1:log-group:/a/b:*"),
        ("aws:ecr/repository:Repository", {"name": "team/app"}, "arn:aws:ecr:eu-north-1:1:repository/team/*"),
        ("aws:dynamodb/table:Table", {"name": "users"}, "arn:aws:dynamodb:eu-north-1:111122223333:table/*"),
        ("aws:msk/cluster:Cluster", {"clusterName": "x", "name": "clicks"}, "arn:aws:kafka:e:1:topic/clicks/u/t"),
    ],
)
def test_an_arn_as_text_covers_the_store_of_its_name(type_: str, inputs: dict[str, Any], pattern: str) -> None:
    store = resource(type_, "it", **inputs)
    [found] = granted(store, *role_with("job", statement("*", pattern)))
    assert found.store_urn == store.urn


def test_a_star_covers_a_store_whose_name_nobody_knows_yet() -> None:
    for type_, action in ((BUCKET, "s3:GetObject"), ("aws:dynamodb/table:Table", "dynamodb:Scan")):
        [found] = granted(resource(type_, "unnamed"), *role_with("job", statement(action, "*"), text=True))
        assert (found.access, found.store_urn) == ("reads", f"urn:{type_}::unnamed")


def test_what_is_denied_or_only_listed_is_no_access() -> None:
    store = resource(BUCKET, "chats")
    for said in (statement("s3:ListBucket", out(store)), statement("s3:GetObject", out(store), effect="Deny")):
        assert granted(store, *role_with("job", said)) == ()


def test_everything_but_some_actions_or_some_stores_counts_as_access() -> None:
    store = resource(BUCKET, "chats")
    for said in (
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::other"},
    ):
        [found] = granted(store, *role_with("job", said))
        assert found.access == "reads and writes"


def test_a_policy_that_cannot_be_read_may_let_everything_be_done_with_what_it_was_made_of() -> None:
    one, other = resource(BUCKET, "one"), resource(BUCKET, "other")
    role = resource(ROLE, "job")
    policy = resource(ROLE_POLICY, "job", role=out(role), policy=Unknown((one.urn, role.urn)))
    assert [(one.store_urn, one.access) for one in granted(one, other, role, policy)] == [(one.urn, "reads and writes")]


@pytest.mark.parametrize("policy", ["{not json", '{"Statement": 3}', {"Statement": [{"Effect": "Perhaps"}]}, 7, None])
def test_a_misshapen_policy_grants_nothing_and_breaks_nothing(policy: Any) -> None:
    store, role = resource(BUCKET, "chats"), resource(ROLE, "job")
    assert granted(store, role, resource(ROLE_POLICY, "job", role=out(role), policy=policy)) == ()


def test_policies_are_found_wherever_a_role_has_them() -> None:
    store = resource(BUCKET, "chats")
    document = {"Statement": [statement("s3:GetObject", out(store))]}
    role = resource(ROLE, "job")
    policy = resource("aws:iam/policy:Policy", "p", policy=document)
    one = resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", role=out(role), policyArn=out(policy))
    many = resource("aws:iam/policyAttachment:PolicyAttachment", "a", roles=(out(role),), policyArn=out(policy))
    inline = resource(ROLE, "job", inlinePolicies=({"policy": document},))
    for found in ([inline], [role, policy, one], [role, policy, many]):
        assert [(each.role, each.access) for each in granted(store, *found)] == [("job", "reads")]


def test_whom_the_policy_of_a_store_lets_in_is_said() -> None:
    store = resource(BUCKET, "chats")
    let = {"Effect": "Allow", "Principal": {"AWS": "999988887777"}, "Action": "s3:GetObject", "Resource": "*"}
    policy = resource("aws:s3/bucketPolicy:BucketPolicy", "p", bucket=out(store, "id"), policy={"Statement": [let]})
    [found] = granted(store, policy)
    assert (found.access, found.store_urn) == ("reads", store.urn)
    assert found.role == "999988887777, by the store's own policy"


def test_a_store_that_works_with_a_role_stands_between_what_the_role_reads_and_writes() -> None:
    stream = resource("aws:kinesis/stream:Stream", "clicks")
    bucket = resource(BUCKET, "features")
    job = role_with("job", statement("kinesis:GetRecords", out(stream)), statement("s3:PutObject", out(bucket)))
    flink = resource("aws:kinesisanalyticsv2/application:Application", "app", serviceExecutionRole=out(job[0]))
    found = {(each.source_urn, each.target_urn, each.possible) for each in flows(stream, bucket, flink, *job)}
    assert found == {(stream.urn, flink.urn, True), (flink.urn, bucket.urn, True)}


def test_the_log_of_a_program_is_a_trace_and_not_also_a_possible_flow() -> None:
    group = resource("aws:cloudwatch/logGroup:LogGroup", "logs")
    stream = resource("aws:cloudwatch/logStream:LogStream", "logs", logGroupName=out(group, "name"))
    job = role_with("job", statement("logs:PutLogEvents", out(group)))
    flink = resource(
        "aws:kinesisanalyticsv2/application:Application",
        "app",
        serviceExecutionRole=out(job[0]),
        cloudwatchLoggingOptions={"logStreamArn": out(stream)},
    )
    [found] = flows(group, stream, flink, *job)
    assert (found.target_urn, found.carries_data, found.possible) == (group.urn, False, False)


def test_a_cluster_works_with_the_role_of_its_instance_profile() -> None:
    raw, logs = resource(BUCKET, "raw"), resource(BUCKET, "made")
    job = role_with("job", statement("s3:GetObject", out(raw)), statement("s3:PutObject", out(logs)))
    profile = resource("aws:iam/instanceProfile:InstanceProfile", "profile", role=out(job[0], "name"))
    cluster = resource("aws:emr/cluster:Cluster", "emr", ec2Attributes={"instanceProfile": out(profile)})
    found = {(each.source_urn, each.target_urn) for each in flows(raw, logs, profile, cluster, *job)}
    assert found == {(raw.urn, cluster.urn), (cluster.urn, logs.urn)}


def test_what_surely_flows_is_not_said_a_second_time_as_possible() -> None:
    one, other = resource(BUCKET, "one"), resource(BUCKET, "other")
    copies = role_with(
        "copies", statement("s3:GetObjectVersionForReplication", out(one)), statement("s3:ReplicateObject", out(other))
    )
    rules = ({"destination": {"bucket": out(other)}},)
    found = flows(one, other, *copies, resource(REPLICATION, "r", bucket=out(one, "id"), rules=rules))
    assert [(each.what, each.possible) for each in found] == [("replication", False)]
