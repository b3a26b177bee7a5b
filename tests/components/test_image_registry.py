"""Why an image registry is as it is."""

import json
from typing import Any

import pytest

from components.delivery.image_registry import ImageRegistry
from graph.capture import capture
from graph.model import Graph
from tests.components.reading import statements, text
from tests.examples import FULL, MINIMAL

KEY_ARN = MINIMAL["ImageRegistry"]["kms_key_arn"]
SECRET = FULL["ImageRegistry"]["credential_arns"]["docker.io"]


def registry(**args: Any) -> Graph:
    return capture(lambda: ImageRegistry("images", {**MINIMAL["ImageRegistry"], **args}))  # type: ignore[typeddict-item]


def cached(**args: Any) -> Graph:
    return registry(pull_through=["public.ecr.aws", "registry.k8s.io"], **args)


def test_a_tag_always_means_the_same_image() -> None:
    assert registry().one("aws:ecr/repository:Repository").inputs["imageTagMutability"] == "IMMUTABLE"
    for template in cached().of_type("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"):
        assert template.inputs["imageTagMutability"] == "IMMUTABLE"


def test_cached_tags_follow_upstream_when_asked_and_own_tags_never_do() -> None:
    graph = cached(cached_tags_follow_upstream=True)
    for template in graph.of_type("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"):
        assert template.inputs["imageTagMutability"] == "MUTABLE"
    assert graph.one("aws:ecr/repository:Repository").inputs["imageTagMutability"] == "IMMUTABLE"


def test_every_image_is_scanned_when_it_is_pushed() -> None:
    assert registry().one("aws:ecr/repository:Repository").inputs["imageScanningConfiguration"] == {"scanOnPush": True}


def test_own_and_cached_images_are_encrypted_with_the_customers_key() -> None:
    graph = cached()
    made = [
        *graph.of_type("aws:ecr/repository:Repository"),
        *graph.of_type("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"),
    ]
    assert len(made) == 3
    for each in made:
        assert each.inputs["encryptionConfigurations"][0] == {"encryptionType": "KMS", "kmsKey": KEY_ARN}


def test_a_repository_with_images_cannot_be_destroyed() -> None:
    assert registry().one("aws:ecr/repository:Repository").inputs["forceDelete"] is False


def test_old_and_untagged_images_go() -> None:
    policy = json.loads(registry(keep_images=5).one("aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs["policy"])
    untagged, newest = (rule["selection"] for rule in policy["rules"])
    assert (untagged["tagStatus"], untagged["countNumber"]) == ("untagged", 7)
    assert (newest["tagStatus"], newest["countType"], newest["countNumber"]) == ("any", "imageCountMoreThan", 5)


def test_the_rule_for_any_image_comes_last_as_ecr_demands() -> None:
    policy = json.loads(registry().one("aws:ecr/lifecyclePolicy:LifecyclePolicy").inputs["policy"])
    last = max(policy["rules"], key=lambda rule: rule["rulePriority"])
    assert last["selection"]["tagStatus"] == "any"


def test_two_environments_can_share_an_account() -> None:
    graph = cached(tags=MINIMAL["ImageRegistry"]["tags"] | {"Environment": "dev"})
    assert graph.one("aws:ecr/repository:Repository").inputs["name"] == "dev/training"
    prefixes = {
        rule.inputs["ecrRepositoryPrefix"]
        for rule in graph.of_type("aws:ecr/pullThroughCacheRule:PullThroughCacheRule")
    }
    assert prefixes == {"dev/public.ecr.aws", "dev/registry.k8s.io"}


def test_no_image_is_cached_before_its_template_is_there() -> None:
    for rule in cached().of_type("aws:ecr/pullThroughCacheRule:PullThroughCacheRule"):
        assert any(urn.endswith(f"RepositoryCreationTemplate::{rule.name}") for urn in rule.dependencies)


def test_template_and_rule_of_an_upstream_have_one_prefix() -> None:
    graph = cached()
    for rule in graph.of_type("aws:ecr/pullThroughCacheRule:PullThroughCacheRule"):
        template = graph.named("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", rule.name)
        assert template.inputs["prefix"] == rule.inputs["ecrRepositoryPrefix"]


def test_cached_repositories_carry_the_callers_tags() -> None:
    for template in cached().of_type("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate"):
        assert MINIMAL["ImageRegistry"]["tags"].items() <= dict(template.inputs["resourceTags"]).items()


def test_the_cache_role_makes_repositories_of_the_cache_only() -> None:
    graph = cached()
    make = statements(graph.one("aws:iam/rolePolicy:RolePolicy"))["MakeCachedRepositories"]
    assert all(":repository/prod/" in arn and arn.endswith("/*") for arn in make["Resource"])
    trust = statements(graph.one("aws:iam/role:Role"), "assumeRolePolicy")[""]
    assert trust["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}


def test_without_a_cache_there_is_no_role() -> None:
    assert not registry().of_type("aws:iam/role:Role")


def test_nodes_pull_and_fill_the_cache_and_never_push() -> None:

    graph = capture(lambda: ImageRegistry("images", FULL["ImageRegistry"]))  # type: ignore[arg-type]
    (component,) = (resource for resource in graph if resource.type == "groundwork:index:ImageRegistry")
    document = json.loads(text(component.outputs["pullPolicy"]))
    actions = json.dumps(document)
    assert "ecr:BatchImportUpstreamImage" in actions
    assert "ecr:PutImage" not in actions
    for each in document["Statement"]:
        assert each["Resource"] != "*" or each["Action"] == "ecr:GetAuthorizationToken"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"repositories": []}, "repositories and pull_through are both empty"),
        ({"repositories": ["Training"]}, "repositories is 'Training'"),
        ({"pull_through": ["gchr.io"]}, "pull_through is 'gchr.io'; did you mean 'ghcr.io'?"),
        (
            {"pull_through": ["docker.io"]},
            "pull_through names docker.io, which asks for credentials; give credential_arns: docker.io",
        ),
        (
            {"pull_through": ["quay.io"], "credential_arns": {"quay.io": SECRET}},
            "credential_arns names quay.io, which takes none; leave it out",
        ),
        ({"credential_arns": {"ghcr.io": SECRET}}, "credential_arns names ghcr.io; name it in pull_through too"),
        (
            {"pull_through": ["ghcr.io"], "credential_arns": {"ghcr.io": SECRET.replace("ecr-pullthroughcache/", "")}},
            "the ARN of a secret ecr-pullthroughcache/... is right",
        ),
        ({"keep_images": 0}, "keep_images is 0; a whole number from 1 to 20000 is right"),
        ({"untagged_days": 400}, "untagged_days is 400"),
        ({"tags": MINIMAL["ImageRegistry"]["tags"] | {"Environment": "Prod"}}, "tags: Environment is 'Prod'"),
        (
            {"tags": MINIMAL["ImageRegistry"]["tags"] | {"Environment": "p" * 20}, "pull_through": ["public.ecr.aws"]},
            "15 characters or fewer are right",
        ),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^ImageRegistry 'images': ") as refusal:
        registry(**args)
    assert sentence in str(refusal.value)
