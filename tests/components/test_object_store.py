"""Why a store is as it is."""

from typing import Any

import pytest

from components.storage.object_store import ObjectStore
from components.storage.store_policy import SSE, SSE_CUSTOMER, SSE_KEY
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import applies, statements, text
from tests.examples import MINIMAL

KEY_ARN = MINIMAL["ObjectStore"]["kms_key_arn"]


def store(**args: Any) -> Graph:
    given = {key: value for key, value in {**MINIMAL["ObjectStore"], **args}.items() if value is not None}
    return capture(lambda: ObjectStore("datasets", given))  # type: ignore[arg-type]


def log_store() -> Graph:
    return store(receives_access_logs=True, kms_key_arn=None, access_log_bucket=None)


def policy(graph: Graph) -> dict[str, dict[str, Any]]:
    return statements(graph.one("aws:s3/bucketPolicy:BucketPolicy"))


def rules(graph: Graph) -> list[Any]:
    return list(graph.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"])


def test_the_bucket_survives_a_careless_destroy() -> None:
    assert store().one("aws:s3/bucket:Bucket").protect


def test_every_object_is_encrypted_with_the_customers_key() -> None:
    (rule,) = (
        store()
        .one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
        .inputs["rules"]
    )
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY_ARN}
    assert rule["bucketKeyEnabled"] is True


def test_nothing_in_it_can_be_public() -> None:
    block = store().one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
    names = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(block[name] is True for name in names)


def test_access_is_by_policy_alone_and_never_by_list() -> None:
    controls = store().one("aws:s3/bucketOwnershipControls:BucketOwnershipControls")
    assert controls.inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


def test_clear_text_and_old_tls_are_denied_to_everyone_for_everything() -> None:
    found = policy(store())
    assert found["DenyClearText"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert found["DenyOldTls"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
    for sid in ("DenyClearText", "DenyOldTls"):
        assert (found[sid]["Effect"], found[sid]["Principal"], found[sid]["Action"]) == ("Deny", "*", "s3:*")
        assert len(found[sid]["Resource"]) == 2


@pytest.mark.parametrize(
    ("put", "denied_by"),
    [
        ({}, set()),  # gets the bucket's default, which is the store's key
        ({SSE: "aws:kms", SSE_KEY: KEY_ARN}, set()),
        ({SSE: "aws:kms", SSE_KEY: f"{KEY_ARN}-of-someone-else"}, {"DenyOtherKey"}),
        ({SSE: "aws:kms"}, {"DenyAwsManagedKey"}),
        ({SSE: "AES256"}, {"DenyOtherEncryption"}),
        ({SSE: "aws:kms:dsse", SSE_KEY: KEY_ARN}, {"DenyOtherEncryption"}),
        ({SSE_CUSTOMER: "AES256"}, {"DenyCallersOwnKey"}),
        ({"aws:SecureTransport": "false"}, {"DenyClearText"}),
        ({"s3:TlsVersion": "1.1"}, {"DenyOldTls"}),
        ({"s3:TlsVersion": "1.3"}, set()),
    ],
)
def test_a_put_is_denied_unless_it_is_encrypted_the_stores_way(put: dict[str, str], denied_by: set[str]) -> None:
    request = {"aws:SecureTransport": "true", "s3:TlsVersion": "1.2", **put}
    assert {sid for sid, each in policy(store()).items() if applies(each["Condition"], request)} == denied_by


def test_objects_old_versions_and_unfinished_uploads_all_end() -> None:
    retention, markers = rules(store())
    assert retention["expiration"] == {"days": 365}
    assert retention["noncurrentVersionExpiration"] == {"noncurrentDays": 30}
    assert retention["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
    assert markers["expiration"] == {"expiredObjectDeleteMarker": True}
    assert {rule["status"] for rule in (retention, markers)} == {"Enabled"}
    assert {rule["filter"]["prefix"] for rule in (retention, markers)} == {""}


def test_an_overwritten_object_can_be_brought_back() -> None:
    versioning = store().one("aws:s3/bucketVersioning:BucketVersioning")
    assert versioning.inputs["versioningConfiguration"] == {"status": "Enabled"}


def test_every_access_is_logged_in_the_log_store_under_the_stores_name() -> None:
    logging = store().one("aws:s3/bucketLogging:BucketLogging").inputs
    assert (text(logging["targetBucket"]), logging["targetPrefix"]) == ("access-logs", "datasets/")


def test_a_log_store_is_encrypted_the_only_way_s3_delivers_to() -> None:
    (rule,) = (
        log_store()
        .one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
        .inputs["rules"]
    )
    assert rule == {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}


def test_a_log_store_takes_logs_of_this_accounts_buckets_and_nothing_else() -> None:
    found = policy(log_store())
    assert found["AccessLogs"]["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert found["AccessLogs"]["Action"] == "s3:PutObject"
    assert found["AccessLogs"]["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    assert "AccessLogs" not in policy(store())


def test_a_log_store_is_as_private_as_any_other() -> None:
    assert {"DenyClearText", "DenyOldTls"} <= set(policy(log_store()))
    assert not log_store().of_type("aws:s3/bucketLogging:BucketLogging")


def test_a_store_without_access_logs_says_so() -> None:
    graph = store(access_log_bucket=None, without_access_logs=True)
    assert not graph.of_type("aws:s3/bucketLogging:BucketLogging")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"kms_key_arn": None}, "kms_key_arn is missing; give the ARN of the data class's key"),
        ({"access_log_bucket": None}, "access_log_bucket is missing; give the log store's bucket"),
        ({"without_access_logs": True}, "without_access_logs is true beside an access_log_bucket"),
        ({"receives_access_logs": True}, "kms_key_arn is given to a store that receives access logs"),
        ({"receives_access_logs": True, "kms_key_arn": None}, "access_log_bucket is given to a store that receives"),
        ({"retention_days": 0}, "retention_days is 0; a whole number from 1 to 3653 is right"),
        ({"noncurrent_retention_days": -1}, "noncurrent_retention_days is -1"),
        ({"incomplete_upload_days": 1.5}, "incomplete_upload_days is 1.5"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^ObjectStore 'datasets': ") as refusal:
        store(**args)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("name", ["Datasets", "data_sets", "d" * 56])
def test_a_name_no_bucket_can_have_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="small letters, digits and hyphens are right"):
        capture(lambda: ObjectStore(name, MINIMAL["ObjectStore"]))  # type: ignore[arg-type]
