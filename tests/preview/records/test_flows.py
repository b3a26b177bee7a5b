"""Flows follow from references, and a flow that leaves the residency is said to."""

from itertools import pairwise

from preview.records.build import leaves
from preview.records.sheets import sheets_of
from tests.preview.records.stacks import TAGS, of, of_stack, out, resource

BUCKET = "aws:s3/bucket:Bucket"


def test_the_flows_of_prod_are_those_its_resources_make() -> None:
    _, records = of_stack("prod")
    data = {
        (flow.source, flow.target)
        for flow in records.flows
        if flow.carries_data and flow.source_urn and not flow.possible
    }
    lustre, bucket = "scratch (FSx for Lustre file system)", "datasets (S3 bucket)"
    assert data == {
        *((lustre, bucket), (bucket, lustre), (bucket, "backups-personal (backup vault)")),
        ("models (S3 bucket)", "backups-weights (backup vault)"),
    }
    assert not [flow for flow in records.flows if leaves(flow, records)]
    assert {(one.role, one.store, one.access) for one in records.recipients if one.role == "trainer"} == {
        ("trainer", "checkpoints (S3 bucket)", "reads and writes"),
        ("trainer", "datasets (S3 bucket)", "reads"),
        ("trainer", "models (S3 bucket)", "reads and writes"),
    }


def test_a_replica_outside_the_residency_stands_first_in_the_register_of_transfers() -> None:
    bucket = resource(BUCKET, "chats", tags=TAGS)
    copy = resource(BUCKET, "copy", region="us-east-1", tags=TAGS)
    replication = resource(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        "r",
        bucket=out(bucket, "id"),
        rules=({"destination": {"bucket": out(copy)}},),
    )
    transfers = sheets_of(of(bucket, copy, replication))[2]
    assert transfers.rows[0][0] == "leaves the residency (eu)"
    assert transfers.rows[0][1:6] == ("chats (S3 bucket)", "eu-north-1", "personal", "copy (S3 bucket)", "us-east-1")


def test_a_destination_that_is_not_known_is_never_said_to_stay() -> None:
    bucket = resource(BUCKET, "chats", tags=TAGS)
    rules = ({"destination": {"bucket": "arn:aws:s3:::somewhere"}},)
    replication = resource(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "r", bucket=out(bucket, "id"), rules=rules
    )
    records = of(bucket, replication)
    [flow] = records.flows
    assert flow.target == "arn:aws:s3:::somewhere, outside the stack"
    assert leaves(flow, records).startswith("unknown")


def test_a_backup_goes_to_the_vault_of_its_plan_and_on_to_the_vault_of_the_copy() -> None:
    table = resource("aws:dynamodb/table:Table", "users", name="users", tags=TAGS)
    vault = resource("aws:backup/vault:Vault", "vault", name="vault", tags=TAGS)
    far = resource("aws:backup/vault:Vault", "far", region="eu-central-1", name="far", tags=TAGS)
    rule = {
        "targetVaultName": out(vault, "name"),
        "lifecycle": {"deleteAfter": 35},
        "copyActions": ({"destinationVaultArn": out(far), "lifecycle": {"deleteAfter": 90}},),
    }
    plan = resource("aws:backup/plan:Plan", "plan", rules=(rule,))
    selection = resource("aws:backup/selection:Selection", "all", planId=out(plan, "id"), resources=(out(table),))
    records = of(table, vault, far, plan, selection)
    assert [(flow.source, flow.target, flow.what, leaves(flow, records)) for flow in records.flows] == [
        ("users (DynamoDB table)", "vault (backup vault)", "recovery points, kept 35 days", ""),
        ("vault (backup vault)", "far (backup vault)", "copies of recovery points, kept 90 days", "leaves the region"),
    ]


def test_a_selection_by_tags_takes_the_stores_with_the_tag() -> None:
    yes = resource("aws:efs/fileSystem:FileSystem", "yes", tags={**TAGS, "Backup": "daily"})
    no = resource("aws:efs/fileSystem:FileSystem", "no", tags=TAGS)
    vault = resource("aws:backup/vault:Vault", "vault", name="vault", tags=TAGS)
    plan = resource("aws:backup/plan:Plan", "plan", rules=({"targetVaultName": "vault"},))
    tags = ({"type": "STRINGEQUALS", "key": "Backup", "value": "daily"},)
    selection = resource("aws:backup/selection:Selection", "some", planId=out(plan, "id"), selectionTags=tags)
    flows = of(yes, no, vault, plan, selection).flows
    assert [(flow.source, flow.what) for flow in flows] == [("yes (EFS file system)", "recovery points, kept for ever")]


def test_a_store_that_personal_data_reaches_by_several_flows_has_a_card() -> None:
    inside = {**TAGS, "DataClassification": "internal"}
    stores = [
        resource(BUCKET, name, tags=TAGS if name == "chats" else inside) for name in ("chats", "copy", "third", "last")
    ]
    links = [
        resource("aws:pipes/pipe:Pipe", f"to-{target.name}", source=out(source), target=out(target))
        for source, target in pairwise(stores)
    ]
    erasure = sheets_of(of(*stores, *links))[-1]
    why = erasure.columns.index("why it is here")
    assert [(row[0], row[why]) for row in erasure.rows][1:] == [
        ("copy (S3 bucket)", "data of persons may flow into it: chats (S3 bucket), through to-copy (Pipe)"),
        ("last (S3 bucket)", "data of persons may flow into it: third (S3 bucket), through to-last (Pipe)"),
        ("third (S3 bucket)", "data of persons may flow into it: copy (S3 bucket), through to-third (Pipe)"),
    ]


def test_what_a_role_makes_of_personal_data_is_in_the_runbook() -> None:
    _, records = of_stack("prod")
    erasure = sheets_of(records)[-1]
    datasets = next(row for row in erasure.rows if row[0] == "datasets (S3 bucket)")
    made = datasets[erasure.columns.index("may be in what is made from it")]
    assert made == "checkpoints (S3 bucket), through trainer (Role); models (S3 bucket), through trainer (Role)"
