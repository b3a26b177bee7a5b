"""Every store is in the register, with what its resources say and nothing more."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.stores import keeps_nothing, store_types
from catalogue.tables import table
from graph.model import Unknown
from policies.flows.model import PERSONAL
from preview.command import ROOT
from preview.records.model import MADE
from preview.records.sheet import as_markdown
from preview.records.sheets import sheets_of
from preview.stack_file import stack_names
from tests.preview.records.stacks import TAGS, of, of_stack, out, resource

STACKS = stack_names(ROOT / "stacks")
BUCKET = "aws:s3/bucket:Bucket"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"


@pytest.mark.parametrize("stack", STACKS)
def test_every_resource_of_every_stack_keeps_nothing_or_is_in_the_register(stack: str) -> None:
    graph, records = of_stack(stack)
    stores = [one.urn for one in graph if one.custom and not keeps_nothing(one.type)]
    assert sorted(stores) == sorted(store.resource.urn for store in records.stores)
    register, schedule, *_ = sheets_of(records)
    labels = "; ".join(row[register.columns.index("stores")] for row in register.rows)
    assert all(store.label in labels for store in records.stores)
    assert sorted(stores) == sorted(row[-1] for row in schedule.rows)


def test_no_type_both_keeps_data_and_keeps_nothing() -> None:
    assert not [type_ for type_ in store_types() if keeps_nothing(type_)]


def test_a_type_nobody_has_looked_at_is_said_as_unknown() -> None:
    records = of(resource("aws:novelty/store:Store", "new"))
    assert records.stores == ()
    assert "Whether resources of these types keep data: aws:novelty/store:Store." in records.unknowns


@given(st.sampled_from(sorted(store_types())), st.sampled_from([*PERSONAL, "internal", "public", "weights", ""]))
def test_every_store_has_a_row_in_the_runbook_and_a_card_if_a_person_may_be_in_it(type_: str, class_: str) -> None:
    tags = {**TAGS, "DataClassification": class_}
    holder = {"aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "resourceTags"}.get(type_, "tags")
    inputs: dict[str, Any] = {holder: tags}
    erasure = sheets_of(of(resource(type_, "store", **inputs)))[-1]
    label = f"store ({store_types()[type_].kind})"
    carded = class_ in (*PERSONAL, *MADE, "")
    assert [row[0] for row in erasure.rows] == ([label] if carded else [])
    assert [row[0] for row in erasure.rest] == ([] if carded else [label])
    assert label in as_markdown(erasure)


def test_a_bucket_says_its_days_its_older_versions_and_its_lock() -> None:
    bucket = resource(BUCKET, "chats", tags=TAGS)
    rules = ({"status": "Enabled", "expiration": {"days": 30}, "noncurrentVersionExpiration": {"noncurrentDays": 1}},)
    versioning = resource(
        "aws:s3/bucketVersioning:BucketVersioning",
        "v",
        bucket=out(bucket, "bucket"),
        versioningConfiguration={"status": "Enabled"},
    )
    lock = resource(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "o",
        bucket=out(bucket, "bucket"),
        rule={"defaultRetention": {"mode": "COMPLIANCE", "days": 7}},
    )
    lifecycle = resource(LIFECYCLE, "l", bucket=out(bucket, "bucket"), rules=rules)
    [store] = of(bucket, versioning, lock, lifecycle).stores
    assert (store.retention, store.backups) == ("30 days", "older versions go after 1 day")
    assert store.lock == "object lock COMPLIANCE: 7 days from writing; nobody can delete earlier"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((), "objects stay until somebody deletes them"),
        (({"status": "Disabled", "expiration": {"days": 30}},), "objects stay until somebody deletes them"),
        (
            ({"status": "Enabled", "expiration": {"days": 30}, "filter": {"prefix": "tmp/"}},),
            "30 days, for keys under tmp/",
        ),
        (({"status": "Enabled", "expiration": {"days": Unknown()}},), "unknown"),
    ],
)
def test_a_rule_that_is_off_or_narrow_is_never_said_to_end_everything(rules: tuple[object, ...], said: str) -> None:
    bucket = resource(BUCKET, "chats", tags=TAGS)
    [store] = of(bucket, resource(LIFECYCLE, "l", bucket=out(bucket, "bucket"), rules=rules)).stores
    assert store.retention == said


def test_a_log_group_without_a_number_keeps_for_ever_and_an_unknown_number_is_unknown() -> None:
    group = "aws:cloudwatch/logGroup:LogGroup"
    [without] = of(resource(group, "g")).stores
    [hidden] = of(resource(group, "g", retentionInDays=Unknown())).stores
    assert (without.retention, hidden.retention) == ("events are kept for ever", "unknown")


@pytest.mark.parametrize("row", table("stores"), ids=lambda row: row["type"])
def test_a_row_of_the_table_says_how_a_person_is_found_and_deleted(row: dict[str, str]) -> None:
    assert all(row[column] for column in ("kind", "without_limit", "without_backups", "copies", "find", "erase"))
    assert row["source"].startswith("https://")
