"""Why a wide-column database is as it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.compute.setting_error import SettingError
from components.database.wide_column_database import WideColumnDatabase
from components.database.wide_column_plan import SIMPLE_TYPES, check_table
from graph.capture import capture
from graph.model import Graph
from tests.examples import FULL, MINIMAL

TABLE = "aws:keyspaces/table:Table"
MESSAGES = FULL["WideColumnDatabase"]["tables"]["messages"]


def database(size: dict[str, Any] = FULL["WideColumnDatabase"], **args: Any) -> Graph:
    return capture(lambda: WideColumnDatabase("talks", {**size, **args}))  # type: ignore[typeddict-item]


def with_table(**changes: Any) -> Graph:
    table = {key: value for key, value in {**MESSAGES, **changes}.items() if value is not None}
    return database(tables={"messages": table})


def test_a_table_is_encrypted_with_the_key_and_can_be_brought_back() -> None:
    table = database().one(TABLE)
    assert table.inputs["encryptionSpecification"] == {
        "type": "CUSTOMER_MANAGED_KMS_KEY",
        "kmsKeyIdentifier": FULL["WideColumnDatabase"]["kms_key_arn"],
    }
    assert table.inputs["pointInTimeRecovery"] == {"status": "ENABLED"}
    assert table.protect


def test_rows_end_and_whose_they_are_is_on_the_table() -> None:
    table = database().one(TABLE).inputs
    assert table["defaultTimeToLive"] == 90 * 86_400
    assert table["tags"]["SubjectKey"] == "person"
    assert "defaultTimeToLive" not in database(MINIMAL["WideColumnDatabase"]).one(TABLE).inputs


def test_keys_keep_their_order() -> None:
    schema = database().one(TABLE).inputs["schemaDefinition"]
    assert [dict(each) for each in schema["clusteringKeys"]] == [
        {"name": "said_at", "orderBy": "DESC"},
        {"name": "message", "orderBy": "ASC"},
    ]
    assert [each["name"] for each in schema["partitionKeys"]] == ["person"]


def test_capacity_is_paid_by_the_request_unless_both_units_are_given() -> None:
    assert database().one(TABLE).inputs["capacitySpecification"]["throughputMode"] == "PROVISIONED"
    plain = database(MINIMAL["WideColumnDatabase"]).one(TABLE).inputs
    assert plain["capacitySpecification"] == {"throughputMode": "PAY_PER_REQUEST"}
    assert "clientSideTimestamps" not in plain


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"partition_keys": []}, "tables.messages.partition_keys is empty; name the columns that rows are found by"),
        ({"partition_keys": ["persn"]}, "names 'persn', which is no column; did you mean 'person'?"),
        ({"clustering_keys": ["person"]}, "clustering_keys names 'person' a second time; a column has one part"),
        ({"static_columns": ["said_at"]}, "static_columns names 'said_at' a second time"),
        (
            {"clustering_keys": ["labels"], "descending": None},
            "a key has a simple type, such as text, uuid or timestamp",
        ),
        ({"clustering_keys": None, "descending": None}, "static_columns are given without clustering keys"),
        ({"descending": ["text"]}, "descending names 'text'; clustering keys can run from high to low"),
        ({"default_ttl_days": None}, "default_ttl_days is missing for personal data; say when a row goes"),
        ({"default_ttl_days": 7301}, "default_ttl_days is 7301; a whole number from 1 to 7300 is right"),
        ({"subject_key": None}, "subject_key is missing for personal data; say which column finds a person's rows"),
        ({"subject_key": "text"}, "subject_key is 'text'; a person's rows are found by the first partition key"),
        ({"read_capacity_units": None}, "write_capacity_units is given alone; give both, or neither"),
        ({"write_capacity_units": 0}, "tables.messages.write_capacity_units is 0; a whole number from 1 to 40000"),
        ({"columns": {**MESSAGES["columns"], "text": "string"}}, "tables.messages.columns.text is 'string'"),
        ({"columns": {**MESSAGES["columns"], "labels": "map<text>"}}, "map<text, int>, list<text> and set<text>"),
        ({"columns": {**MESSAGES["columns"], "Text": "text"}}, "1 to 48 small letters, digits and underscores"),
    ],
)
def test_a_schema_that_cannot_be_gets_a_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^WideColumnDatabase 'talks': ") as refusal:
        with_table(**changes)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"keyspace_name": "prod-talks"}, "keyspace_name is 'prod-talks'; 1 to 48 small letters"),
        ({"tables": {}}, "tables is empty; declare at least one table"),
        ({"tables": {"no-such": MESSAGES}}, "tables is 'no-such'; 1 to 48 small letters"),
    ],
)
def test_a_bad_argument_gets_a_sentence(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        database(**args)


TYPES = st.recursive(
    st.sampled_from(SIMPLE_TYPES),
    lambda inner: st.one_of(
        inner.map("list<{}>".format),
        inner.map("frozen<{}>".format),
        st.tuples(inner, inner).map(lambda two: f"map<{two[0]}, {two[1]}>"),
    ),
    max_leaves=6,
)


def table_of(type_: str) -> dict[str, Any]:
    return {"columns": {"id": "uuid", "value": type_}, "partition_keys": ["id"]}


@given(TYPES)
def test_every_type_made_of_types_is_one(type_: str) -> None:
    check_table("t", table_of(type_), "internal")  # type: ignore[arg-type]


@given(TYPES)
def test_a_type_with_a_wrong_word_anywhere_is_none(type_: str) -> None:
    words = [word for word in SIMPLE_TYPES if word in type_]
    wrong = type_.replace(max(words, key=len), "strng", 1)
    with pytest.raises(SettingError):
        check_table("t", table_of(wrong), "internal")  # type: ignore[arg-type]
