"""The records of a stack that has every kind of store: none is missing, and what is said of each is true."""

import pytest

from catalogue.stores import keeps_nothing
from policies.flows.model import UNKNOWN
from preview.records.sheet import Sheet, as_csv, as_markdown
from preview.records.sheets import sheets_of
from tests.preview.records.full import full
from tests.preview.records.stacks import of_stack

PROCESSING, RETENTION, TRANSFERS, ERASURE = sheets_of(full()[1])


def cell(sheet: Sheet, store: str, column: str) -> str:
    [row] = [row for row in (*sheet.rows, *sheet.rest) if row[0].startswith(f"{store} (")]
    return row[sheet.columns.index(column)]


@pytest.mark.parametrize("which", ["full", "prod", "sandbox", "dev", "tpu"])
def test_every_resource_that_keeps_data_is_in_each_document(which: str) -> None:
    graph, records = full() if which == "full" else of_stack(which)
    labels = [store.label for store in records.stores]
    stores = [one.urn for one in graph if one.custom and not keeps_nothing(one.type)]
    assert sorted(stores) == sorted(store.resource.urn for store in records.stores)
    processing, retention, _, erasure = sheets_of(records)
    for sheet in (processing, retention, erasure):
        assert [label for label in labels if label not in as_csv(sheet)] == []
        assert [label for label in labels if label not in as_markdown(sheet)] == []


def test_the_stack_has_every_kind_of_store_that_components_make() -> None:
    types = {store.resource.type.partition("/")[0] for store in full()[1].stores}
    services = "backup cloudwatch docdb ec2 ecr efs eks elasticache emrserverless fsx glue keyspaces kinesis"
    more = ("kinesisanalyticsv2", "msk", "opensearch", "rds", "s3")
    assert types == {f"aws:{service}" for service in (*services.split(), *more)}


def test_every_activity_has_what_article_30_asks_for() -> None:
    text = as_markdown(PROCESSING)
    assert "Controller, joint controller, representative and data protection officer (30(1)(a)): to be filled" in text
    assert "recipients of what is in them (30(1)(d)): Amazon Web Services in eu-north-1." in text
    letters = {column[-3:] for column in PROCESSING.columns if column.endswith(")")}
    assert letters == {"(b)", "(c)", "(d)", "(e)", "(f)", "(g)"}
    assert all(all(row) for row in PROCESSING.rows)


@pytest.mark.parametrize(
    ("store", "column", "said"),
    [
        (
            "homes",
            "backups and older versions",
            "daily automatic backups of EFS, kept 35 days; recovery points, kept 35",
        ),
        (
            "accounts",
            "backups and older versions",
            "14 days of the service's own backups; recovery points, kept 35 days in",
        ),
        ("datasets", "backups and older versions", "older versions go after 30 days; recovery points, kept 35 days in"),
        ("models", "backups and older versions", "older versions go after 30 days"),
        ("chats-messages", "kept", "90 days"),
        ("chats-messages", "backups and older versions", "point-in-time recovery of 35 days"),
        ("clicks", "kept", "48 hours from when their segment is closed, as the brokers are told; a topic's own"),
        (
            "scratch",
            "kept",
            "files stay until somebody deletes them or the file system ends, or the linked bucket lets",
        ),
        ("backupplan", "not before", "vault lock, a recovery point stays at least 7 days; governance: who may change"),
    ],
)
def test_the_schedule_says_what_the_resources_say(store: str, column: str, said: str) -> None:
    assert cell(RETENTION, store, column).startswith(said)


def test_a_vault_whose_policy_denies_deletion_says_so_in_the_runbook() -> None:
    said = cell(ERASURE, "backupplan", "cannot be deleted before")
    assert said.endswith(
        "the vault's policy denies deletion of recovery points to everybody and has to be changed first"
    )


def test_logs_that_databases_write_by_name_are_flows() -> None:
    assert {(row[1], row[4]) for row in TRANSFERS.rows if row[7].startswith("log: ")} >= {
        ("accounts (RDS database)", "accounts-postgresql (log group)"),
        ("features (Aurora or Multi-AZ database cluster)", "features-postgresql (log group)"),
        ("prompts (DocumentDB cluster)", "prompts-audit (log group)"),
    }


@pytest.mark.parametrize("store", ["access-logs", "audit-logs", "audit-events", "network-flow-logs", "cluster-logs"])
def test_a_log_that_names_people_has_a_card_whatever_its_class(store: str) -> None:
    assert cell(ERASURE, store, "data class") == "internal"
    assert cell(ERASURE, store, "why it is here").startswith("it takes traces, in which names and addresses of people")


def test_what_is_made_of_personal_data_is_followed() -> None:
    made = cell(ERASURE, "datasets", "may be in what is made from it")
    assert made == "checkpoints (S3 bucket), through trainer (Role); models (S3 bucket), through trainer (Role)"


def test_what_may_come_in_is_said_as_possible() -> None:
    said = cell(ERASURE, "checkpoints", "comes in from")
    assert (
        said == "possibly datasets (S3 bucket): what its holder makes of the data; possibly models (S3 bucket): what "
        "its holder makes of the data"
    )


def test_the_subject_key_of_a_store_stands_in_its_commands() -> None:
    assert "SUBJECT_FIELD=user_id\n" in cell(ERASURE, "documents", "commands")
    assert "COLUMN=user_id\n" in cell(ERASURE, "chats-messages", "commands")
    assert 'PREFIX=subjects/"${SUBJECT:?}"\n' in cell(ERASURE, "datasets", "commands")
    assert cell(ERASURE, "datasets", "how a person's data is found") == "by key or prefix; its subject key is subjects/"
    assert cell(ERASURE, "documents", "how a person's data is found").endswith("; its subject key is user_id")


def test_a_database_has_the_statements_of_its_engine_only() -> None:
    commands = cell(ERASURE, "accounts", "commands")
    assert "psql " in commands
    assert "mysql " not in commands
    assert "sqlplus " not in commands


def test_a_store_nothing_personal_flows_into_is_in_the_table_without_a_card() -> None:
    assert cell(ERASURE, "system", "why it is here").startswith("its tags say that it holds no personal data, and none")
    assert not [row for row in ERASURE.rows if row[0].startswith("system (")]


def test_no_class_no_purpose_and_no_owner_is_unknown() -> None:
    records = full()[1]
    assert not [s.label for s in records.stores if UNKNOWN in (s.data_class, s.purpose, s.owner, s.jurisdiction)]
