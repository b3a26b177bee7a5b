"""Who reads personal columns: what passes, what fails, and what nobody can know."""

from datetime import date
from typing import Any

import pytest

from graph.model import Unknown
from policies.evaluate import evaluate
from policies.registry import BY_ID
from policies.rule import Verdict
from policies.rules.tables import GRANT, SETTINGS, STORE, TABLE
from tests.policies.flows.sample import EU, graph_of, out, resource

PERSON = {"name": "person", "type": "string", "parameters": {"data_class": "special"}}
COUNTRY = {"name": "country", "type": "string", "parameters": {"data_class": "internal"}}
EVENTS = resource(TABLE, "events", name="events", storageDescriptor={"columns": [PERSON, COUNTRY]})
COUNTRIES = resource(TABLE, "countries", name="countries", storageDescriptor={"columns": [COUNTRY]})
UNSAID = resource(TABLE, "unsaid", name="unsaid", storageDescriptor={"columns": [{"name": "a", "type": "string"}]})

JOBS = resource("aws:iam/role:Role", "jobs")


def verdict(type_: str, **inputs: Any) -> Verdict:
    graph = graph_of(EVENTS, COUNTRIES, UNSAID, JOBS, resource(type_, "it", **inputs))
    found = evaluate(graph, rules=[BY_ID["MIN-012"]], today=date(2026, 11, 24), context=EU)
    return next(each.outcome.verdict for each in found if each.resource.name == "it")


def granted(**on: Any) -> Verdict:
    return verdict(GRANT, **{"principal": "arn:aws:iam::111122223333:role/jobs", "permissions": ["SELECT"], **on})


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ({"table": {"name": out(COUNTRIES, "name")}}, Verdict.PASS),
        ({"table": {"name": out(EVENTS, "name")}}, Verdict.FAIL),
        ({"table": {"name": "events"}}, Verdict.FAIL),
        ({"table": {"name": out(EVENTS, "name")}, "permissions": ["DESCRIBE"]}, Verdict.PASS),
        ({"table": {"name": out(EVENTS, "name")}, "permissions": ["ALL"]}, Verdict.FAIL),
        ({"table": {"name": out(EVENTS, "name")}, "permissions": Unknown()}, Verdict.UNKNOWN),
        ({"table": {"name": out(UNSAID, "name")}}, Verdict.UNKNOWN),
        ({"table": {"name": "of-another-program"}}, Verdict.UNKNOWN),
        ({"table": Unknown()}, Verdict.UNKNOWN),
        ({"tableWithColumns": {"name": out(EVENTS, "name"), "columnNames": ["country"]}}, Verdict.PASS),
        ({"tableWithColumns": {"name": out(EVENTS, "name"), "columnNames": ["person"]}}, Verdict.FAIL),
        ({"tableWithColumns": {"name": out(EVENTS, "name"), "columnNames": Unknown()}}, Verdict.UNKNOWN),
        ({"dataCellsFilter": {"tableName": "events", "name": "jobs"}}, Verdict.PASS),
        ({"lfTagPolicy": {"expressions": [{"key": "data_class", "values": ["internal"]}]}}, Verdict.PASS),
        ({"lfTagPolicy": {"expressions": [{"key": "data_class", "values": ["personal"]}]}}, Verdict.FAIL),
        ({"lfTagPolicy": {"expressions": [{"key": "team", "values": ["search"]}]}}, Verdict.FAIL),
        ({"database": {"name": "lake"}, "permissions": ["DESCRIBE"]}, Verdict.PASS),
        ({}, Verdict.FAIL),
        ({"dataCellsFilter": {"name": "x"}, "principal": "IAM_ALLOWED_PRINCIPALS"}, Verdict.FAIL),
        ({"dataCellsFilter": {"name": "x"}, "principal": Unknown()}, Verdict.UNKNOWN),
        ({"dataCellsFilter": {"name": "x"}, "principal": out(JOBS)}, Verdict.PASS),
    ],
)
def test_personal_columns_are_granted_through_a_filter(on: dict[str, Any], expected: Verdict) -> None:
    assert granted(**on) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([], Verdict.PASS),
        (None, Verdict.FAIL),
        ([{"principal": "IAM_ALLOWED_PRINCIPALS", "permissions": ["ALL"]}], Verdict.FAIL),
        ([{"principal": "arn:aws:iam::111122223333:role/admin", "permissions": ["ALL"]}], Verdict.PASS),
        (Unknown(), Verdict.UNKNOWN),
        ("nobody", Verdict.FAIL),
        ([{}], Verdict.FAIL),
    ],
)
def test_new_tables_are_open_to_nobody_by_default(said: Any, expected: Verdict) -> None:
    assert verdict(SETTINGS, createDatabaseDefaultPermissions=[], createTableDefaultPermissions=said) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [(False, Verdict.PASS), (None, Verdict.PASS), (True, Verdict.FAIL), (Unknown(), Verdict.UNKNOWN)],
)
def test_iam_does_not_pass_by_the_filters(said: Any, expected: Verdict) -> None:
    assert verdict(STORE, arn="arn:aws:s3:::lake", hybridAccessEnabled=said) is expected
