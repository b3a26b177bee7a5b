"""ECR repositories, life cycles and the pull-through cache."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = Call(
    "put_lifecycle_policy", lambda r: {"repositoryName": r["repository"], "lifecyclePolicyText": r["policy"]}
)

SCANNING = Call("put_registry_scanning_configuration", inputs=True)


def _encryption(r: Request) -> dict[str, Any]:
    given = (r["encryptionConfigurations"] or [None])[0]
    if not given:
        return {}
    key = {"kmsKey": given["kmsKey"]} if given.get("kmsKey") else {}
    return {"encryptionConfiguration": {"encryptionType": given.get("encryptionType", "AES256"), **key}}


def _repository(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = reply["repositories"][0]
    return found


def _tags(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    arn = r.arn("ecr", f"repository/{r.id}")
    return {"Tags": client("ecr").list_tags_for_resource(resourceArn=arn)["tags"]}


TYPES = (
    Type(
        REPOSITORY,
        "ecr",
        kind="ECR Repository",
        create=(
            Call(
                "create_repository",
                _encryption,
                inputs=True,
                rename={"name": "repositoryName"},
            ),
        ),
        identity=lambda r, reply: str(r["name"]),
        read=Call("describe_repositories", lambda r: {"repositoryNames": [r.id]}),
        found=_repository,
        update=(
            Call(
                "put_image_tag_mutability",
                lambda r: {"repositoryName": r.id, "imageTagMutability": r["imageTagMutability"] or "MUTABLE"},
                on=("imageTagMutability",),
            ),
            Call(
                "put_image_scanning_configuration",
                lambda r: {"repositoryName": r.id},
                inputs=True,
                on=("imageScanningConfiguration",),
            ),
        ),
        delete=(Call("delete_repository", lambda r: {"repositoryName": r.id, "force": bool(r["forceDelete"])}),),
        replaces=("name", "encryptionConfigurations"),
        auto_name="name",
        auto_name_limit=256,
        fixed_when_named=("name",),
        read_as={"encryptionConfigurations": lambda item: [item["encryptionConfiguration"]]},
        beside=_tags,
        outputs=lambda r, item: {
            "arn": item["repositoryArn"],
            "repositoryUrl": item["repositoryUri"],
            "registryId": item["registryId"],
        },
        computed=("arn", "repositoryUrl", "registryId"),
        named=lambda r: (f"{REPOSITORY}|{r['name']}",),
        may_be_named_when_deleted=("aws:ecr/lifecyclePolicy:LifecyclePolicy",),
        gone=("RepositoryNotFoundException",),
        tag_calls="pairs",
    ),
    Type(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        "ecr",
        kind="ECR Lifecycle Policy",
        create=(LIFECYCLE,),
        identity=lambda r, reply: str(r["repository"]),
        read=Call("get_lifecycle_policy", lambda r: {"repositoryName": r.id}),
        update=(LIFECYCLE,),
        delete=(Call("delete_lifecycle_policy", lambda r: {"repositoryName": r.id}),),
        replaces=("repository",),
        fixed_when_named=("repository",),
        read_as={"policy": lambda item: item.get("lifecyclePolicyText")},
        forgotten=("repository",),
        names=lambda r: (f"{REPOSITORY}|{r['repository']}",),
        gone=("LifecyclePolicyNotFoundException", "RepositoryNotFoundException"),
    ),
    Type(
        "aws:ecr/pullThroughCacheRule:PullThroughCacheRule",
        "",
        kind="ECR Pull Through Cache Rule",
        identity=lambda r, reply: str(r["ecrRepositoryPrefix"]),
        replaces=("ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRepositoryPrefix"),
        fixed_when_named=("ecrRepositoryPrefix",),
        outputs=lambda r, item: {"registryId": r.account},
        computed=("registryId",),
    ),
    Type(
        "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
        "",
        kind="ECR Repository Creation Template",
        identity=lambda r, reply: str(r["prefix"]),
        replaces=("prefix",),
        fixed_when_named=("prefix",),
        outputs=lambda r, item: {"registryId": r.account},
        computed=("registryId",),
    ),
    Type(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        "ecr",
        kind="ECR Registry Scanning Configuration",
        create=(SCANNING,),
        identity=lambda r, reply: r.account,
        read=Call("get_registry_scanning_configuration"),
        found=lambda r, reply: reply["scanningConfiguration"],
        update=(SCANNING,),
        # Every registry has one: what the provider leaves is AWS's default.
        delete=(Call("put_registry_scanning_configuration", lambda r: {"scanType": "BASIC", "rules": []}),),
        outputs=lambda r, item: {"registryId": r.account},
        computed=("registryId",),
    ),
)
