"""Image registry: the platform's own images, and a cache of the public ones it runs.

Deploys: ECR repositories with their life cycle, and per upstream registry a pull-through cache rule with the template
that its repositories are made from.
For: container images of one environment. Not for: replication; scanning of cached images, which is one setting for the
account's whole registry.
"""

import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.delivery.image_rules import (
    UPSTREAMS,
    cache_prefix,
    image_life_cycle,
    pull_policy,
    template_role_policy,
    template_role_trust,
)
from components.place import Place

KEEP_IMAGES = 30
MOST_IMAGES = 20000  # https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
UNTAGGED_DAYS = 7
SESSION_SECONDS = 3600
# https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
REPOSITORY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*")
LONGEST_PREFIX = 30  # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
SECRET = re.compile(r"arn:[^:]+:secretsmanager:[^:]+:\d{12}:secret:ecr-pullthroughcache/.+")


class ImageRegistryArgs(TypedDict):
    """Inputs of ImageRegistry."""

    repositories: list[str]
    """Repositories for the platform's own images, such as training. They are made as <environment>/training."""
    kms_key_arn: Input[str]
    """Key that encrypts every image; it must protect images."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account the registry is in, 12 digits."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    pull_through: NotRequired[list[str]]
    """Upstream registries to cache, as <environment>/<upstream>: public.ecr.aws, registry.k8s.io and quay.io need no
    credentials; docker.io, ghcr.io, registry.gitlab.com and cgr.dev do. Default: none."""
    credential_arns: NotRequired[dict[str, str]]
    """Secrets Manager secrets with the credentials of upstream registries, by upstream. Their names begin with
    ecr-pullthroughcache/. Default: none."""
    keep_images: NotRequired[int]
    """Images a repository keeps, newest first. Default: 30."""
    untagged_days: NotRequired[int]
    """Days an image without a tag is kept, 1 to 365. Default: 7."""
    cached_tags_follow_upstream: NotRequired[bool]
    """Whether a cached tag changes when upstream moves it; otherwise it stays what was pulled first. Default: false."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the role ECR makes cached repositories with. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class ImageRegistry(Component):
    """Encrypted image repositories with immutable tags, and a cache of public registries."""

    repository_urls: Output[dict[str, str]]
    """URLs to push to and pull from, by repository as given."""
    repository_arns: Output[dict[str, str]]
    """ARNs of the repositories, by repository as given."""
    cache_prefixes: Output[dict[str, str]]
    """What to put between the registry's host and an image's path to pull through the cache, by upstream."""
    pull_policy: Output[str]
    """IAM policy document that lets a node pull these images, and make a cached repository by its first pull."""

    def __init__(self, name: str, args: ImageRegistryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        environment = self.matching(
            "tags: Environment", tags["Environment"], REPOSITORY, "small letters, digits, '.', '_' and '-' are right"
        )
        repositories = sorted(
            {
                self.matching("repositories", repository, REPOSITORY, "small letters, digits, '.', '_', '-' are right")
                for repository in args["repositories"]
            }
        )
        prefixes = self._checked_upstreams(environment, args)
        if not repositories and not prefixes:
            raise self.refuse("repositories and pull_through", "are both empty", "name a repository or an upstream")
        keep = self.whole_number("keep_images", args.get("keep_images", KEEP_IMAGES), 1, MOST_IMAGES)
        days = self.whole_number("untagged_days", args.get("untagged_days", UNTAGGED_DAYS), 1, 365)
        life_cycle = image_life_cycle(keep, days)

        made = {
            repository: self._repository(name, repository, f"{environment}/{repository}", args, life_cycle, tags)
            for repository in repositories
        }
        if prefixes:
            self._cache(name, place, prefixes, args, life_cycle, tags)

        urls: dict[str, Any] = {repository: each.repository_url for repository, each in made.items()}
        arns: dict[str, Any] = {repository: each.arn for repository, each in made.items()}
        self.repository_urls, self.repository_arns = Output.from_input(urls), Output.from_input(arns)
        self.cache_prefixes = Output.from_input(prefixes)
        names = [f"{environment}/{repository}" for repository in repositories]
        self.pull_policy = pull_policy(place, names, list(prefixes.values()))
        self.register_outputs(
            {
                "repositoryUrls": self.repository_urls,
                "repositoryArns": self.repository_arns,
                "cachePrefixes": self.cache_prefixes,
                "pullPolicy": self.pull_policy,
            }
        )

    def _checked_upstreams(self, environment: str, args: ImageRegistryArgs) -> dict[str, str]:
        """Cache prefix by upstream, with credentials where and only where the upstream takes them."""
        credentials = args.get("credential_arns", {})
        upstreams = sorted({self.one_of("pull_through", each, UPSTREAMS) for each in args.get("pull_through", [])})
        for upstream in upstreams:
            if UPSTREAMS[upstream].needs_credentials and upstream not in credentials:
                raise self.refuse(
                    "pull_through", f"names {upstream}, which asks for credentials", f"give credential_arns: {upstream}"
                )
            if not UPSTREAMS[upstream].needs_credentials and upstream in credentials:
                raise self.refuse("credential_arns", f"names {upstream}, which takes none", "leave it out")
        for upstream, secret in credentials.items():
            if upstream not in upstreams:
                raise self.refuse(
                    "credential_arns", f"names {upstream}", "name it in pull_through too, or leave it out"
                )
            self.matching(
                f"credential_arns: {upstream}", secret, SECRET, "the ARN of a secret ecr-pullthroughcache/... is right"
            )
        prefixes = {upstream: cache_prefix(environment, upstream) for upstream in upstreams}
        for upstream, prefix in prefixes.items():
            if len(prefix) > LONGEST_PREFIX:
                room = LONGEST_PREFIX - len(prefix) + len(environment)
                raise self.refuse(
                    "tags: Environment",
                    f"makes the cache of {upstream} {prefix!r}",
                    f"{room} characters or fewer are right",
                )
        return prefixes

    def _repository(
        self,
        name: str,
        repository: str,
        physical_name: str,
        args: ImageRegistryArgs,
        life_cycle: str,
        tags: Mapping[str, str],
    ) -> "aws.ecr.Repository":
        made = aws.ecr.Repository(
            f"{name}-{repository}",
            name=physical_name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration={"scan_on_push": True},
            encryption_configurations=[{"encryption_type": "KMS", "kms_key": args["kms_key_arn"]}],
            force_delete=False,  # a repository with images in it cannot be destroyed
            tags={**tags, "Name": physical_name},
            opts=self.child(),
        )
        aws.ecr.LifecyclePolicy(f"{name}-{repository}", repository=made.name, policy=life_cycle, opts=self.child())
        return made

    def _cache(
        self,
        name: str,
        place: Place,
        prefixes: Mapping[str, str],
        args: ImageRegistryArgs,
        life_cycle: str,
        tags: Mapping[str, str],
    ) -> None:
        """ECR makes a cached repository at its first pull. Without a template it would be unencrypted and untagged, and
        with a customer key or tags the template needs a role of its own."""
        role = aws.iam.Role(
            f"{name}-cache",
            description="Lets ECR make encrypted, tagged repositories for cached images",
            assume_role_policy=template_role_trust(place),
            max_session_duration=SESSION_SECONDS,
            permissions_boundary=args.get("permissions_boundary_arn"),
            tags={**tags, "Name": f"{name}-cache"},
            opts=self.child(),
        )
        role_policy = aws.iam.RolePolicy(
            f"{name}-cache",
            role=role.id,
            policy=template_role_policy(place, list(prefixes.values()), args["kms_key_arn"]),
            opts=self.child(),
        )
        for upstream, prefix in prefixes.items():
            template = aws.ecr.RepositoryCreationTemplate(
                f"{name}-{upstream}",
                prefix=prefix,
                applied_fors=["PULL_THROUGH_CACHE"],
                description=f"Images cached from {upstream}",
                custom_role_arn=role.arn,
                image_tag_mutability="MUTABLE" if args.get("cached_tags_follow_upstream", False) else "IMMUTABLE",
                encryption_configurations=[{"encryption_type": "KMS", "kms_key": args["kms_key_arn"]}],
                lifecycle_policy=life_cycle,
                resource_tags={**tags, "Name": prefix},
                opts=self.child(depends_on=[role_policy]),
            )
            aws.ecr.PullThroughCacheRule(
                f"{name}-{upstream}",
                ecr_repository_prefix=prefix,
                upstream_registry_url=UPSTREAMS[upstream].url,
                credential_arn=args.get("credential_arns", {}).get(upstream),
                # The template must be there before the first pull.
                opts=self.child(depends_on=[template]),
            )
