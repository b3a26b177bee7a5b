"""Erasure: one role that may do all of it, older versions included, and what names a person where keys find data."""

from datetime import date
from typing import Any

import pytest

from graph.model import Resource, Text, Unknown
from policies.evaluate import evaluate
from policies.registry import BY_ID
from policies.rule import Verdict
from policies.rules.erasure import OF_BUCKETS
from tests.policies.flows.sample import BUCKET, EU, ROLE_POLICY, graph_of, out, resource, role_with, statement

TABLE = "aws:dynamodb/table:Table"


def store(type_: str = BUCKET, class_: str = "personal", **tags: str) -> Resource:
    return resource(type_, "chats", tags={"DataClassification": class_, **tags})


def verdict(rule: str, *resources: Resource) -> Verdict:
    found = evaluate(graph_of(*resources), rules=[BY_ID[rule]], today=date(2026, 11, 24), context=EU)
    return next(each.outcome.verdict for each in found if each.resource.name == "chats")


def test_a_role_that_may_list_read_and_delete_every_version_passes() -> None:
    chats = store()
    whole = statement(list(OF_BUCKETS), out(chats), Text((out(chats), "/*")))
    assert verdict("ERA-004", chats, *role_with("dsr", whole)) is Verdict.PASS


@pytest.mark.parametrize("without", ["s3:ListBucketVersions", "s3:GetObjectVersion", "s3:DeleteObjectVersion"])
def test_a_role_that_lacks_a_part_of_it_fails(without: str) -> None:
    chats = store()
    part = statement([action for action in OF_BUCKETS if action != without], out(chats))
    assert verdict("ERA-004", chats, *role_with("dsr", part)) is Verdict.FAIL


def test_two_roles_that_may_each_do_a_half_cannot_answer_a_request() -> None:
    chats = store()
    lists = role_with("lists", statement(list(OF_BUCKETS[:1]), out(chats)))
    rest = role_with("rest", statement(list(OF_BUCKETS[1:]), out(chats)))
    assert verdict("ERA-004", chats, *lists, *rest) is Verdict.FAIL


def test_a_role_for_another_store_is_none_for_this_one() -> None:
    chats, other = store(), resource(BUCKET, "other", tags={"DataClassification": "public"})
    assert verdict("ERA-004", chats, other, *role_with("dsr", statement(list(OF_BUCKETS), out(other)))) is Verdict.FAIL


def test_a_policy_that_is_not_known_leaves_it_open() -> None:
    chats = store()
    role, _ = role_with("dsr")
    for policy in (Unknown(), Unknown((chats.urn,))):
        hidden = resource(ROLE_POLICY, "p", role=out(role), policy=policy)
        assert verdict("ERA-004", chats, role, hidden) is Verdict.UNKNOWN


def test_items_of_a_table_are_erased_by_key() -> None:
    users = store(TABLE)
    role = role_with("dsr", statement(["dynamodb:GetItem", "dynamodb:DeleteItem"], out(users)))
    assert verdict("ERA-004", users, *role) is Verdict.PASS
    assert verdict("ERA-004", users) is Verdict.FAIL


@pytest.mark.parametrize("rule", ["ERA-002", "ERA-004"])
def test_what_is_not_personal_needs_none_of_it(rule: str) -> None:
    assert verdict(rule, store(class_="weights")) is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("type_", [BUCKET, TABLE, "aws:keyspaces/table:Table"])
def test_what_is_found_by_key_says_what_names_the_person(type_: str) -> None:
    assert verdict("ERA-002", store(type_)) is Verdict.FAIL
    assert verdict("ERA-002", store(type_, SubjectKey="subjects/")) is Verdict.PASS


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (("text",), Verdict.PASS),
        (("text", "user_id"), Verdict.FAIL),
        (Unknown(), Verdict.UNKNOWN),
        ("user_id", Verdict.FAIL),
        ((), Verdict.PASS),
    ],
)
def test_the_field_that_names_a_person_stays_filterable(left_out: Any, said: Verdict) -> None:
    index = resource(
        "aws:s3/vectorsIndex:VectorsIndex",
        "chats",
        tags={"DataClassification": "personal", "SubjectKey": "user_id"},
        metadataConfiguration={"nonFilterableMetadataKeys": left_out},
    )
    assert verdict("ERA-003", index) is said


def test_a_domain_of_vectors_says_its_subject_key() -> None:
    assert verdict("ERA-003", store("aws:opensearch/domain:Domain")) is Verdict.FAIL
    assert verdict("ERA-003", store("aws:opensearch/domain:Domain", SubjectKey="user_id")) is Verdict.PASS
