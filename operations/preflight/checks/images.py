"""images: is every node image there in this region? The driver and the EFA installer are in it.

EKS's own are pinned by their release, which EKS publishes as a parameter; an image of the caller's own is an AMI.

https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.clusters import NodeImage, ami
from catalogue.instances import instance_type
from catalogue.unknown import UnknownFact
from operations.preflight.account import Account, NoSuch
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.node_groups import NodeGroup
from operations.preflight.plan import Plan

PERMISSIONS = ("ssm:GetParameter", "ec2:DescribeImages")
MISSING = frozenset({"ParameterNotFound"})
NO_IMAGE = frozenset({"InvalidAMIID.NotFound", "InvalidAMIID.Unavailable", "InvalidAMIID.Malformed"})
AL2023 = "/aws/service/eks/optimized-ami/{version}/amazon-linux-2023/{architecture}/{kind}"
BOTTLEROCKET = "/aws/service/bottlerocket/aws-k8s-{version}{variant}/{architecture}"


def folder(image: NodeImage) -> str:
    """Where the parameters of an image's kind are."""
    version = image.kubernetes_version
    if image.kind.startswith("bottlerocket"):
        variant = image.kind.removeprefix("bottlerocket").replace("_", "-")
        return BOTTLEROCKET.format(version=version, variant=variant, architecture=image.architecture)
    return AL2023.format(version=version, architecture=image.architecture, kind=image.kind)


def pinned_parameter(image: NodeImage, release: str) -> str:
    """The parameter with the id of exactly this release, such as 1.35.7-20260903."""
    first, _, last = release.partition("-")
    if image.kind.startswith("bottlerocket"):
        return f"{folder(image)}/{first}/image_id"
    name = f"amazon-eks-node-al2023-{image.architecture}-{image.kind}-{image.kubernetes_version}-v{last}"
    return f"{folder(image)}/{name}/image_id"


def newest_parameter(image: NodeImage) -> str:
    """The parameter with the release EKS recommends today."""
    if image.kind.startswith("bottlerocket"):
        return f"{folder(image)}/latest/image_version"
    return f"{folder(image)}/recommended/release_version"


def judge(plan: Plan, group: NodeGroup, release: str, newest: str | None, image_id: str | None, shown: str) -> Finding:
    """A pinned release: `newest` is what EKS recommends, `image_id` what it has under the release."""
    subject, place = f"{group.input('amiType')} {release}", plan.place(group.resource)
    if image_id:
        later = f"; EKS recommends {newest} by now" if newest and newest != release else ""
        return Finding(Grade.OK, subject, f"published as {image_id}{later}", place)
    if newest is None:
        reason = f"{plan.region} publishes no images of this kind under the name it has elsewhere"
        return Finding(Grade.SKIP, subject, reason, place)
    return Finding(Grade.FAIL, subject, f"EKS does not publish this release; it recommends {newest}", place, shown)


def judge_own(plan: Plan, group: NodeGroup, found: Mapping[str, Any] | None) -> Finding:
    """An image of the caller's own, as EC2 describes it: None where the account sees none of that id."""
    subject, place = group.image_id, plan.place(group.resource)
    shown = f"aws ec2 describe-images --owners self --region {plan.region}"
    if found is None:
        reason = f"no image of this account, or shared with it, in {plan.region}"
        return Finding(Grade.FAIL, subject, reason, place, shown)
    state, processor = found.get("State", ""), found.get("Architecture", "")
    if state != "available":
        return Finding(Grade.FAIL, subject, f"the image is {state}, not available", place, shown)
    wanted = {instance_type(name).architecture for name in group.instance_types}
    if wanted and processor not in wanted:
        reason = f"the image is for {processor}, and the nodes are {', '.join(sorted(wanted))}"
        return Finding(Grade.FAIL, subject, reason, place, shown)
    return Finding(Grade.OK, subject, f"available: {found.get('Name', 'without a name')}", place)


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    seen: set[object] = set()
    for group in plan.node_groups:
        if group.image_id and group.image_id not in seen:
            seen.add(group.image_id)
            yield judge_own(plan, group, _own(account, group.image_id))
        release, version, kind = (group.input(name) for name in ("releaseVersion", "version", "amiType"))
        if not release or (kind, version, release) in seen:
            continue
        seen.add((kind, version, release))
        try:
            image = ami(kind, version)
        except UnknownFact as unknown:
            yield Finding(Grade.SKIP, f"{kind} {release}", str(unknown), plan.place(group.resource))
            continue
        newest = _parameter(account, newest_parameter(image))
        image_id = _parameter(account, pinned_parameter(image, release))
        shown = f"aws ssm get-parameters-by-path --recursive --path {folder(image)} --region {plan.region}"
        yield judge(plan, group, release, newest, image_id, shown)


def _own(account: Account, image_id: str) -> Mapping[str, Any] | None:
    try:
        return next(iter(account.ask("ec2", "DescribeImages", NO_IMAGE, ImageIds=[image_id])["Images"]), None)
    except NoSuch:
        return None


def _parameter(account: Account, name: str) -> str | None:
    try:
        return str(account.ask("ssm", "GetParameter", MISSING, Name=name)["Parameter"]["Value"])
    except NoSuch:
        return None


CHECK = Check("images", "Are the node images there in this region?", PERMISSIONS, find)
