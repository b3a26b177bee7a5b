"""Rules over flows: what is sure fails, what is only possible or not seen is unknown, and nothing else passes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Resource, Unknown
from policies.context import context_of
from policies.evaluate import evaluate
from policies.registry import BY_ID
from policies.rule import Outcome, Verdict
from policies.rules.flows import CARE
from tests.policies.flows.sample import BUCKET, EU, REPLICATION, graph_of, out, resource, role_with, statement

CLASSES = [*CARE, ""]
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
RULES = ("MIN-013", "MIN-014", "RES-017", "RET-018")


def store(name: str, class_: str = "personal", purpose: str = "chat", type_: str = BUCKET, **more: Any) -> Resource:
    tags = {"DataClassification": class_, "Purpose": purpose}
    return resource(type_, name, tags={key: value for key, value in tags.items() if value}, **more)


def copied(source: Resource, target: Resource) -> Resource:
    rules = ({"destination": {"bucket": out(target)}},)
    return resource(REPLICATION, f"{source.name}-{target.name}", bucket=out(source, "id"), rules=rules)


def expires(bucket: Resource) -> Resource:
    rules = ({"status": "Enabled", "expiration": {"days": 30}},)
    return resource(LIFECYCLE, f"{bucket.name}-life", bucket=out(bucket, "id"), rules=rules)


def said(rule: str, of: str, *resources: Resource, context: Any = EU) -> Outcome:
    found = evaluate(graph_of(*resources), rules=[BY_ID[rule]], today=date(2026, 11, 24), context=context)
    return next(each.outcome for each in found if each.resource.name == of)


@given(st.sampled_from(CLASSES), st.sampled_from(CLASSES))
def test_data_flows_only_to_a_class_of_as_much_care(source: str, target: str) -> None:
    one, other = store("one", source), store("other", target)
    verdict = said("MIN-013", "one", one, other, copied(one, other)).verdict
    if CARE.get(source, 3) <= CARE["internal"]:
        assert verdict is Verdict.NOT_APPLICABLE
    else:
        lower = CARE.get(target, -1) < CARE.get(source, 3)
        assert verdict is (Verdict.FAIL if lower else Verdict.PASS)


PURPOSES = st.sets(st.sampled_from(["chat", "billing", "advertising"]), max_size=3)


@given(PURPOSES, PURPOSES, st.sampled_from(["personal", "special", ""]))
def test_personal_data_flows_only_for_purposes_of_its_source(had: set[str], wanted: set[str], class_: str) -> None:
    one, other = store("one", class_, " + ".join(sorted(had))), store("other", "special", "+".join(sorted(wanted)))
    verdict = said("MIN-014", "one", one, other, copied(one, other)).verdict
    assert verdict is (Verdict.PASS if wanted and wanted <= had else Verdict.FAIL)


@pytest.mark.parametrize(("region", "verdict"), [("eu-central-1", Verdict.PASS), ("us-east-1", Verdict.FAIL)])
def test_a_copy_stays_in_the_jurisdiction(region: str, verdict: Verdict) -> None:
    one, other = store("one"), store("other", region=region)
    assert said("RES-017", "one", one, other, copied(one, other)).verdict is verdict


def test_a_trace_of_personal_data_stays_in_the_jurisdiction_too() -> None:
    one, logs = store("one"), store("logs", "internal", region="us-east-1")
    logging = resource("aws:s3/bucketLogging:BucketLogging", "l", bucket=out(one, "id"), targetBucket=out(logs, "id"))
    assert said("RES-017", "one", one, logs, logging).verdict is Verdict.FAIL
    assert said("MIN-013", "one", one, logs, logging).verdict is Verdict.NOT_APPLICABLE


def test_without_a_declared_residency_nobody_knows_whether_a_copy_stays() -> None:
    one, other = store("one"), store("other")
    assert said("RES-017", "one", one, other, copied(one, other), context=context_of({})).verdict is Verdict.UNKNOWN


def test_a_copy_without_a_retention_fails_and_one_with_it_passes() -> None:
    one, other = store("one"), store("other")
    assert said("RET-018", "one", one, other, copied(one, other)).verdict is Verdict.FAIL
    assert said("RET-018", "one", one, other, copied(one, other), expires(other)).verdict is Verdict.PASS


def test_what_a_database_keeps_only_the_application_knows() -> None:
    one = store("one")
    tables = store("tables", type_="aws:rds/instance:Instance")
    task = resource("aws:pipes/pipe:Pipe", "load", source=out(one), target=out(tables))
    outcome = said("RET-018", "one", one, tables, task)
    assert outcome.verdict is Verdict.UNKNOWN
    assert "sends its data to tables (RDS database) through load (Pipe), and whether its end stays is not seen" in (
        outcome.sentence
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_place_outside_the_stack_or_one_not_known_is_never_right(rule: str) -> None:
    one = store("one")
    for destination in ("arn:aws:s3:::elsewhere", Unknown()):
        link = resource(REPLICATION, "r", bucket=out(one, "id"), rules=({"destination": {"bucket": destination}},))
        assert said(rule, "one", one, link).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("rule", RULES)
def test_a_link_whose_source_is_not_known_may_come_out_of_any_store(rule: str) -> None:
    one, other = store("one"), store("other", "special")
    link = resource(REPLICATION, "r", bucket=Unknown(), rules=({"destination": {"bucket": out(other)}},))
    assert said(rule, "one", one, other, link, expires(other)).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("path", ["one", "other"])
def test_tags_that_cannot_be_read_never_pass(rule: str, path: str) -> None:
    stores = {"one": store("one"), "other": store("other", "internal", "else", region="us-east-1")}
    stores[path] = replace(stores[path], inputs={"tags": Unknown()})
    outcome = said(rule, "one", *stores.values(), copied(stores["one"], stores["other"]))
    assert outcome.verdict is not Verdict.PASS


def moved(one: Resource, other: Resource) -> tuple[Resource, ...]:
    action = "logs:PutLogEvents" if other.type.endswith("LogGroup") else "s3:PutObject"
    return role_with("job", statement("s3:GetObject", out(one)), statement(action, out(other)))


@given(st.sampled_from(CLASSES))
def test_what_a_role_makes_of_personal_data_may_be_derived_and_is_not_known_of_less(target: str) -> None:
    one, other = store("one"), store("other", target)
    outcome = said("MIN-013", "one", one, other, *moved(one, other))
    assert outcome.verdict is (Verdict.PASS if CARE.get(target, -1) >= CARE["derived"] else Verdict.UNKNOWN)
    assert outcome.verdict is Verdict.PASS or "may send its data to other (S3 bucket) through job (Role)" in (
        outcome.sentence
    )


def test_a_role_that_carries_data_between_purposes_is_unknown_never_a_failure() -> None:
    one, other = store("one"), store("other", "personal", "billing")
    assert said("MIN-014", "one", one, other, *moved(one, other)).verdict is Verdict.UNKNOWN
    made = store("other", "derived", "billing")
    assert said("MIN-014", "one", one, made, *moved(one, made)).verdict is Verdict.NOT_APPLICABLE


def test_the_log_of_a_program_is_no_copy_of_what_it_reads() -> None:
    one = store("one")
    logs = store("logs", "internal", type_="aws:cloudwatch/logGroup:LogGroup", retentionInDays=90)
    assert said("MIN-013", "one", one, logs, *moved(one, logs)).verdict is Verdict.NOT_APPLICABLE


def test_a_backup_is_for_the_purpose_of_its_source() -> None:
    one = store("one")
    vault = store("vault", "personal", "backups", type_="aws:backup/vault:Vault")
    plan = resource("aws:backup/plan:Plan", "p", rules=({"targetVaultName": out(vault, "name")},))
    selection = resource("aws:backup/selection:Selection", "s", planId=out(plan, "id"), resources=(out(one),))
    assert said("MIN-013", "one", one, vault, plan, selection).verdict is Verdict.PASS
    assert said("MIN-014", "one", one, vault, plan, selection).verdict is Verdict.NOT_APPLICABLE
    weaker = store("vault", "internal", "backups", type_="aws:backup/vault:Vault")
    assert said("MIN-013", "one", one, weaker, plan, selection).verdict is Verdict.FAIL


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("junk", [7, "junk", [], {"x": 1}, [[]], None, True])
def test_a_misshapen_link_or_tag_breaks_no_rule(rule: str, junk: Any) -> None:
    one, other = store("one"), store("other", region="us-east-1")
    link = resource(REPLICATION, "r", bucket=junk, rules=junk)
    assert said(rule, "one", one, other, link).verdict is not Verdict.ERROR
    one = replace(one, inputs={"tags": junk})
    assert said(rule, "one", one, other, copied(one, other)).verdict in (Verdict.FAIL, Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("type_", "inputs", "verdict"),
    [
        ("aws:kinesis/stream:Stream", {}, Verdict.PASS),
        ("aws:kinesis/stream:Stream", {"retentionPeriod": Unknown()}, Verdict.UNKNOWN),
        ("aws:dynamodb/table:Table", {"ttl": {"attributeName": "until"}}, Verdict.PASS),
        ("aws:dynamodb/table:Table", {}, Verdict.FAIL),
        ("aws:keyspaces/table:Table", {"defaultTimeToLive": 60}, Verdict.PASS),
        ("aws:keyspaces/table:Table", {"defaultTimeToLive": 0}, Verdict.FAIL),
        ("aws:opensearch/domain:Domain", {}, Verdict.UNKNOWN),
        ("aws:ecr/repository:Repository", {}, Verdict.FAIL),
        ("aws:fsx/lustreFileSystem:LustreFileSystem", {}, Verdict.UNKNOWN),
    ],
)
def test_the_end_of_a_copy_is_what_its_service_is_told(type_: str, inputs: dict[str, Any], verdict: Verdict) -> None:
    one, other = store("one"), store("other", type_=type_, **inputs)
    pipe = resource("aws:pipes/pipe:Pipe", "load", source=out(one), target=out(other))
    assert said("RET-018", "one", one, other, pipe).verdict is verdict
