"""What a stack names and does not make: keys, roles, images, versions of EKS."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest

from catalogue.accounts import service_linked_roles
from catalogue.clusters import NodeImage
from graph.model import Graph, Reference, Resource, Text
from operations.preflight import literals
from operations.preflight.account import Account
from operations.preflight.checks import images, keys, kubernetes, roles, service_roles
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan
from operations.preflight.resource_needs import CLUSTER
from tests.operations.cloud import NOW, Cloud
from tests.operations.furnished import TRUST, first, furnish

KEY = "arn:aws:kms:eu-north-1:111122223333:key/11111111-2222-3333-4444-555555555555"
BOUNDARY = "arn:aws:iam::111122223333:policy/teams/boundary"
ADMIN = "arn:aws:iam::111122223333:role/platform-admin"


def naming(plan: Plan, **inputs: Any) -> Plan:
    """The plan with one resource more, which has these inputs."""
    one = Resource("urn:one", "aws:ec2/vpc:Vpc", "one", inputs=MappingProxyType(inputs))
    return replace(plan, graph=replace(plan.graph, resources=(*plan.graph.resources, one)))


def by_subject(findings: Any) -> Mapping[str, Finding]:
    return {finding.subject: finding for finding in findings}


def test_names_are_found_whole_wherever_they_stand_and_not_inside_policies() -> None:
    policy = json.dumps({"Principal": {"AWS": ADMIN.replace("platform", "other")}})
    inputs = MappingProxyType({"roles": ({"arn": ADMIN},), "policy": policy, "made": Reference("urn:x", "arn")})
    graph = Graph("p", "s", (Resource("urn:one", "t", "one", inputs=inputs),))
    assert list(literals.whole(graph, literals.IAM)) == [ADMIN]


def test_service_linked_roles_are_found_inside_policies_and_patterns_are_no_names() -> None:
    path = "arn:aws:iam::111122223333:role/aws-service-role"
    policy = Text(
        (f'{{"AWS": "{path}/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", "x": "', Reference("u"), '"}')
    )
    many = f"{path}/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_fs-*"
    graph = Graph("p", "s", (Resource("urn:one", "t", "one", inputs=MappingProxyType({"a": policy, "b": many})),))
    assert list(literals.service_roles(graph)) == ["AWSServiceRoleForAutoScaling"]


@pytest.mark.parametrize(
    ("state", "grade", "fix"),
    [
        ("Enabled", Grade.OK, ""),
        ("Disabled", Grade.FAIL, f"aws kms enable-key --key-id {KEY} --region eu-north-1"),
        ("PendingDeletion", Grade.FAIL, f"aws kms cancel-key-deletion --key-id {KEY} --region eu-north-1"),
        (None, Grade.FAIL, "aws kms list-keys --region eu-north-1"),
    ],
)
def test_a_key_is_there_and_enabled_or_the_command_says_what_to_do(
    prod: Plan, state: str | None, grade: Grade, fix: str
) -> None:
    finding = keys.judge(prod, KEY, first(prod), state)
    assert (finding.grade, finding.fix) == (grade, fix)


def test_a_key_that_is_named_is_asked_for(cloud: Cloud, account: Account, prod: Plan) -> None:
    plan = naming(prod, kmsKeyId=KEY)
    (finding,) = keys.find(plan, account)
    assert (finding.grade, finding.reason) == (Grade.FAIL, "there is no such key; ec2.Vpc one needs it")
    assert cloud.sent["kms:DescribeKey"] == 1


def test_a_role_under_another_path_is_not_the_one_that_is_named(cloud: Cloud, account: Account, prod: Plan) -> None:
    cloud.iam.create_role(RoleName="platform-admin", Path="/ops/", AssumeRolePolicyDocument=TRUST)
    finding = by_subject(roles.find(prod, account))[ADMIN]
    assert finding.grade is Grade.FAIL
    assert finding.reason.endswith(":role/ops/platform-admin is right")


def test_policies_and_users_are_asked_for_too(cloud: Cloud, account: Account, prod: Plan) -> None:
    user = "arn:aws:iam::111122223333:user/jo"
    plan = naming(prod, permissionsBoundary=BOUNDARY, principal=user)
    found = by_subject(roles.find(plan, account))
    assert found[BOUNDARY].fix.startswith("aws iam create-policy --policy-name boundary ")
    assert found[user].reason == "there is no such user; ec2.Vpc one needs it"


def test_a_role_of_another_account_is_a_skip(cloud: Cloud, account: Account, prod: Plan) -> None:
    other = ADMIN.replace("111122223333", "999988887777")
    assert by_subject(roles.find(naming(prod, role=other), account))[other].grade is Grade.SKIP


def test_a_service_role_that_a_key_policy_names_must_be_there_before(
    cloud: Cloud, account: Account, prod: Plan
) -> None:
    found = by_subject(service_roles.find(prod, account))
    assert found["AWSServiceRoleForAutoScaling"].grade is Grade.FAIL
    assert found["AWSServiceRoleForAutoScaling"].fix == (
        "aws iam create-service-linked-role --aws-service-name autoscaling.amazonaws.com"
    )
    assert found["AWSServiceRoleForAmazonFSx"].grade is Grade.WARN


def test_only_the_service_roles_a_stack_needs_are_asked_for(cloud: Cloud, account: Account, dev: Plan) -> None:
    asked = set(by_subject(service_roles.find(dev, account)))
    assert asked == {role.role for role in service_linked_roles() if role.needed_for in ("cluster", "node_group")}


@pytest.mark.parametrize(
    ("kind", "architecture", "release", "name"),
    [
        (
            "nvidia",
            "x86_64",
            "1.35.7-20260903",
            (
                "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/x86_64/nvidia/"
                "amazon-eks-node-al2023-x86_64-nvidia-1.35-v20260903/image_id"
            ),
        ),
        (
            "standard",
            "arm64",
            "1.35.7-20260903",
            (
                "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/arm64/standard/"
                "amazon-eks-node-al2023-arm64-standard-1.35-v20260903/image_id"
            ),
        ),
        (
            "bottlerocket_nvidia",
            "x86_64",
            "1.57.0-0a1b2c3d",
            "/aws/service/bottlerocket/aws-k8s-1.35-nvidia/x86_64/1.57.0/image_id",
        ),
    ],
)
def test_a_pinned_image_has_the_name_that_karpenter_looks_for_it_under(
    kind: str, architecture: str, release: str, name: str
) -> None:
    assert images.pinned_parameter(NodeImage(kind, architecture, "", "1.35", release), release) == name


def test_a_release_that_eks_no_longer_publishes_fails_with_the_one_it_recommends(
    cloud: Cloud, account: Account, prod: Plan
) -> None:
    furnish(cloud, prod)
    cloud.parameters = {name: "1.35.9-20261101" for name in cloud.parameters if "recommended" in name}
    finding = by_subject(images.find(prod, account))["AL2023_x86_64_NVIDIA 1.35.7-20260903"]
    assert finding.grade is Grade.FAIL
    assert finding.reason == "EKS does not publish this release; it recommends 1.35.9-20261101"


def test_a_newer_image_is_a_remark_and_no_warning(cloud: Cloud, account: Account, prod: Plan) -> None:
    furnish(cloud, prod)
    cloud.parameters = {
        name: "1.35.9-20261101" if "recommended" in name else value for name, value in cloud.parameters.items()
    }
    found = by_subject(images.find(prod, account))
    assert {finding.grade for finding in found.values()} == {Grade.OK}
    assert all("EKS recommends 1.35.9-20261101 by now" in finding.reason for finding in found.values())


def test_an_image_is_asked_for_once_however_many_groups_have_it(cloud: Cloud, account: Account, prod: Plan) -> None:
    furnish(cloud, prod)
    assert len(list(images.find(prod, account))) == 2 < len(prod.node_groups)


@pytest.mark.parametrize(
    ("found", "grade", "reason"),
    [
        ({"State": "available", "Architecture": "x86_64", "Name": "ours"}, Grade.OK, "available: ours"),
        (
            {"State": "available", "Architecture": "arm64"},
            Grade.FAIL,
            "the image is for arm64, and the nodes are x86_64",
        ),
        ({"State": "pending", "Architecture": "x86_64"}, Grade.FAIL, "the image is pending, not available"),
        (None, Grade.FAIL, "no image of this account, or shared with it, in eu-north-1"),
    ],
)
def test_an_image_of_the_callers_own_is_there_and_for_the_nodes_processor(
    prod: Plan, found: dict[str, str] | None, grade: Grade, reason: str
) -> None:
    group = replace(prod.node_groups[0], image_id="ami-0123456789abcdef0")
    finding = images.judge_own(prod, group, found)
    assert (finding.grade, finding.reason) == (grade, reason)


def test_an_image_of_the_callers_own_that_is_not_there_fails(cloud: Cloud, account: Account, prod: Plan) -> None:
    furnish(cloud, prod)
    changed = replace(prod)
    changed.__dict__["node_groups"] = (replace(prod.node_groups[0], image_id="ami-0123456789abcdef0"),)
    assert by_subject(images.find(changed, account))["ami-0123456789abcdef0"].grade is Grade.FAIL


@pytest.mark.parametrize(
    ("found", "grade", "words"),
    [
        (None, Grade.FAIL, "EKS makes no clusters of this version any more"),
        ({"versionStatus": "UNSUPPORTED"}, Grade.FAIL, "EKS makes no clusters of this version any more"),
        ({"versionStatus": "EXTENDED_SUPPORT"}, Grade.WARN, "is in extended support, for which EKS charges more"),
        (
            {"versionStatus": "STANDARD_SUPPORT", "endOfStandardSupportDate": NOW + timedelta(days=59)},
            Grade.WARN,
            "standard support ends on 2027-01-22",
        ),
        (
            {"versionStatus": "STANDARD_SUPPORT", "endOfStandardSupportDate": NOW + timedelta(days=61)},
            Grade.OK,
            "in standard support until 2027-01-24",
        ),
    ],
)
def test_a_version_of_kubernetes_by_what_eks_says_of_it(
    prod: Plan, found: dict[str, Any] | None, grade: Grade, words: str
) -> None:
    finding = kubernetes.judge_version(prod, first(prod, CLUSTER), "1.35", found)
    assert finding.grade is grade
    assert finding.reason.startswith(words)
    assert finding.place is not None
    assert finding.place.key == "cluster.kubernetes_version"


def test_a_pinned_add_on_that_eks_does_not_offer_fails_with_the_newest_it_does(
    cloud: Cloud, account: Account, prod: Plan
) -> None:
    furnish(cloud, prod)
    cloud.addons["coredns"] = ["v9.9.9-eksbuild.2", "v9.9.9-eksbuild.1"]
    (finding,) = [each for each in kubernetes.find(prod, account) if each.grade is not Grade.OK]
    assert finding.grade is Grade.FAIL
    assert finding.reason == "EKS does not offer it for Kubernetes 1.35; it offers v9.9.9-eksbuild.2"
