"""Why a workload's identity is as it is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.security.workload_identity import WorkloadIdentity
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import allowed_actions, listed, statements
from tests.examples import FULL, MINIMAL

DATASETS, MODELS = "arn:aws:s3:::datasets", "arn:aws:s3:::models"


CACHE = "arn:aws:elasticache:eu-north-1:111122223333:replicationgroup:prompts"
USER = "arn:aws:elasticache:eu-north-1:111122223333:user:prompts-serving"


def identity(**args: Any) -> Graph:
    given_args = {**MINIMAL["WorkloadIdentity"], **args}
    return capture(lambda: WorkloadIdentity("trainer", given_args))  # type: ignore[arg-type]


def policy(**args: Any) -> dict[str, dict[str, Any]]:
    return statements(identity(**args).one("aws:iam/rolePolicy:RolePolicy"))


def test_only_pods_of_this_service_account_of_this_cluster_become_the_role() -> None:
    trust = statements(identity().one("aws:iam/role:Role"), "assumeRolePolicy")["OneServiceAccount"]
    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert set(trust["Action"]) == {"sts:AssumeRole", "sts:TagSession"}
    assert trust["Condition"] == {
        "StringEquals": {
            "aws:SourceAccount": "111122223333",
            "aws:RequestTag/eks-cluster-name": "platform",
            "aws:RequestTag/kubernetes-namespace": "training",
            "aws:RequestTag/kubernetes-service-account": "trainer",
        }
    }


def test_a_reader_can_change_nothing() -> None:
    assert allowed_actions(policy()) == {"s3:GetBucketLocation", "s3:ListBucket", "s3:GetObject", "kms:Decrypt"}


def test_a_writer_reads_only_what_it_was_also_given_to_read() -> None:
    found = policy(read_bucket_arns=[], write_bucket_arns=[MODELS])
    assert "s3:GetObject" not in allowed_actions(found)
    assert listed(found["WriteStores"]["Resource"]) == [f"{MODELS}/*"]


def test_reading_one_store_and_writing_another_does_not_mix_them() -> None:
    found = policy(read_bucket_arns=[DATASETS], write_bucket_arns=[MODELS])
    assert found["ReadStores"]["Resource"] == [f"{DATASETS}/*"]
    assert found["WriteStores"]["Resource"] == [f"{MODELS}/*"]


def test_who_erases_finds_and_deletes_every_version_and_writes_nothing() -> None:
    found = policy(read_bucket_arns=[], erase_bucket_arns=[DATASETS])
    assert listed(found["ListVersions"]["Resource"]) == [DATASETS]
    assert listed(found["EraseVersions"]["Resource"]) == [f"{DATASETS}/*"]
    assert "s3:DeleteObjectVersion" in allowed_actions(found)
    assert "s3:PutObject" not in allowed_actions(found)


def test_keys_are_used_through_the_stores_only() -> None:
    uses = policy(write_bucket_arns=[MODELS])["UseKeysThroughStores"]
    assert uses["Condition"] == {"StringEquals": {"kms:ViaService": "s3.eu-north-1.amazonaws.com"}}
    assert uses["Resource"] == MINIMAL["WorkloadIdentity"]["key_arns"]


def test_who_connects_to_a_cache_is_one_of_its_users_and_nothing_more() -> None:
    found = policy(read_bucket_arns=[], key_arns=[], cache_arns=[CACHE], cache_user_arns=[USER])
    assert allowed_actions(found) == {"elasticache:Connect"}
    assert listed(found["ConnectToCaches"]["Resource"]) == [CACHE, USER]


names = st.lists(st.from_regex(r"[a-z]{3,12}", fullmatch=True), min_size=1, max_size=4, unique=True)


@given(names, names, names)
@settings(max_examples=20, deadline=None)
def test_it_never_reaches_what_it_was_not_given(reads: list[str], writes: list[str], erases: list[str]) -> None:
    arns = [[f"arn:aws:s3:::{name}" for name in each] for each in (reads, writes, erases)]
    given_arns = {*(arn for each in arns for arn in each), *MINIMAL["WorkloadIdentity"]["key_arns"]}
    found = policy(read_bucket_arns=arns[0], write_bucket_arns=arns[1], erase_bucket_arns=arns[2])
    for each in found.values():
        assert not any("*" in action for action in listed(each["Action"]))
        assert {resource.removesuffix("/*") for resource in listed(each["Resource"])} <= given_arns


def test_a_pod_gets_the_role_only_once_the_role_can_do_its_work() -> None:
    association = identity().one("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    assert any("RolePolicy::" in urn for urn in association.dependencies)


def test_sessions_are_short_and_a_boundary_is_kept() -> None:
    role = identity(permissions_boundary_arn=FULL["WorkloadIdentity"]["permissions_boundary_arn"])
    found = role.one("aws:iam/role:Role").inputs
    assert found["maxSessionDuration"] <= 4 * 3600
    assert found["permissionsBoundary"] == "arn:aws:iam::111122223333:policy/boundary"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"service_account": "default"}, "service_account is 'default', which every pod without one has"),
        ({"service_account": "Trainer"}, "service_account is 'Trainer'"),
        ({"namespace": "training_jobs"}, "namespace is 'training_jobs'"),
        ({"namespace": "n" * 64}, "1 to 63 small letters"),
        ({"read_bucket_arns": []}, "erase_bucket_arns and cache_arns are all empty; name a store or a cache"),
        ({"cache_arns": [CACHE]}, "cache_arns and cache_user_arns are given one without the other; give both"),
        ({"cache_user_arns": [USER]}, "cache_arns and cache_user_arns are given one without the other; give both"),
        ({"key_arns": []}, "key_arns is empty; name the keys of its stores"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^WorkloadIdentity 'trainer': ") as refusal:
        identity(**args)
    assert sentence in str(refusal.value)
