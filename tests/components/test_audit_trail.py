"""Why an audit trail is as it is."""

from typing import Any

import pytest

from components.security.audit_trail import AuditTrail
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements, text
from tests.examples import MINIMAL

TRAIL = "aws:cloudtrail/trail:Trail"
TRAIL_ARN = "arn:aws:cloudtrail:eu-north-1:111122223333:trail/prod-audit"
STORES = ["arn:aws:s3:::datasets", "arn:aws:s3:::models"]


def trail(**args: Any) -> Graph:
    return capture(lambda: AuditTrail("audit", {**MINIMAL["AuditTrail"], **args}))  # type: ignore[typeddict-item]


def bucket_policy() -> dict[str, dict[str, Any]]:
    return statements(trail().one("aws:s3/bucketPolicy:BucketPolicy"))


def test_it_records_every_region_and_proves_that_no_file_was_changed() -> None:
    found = trail().one(TRAIL).inputs
    assert found["isMultiRegionTrail"] is True
    assert found["includeGlobalServiceEvents"] is True
    assert found["enableLogFileValidation"] is True
    assert found["enableLogging"] is True


def test_trail_bucket_and_log_group_are_encrypted_with_the_customers_key() -> None:
    graph, key_arn = trail(), MINIMAL["AuditTrail"]["kms_key_arn"]
    encryption = graph.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
    assert graph.one(TRAIL).inputs["kmsKeyId"] == key_arn
    assert graph.one("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"] == key_arn
    assert encryption.inputs["rules"][0]["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == key_arn


def test_management_events_are_always_recorded() -> None:
    (management,) = trail().one(TRAIL).inputs["advancedEventSelectors"]
    (field,) = management["fieldSelectors"]
    assert (field["field"], list(field["equals"])) == ("eventCategory", ["Management"])


def test_every_read_and_write_of_the_stores_objects_is_recorded() -> None:
    _, data = trail(data_event_bucket_arns=STORES).one(TRAIL).inputs["advancedEventSelectors"]
    fields = {field["field"]: field for field in data["fieldSelectors"]}
    assert list(fields["eventCategory"]["equals"]) == ["Data"]
    assert list(fields["resources.type"]["equals"]) == ["AWS::S3::Object"]
    assert [text(arn) for arn in fields["resources.ARN"]["startsWiths"]] == [f"{arn}/" for arn in STORES]
    assert "readOnly" not in fields


def test_a_store_whose_name_begins_like_anothers_is_not_recorded_for_it() -> None:
    _, data = trail(data_event_bucket_arns=STORES).one(TRAIL).inputs["advancedEventSelectors"]
    assert all(text(arn).endswith("/") for arn in data["fieldSelectors"][-1]["startsWiths"])


def test_a_log_file_is_locked_until_it_expires() -> None:
    graph = trail(retention_days=200)
    lock = graph.one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs["rule"]
    rule = graph.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"][0]
    assert graph.one("aws:s3/bucket:Bucket").inputs["objectLockEnabled"] is True
    assert lock["defaultRetention"] == {"mode": "GOVERNANCE", "days": 200}
    assert rule["expiration"]["days"] + rule["noncurrentVersionExpiration"]["noncurrentDays"] > 200


def test_nobody_deletes_a_log_file_or_lifts_a_lock_by_request() -> None:
    denied = bucket_policy()["DenyDeletion"]
    assert (denied["Effect"], denied["Principal"]) == ("Deny", "*")
    assert {"s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"} == set(denied["Action"])


def test_only_this_trail_writes_to_its_bucket() -> None:
    own = {"aws:SourceArn": TRAIL_ARN, "aws:SourceAccount": "111122223333"}
    found = bucket_policy()
    for sid in ("TrailReadsAcl", "TrailWrites"):
        assert own.items() <= found[sid]["Condition"]["StringEquals"].items()
    assert found["TrailWrites"]["Resource"].endswith("/AWSLogs/111122223333/*")
    assert {sid for sid, each in found.items() if each["Effect"] == "Allow"} == {"TrailReadsAcl", "TrailWrites"}


def test_the_trail_has_the_name_its_bucket_expects() -> None:
    assert trail().one(TRAIL).inputs["name"] == TRAIL_ARN.rpartition("/")[2]


def test_the_trail_waits_until_it_may_write() -> None:
    waits = trail().one(TRAIL).dependencies
    assert any("BucketPolicy::" in urn for urn in waits)
    assert any("RolePolicy::" in urn for urn in waits)


def test_the_bucket_survives_a_careless_destroy() -> None:
    assert trail().one("aws:s3/bucket:Bucket").protect


def test_events_can_be_searched_and_are_forgotten() -> None:
    assert trail().one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 90
    assert text(trail().one(TRAIL).inputs["cloudWatchLogsGroupArn"]).endswith(":*")


def test_the_delivery_role_serves_this_trail_only_and_writes_its_own_streams() -> None:
    graph = trail()
    condition = statements(graph.one("aws:iam/role:Role"), "assumeRolePolicy")[""]["Condition"]
    assert condition == {"StringEquals": {"aws:SourceArn": TRAIL_ARN, "aws:SourceAccount": "111122223333"}}
    written = statements(graph.one("aws:iam/rolePolicy:RolePolicy"))[""]["Resource"]
    assert written.endswith(":log-stream:111122223333_CloudTrail_eu-north-1*")


def test_without_a_log_group_there_is_no_role_either() -> None:
    graph = trail(without_log_group=True)
    assert not graph.of_type("aws:cloudwatch/logGroup:LogGroup")
    assert not graph.of_type("aws:iam/role:Role")
    assert "cloudWatchLogsRoleArn" not in graph.one(TRAIL).inputs


@pytest.mark.parametrize(
    ("argument", "value", "sentence"),
    [
        ("retention_days", 0, "retention_days is 0; a whole number from 1 to 3653 is right"),
        ("lock_mode", "governance", "lock_mode is 'governance'"),
        ("lock_mode", "COMPLIANT", "did you mean 'COMPLIANCE'?"),
        ("log_group_retention_days", 100, "the nearest is 90"),
        ("data_event_bucket_arns", STORES * 249, "names 498 stores; a trail takes at most 497"),
        ("tags", MINIMAL["AuditTrail"]["tags"] | {"Environment": "-"}, "the trail's name"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(argument: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^AuditTrail 'audit': ") as refusal:
        trail(**{argument: value})
    assert sentence in str(refusal.value)
