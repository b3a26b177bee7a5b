"""Upstream registries, the life of an image, and who may do what with the cache."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from pulumi import Input, Output

from components.place import Place
from components.policy_document import allow, document

PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


class Upstream(NamedTuple):
    """A registry ECR can cache."""

    url: str
    """Where ECR finds it."""
    needs_credentials: bool


# By the host that image names begin with:
# https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
UPSTREAMS = {
    "cgr.dev": Upstream("cgr.dev", True),
    "docker.io": Upstream("registry-1.docker.io", True),
    "ghcr.io": Upstream("ghcr.io", True),
    "public.ecr.aws": Upstream("public.ecr.aws", False),
    "quay.io": Upstream("quay.io", False),
    "registry.gitlab.com": Upstream("registry.gitlab.com", True),
    "registry.k8s.io": Upstream("registry.k8s.io", False),
}


def cache_prefix(environment: str, upstream: str) -> str:
    """The namespace of an upstream's cached repositories; environments can share an account's registry."""
    return f"{environment}/{upstream}"


def image_life_cycle(keep_images: int, untagged_days: int) -> str:
    """Images nobody tagged go after some days; of the rest the newest stay."""
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
    untagged = {
        "rulePriority": 1,
        "description": f"Untagged images go after {untagged_days} days",
        "selection": {
            "tagStatus": "untagged",
            "countType": "sinceImagePushed",
            "countUnit": "days",
            "countNumber": untagged_days,
        },
        "action": {"type": "expire"},
    }
    newest = {
        "rulePriority": 2,
        "description": f"The newest {keep_images} images stay",
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": keep_images},
        "action": {"type": "expire"},
    }
    return json.dumps({"rules": [untagged, newest]})


def template_role_trust(place: Place) -> Output[str]:
    """ECR takes the role. AWS does not promise that ECR says for whose sake, so the account is checked when it does."""
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
    own = {"StringEqualsIfExists": {"aws:SourceAccount": place.account_id}}
    return document(allow("sts:AssumeRole", principals={"Service": "ecr.amazonaws.com"}, conditions=own))


def template_role_policy(place: Place, prefixes: Sequence[str], key_arn: Input[str]) -> Output[str]:
    """Make and tag repositories of the cache, encrypted with the registry's key."""
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
    repositories = [place.arn("ecr", f"repository/{prefix}/*") for prefix in prefixes]
    return document(
        allow(["ecr:CreateRepository", "ecr:TagResource"], repositories, sid="MakeCachedRepositories"),
        allow(["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], key_arn, sid="EncryptThem"),
    )


def pull_policy(place: Place, repositories: Sequence[str], prefixes: Sequence[str]) -> Output[str]:
    """What a node needs to pull these repositories and cached images, and nothing else."""
    cached = [place.arn("ecr", f"repository/{prefix}/*") for prefix in prefixes]
    own = [place.arn("ecr", f"repository/{repository}") for repository in repositories]
    statements = [
        allow("ecr:GetAuthorizationToken", "*", sid="LogIn"),  # the action knows no resources
        allow(PULL, [*own, *cached], sid="Pull"),
    ]
    if cached:
        statements.append(allow(["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], cached, sid="FillCache"))
    return document(*statements)
