"""RES and MIN: where data may be, and what it says about itself. GDPR 44, 5(1)(b), 30; CCPA 100(e), 100(a)."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import (
    BUCKETS,
    CLUSTER,
    DATA_CLASSES,
    LAUNCH_TEMPLATE,
    LOG_GROUP,
    ROLE,
    TRAIL,
    VPC,
    data_class,
)
from policies.scene import Scene
from policies.values import ABSENT, Tri, at, equals, given

FREE = ("public",)
"""Data classes that may be anywhere."""


@rule(
    "RES-001",
    "Everything is made in the declared jurisdiction",
    types=(),
    why="personal data that leaves the jurisdiction is a transfer, which needs a legal basis",
    remedy="choose a region of the declared residency",
    severity=Severity.CRITICAL,
    gdpr=("44",),
    ccpa=("100(e)",),
    fix=Fix.NONE,
)
def provider_region(resource: Resource, scene: Scene) -> Iterator[Claim]:
    region: Any = resource.region
    provider = scene.graph.by_urn.get(resource.provider)
    if provider is not None:
        region = at(provider, "region")
    yield from _inside(resource, ABSENT if region is None else region, scene)


@rule(
    "RES-002",
    "No resource strays to a region of its own outside the jurisdiction",
    types=(),
    why="a resource may name a region that differs from its provider's, and nothing shows it",
    remedy="drop the resource's region, or choose one of the declared residency",
    severity=Severity.CRITICAL,
    gdpr=("44",),
    ccpa=("100(e)",),
    fix=Fix.AUTOMATIC,
)
def own_region(resource: Resource, scene: Scene) -> Iterator[Claim]:
    region = at(resource, "region")
    if region is not ABSENT:
        yield from _inside(resource, region, scene)


def _inside(resource: Resource, region: Any, scene: Scene) -> Iterator[Claim]:
    said = data_class(resource)
    context = scene.context
    if equals(said, *FREE):
        return
    if not context.residency:
        if said is ABSENT or equals(said, *(word for word in DATA_CLASSES if word not in ("personal", "special"))):
            return  # nothing is declared, and nothing personal is known of
        yield Claim(None, "region", "")
        return
    holds: Tri = None if region is ABSENT else equals(region, *context.regions)
    yield Claim(holds, "region", f"is made in {region}, outside {', '.join(context.residency)}")


# What AWS lets carry tags, of what the components make.
TAGGABLE = (
    *BUCKETS,
    *(CLUSTER, LAUNCH_TEMPLATE, LOG_GROUP, ROLE, TRAIL, VPC),
    "aws:ec2/flowLog:FlowLog",
    "aws:ec2/natGateway:NatGateway",
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
    "aws:ecr/repository:Repository",
    "aws:efs/fileSystem:FileSystem",
    "aws:eks/nodeGroup:NodeGroup",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:kms/key:Key",
    "aws:secretsmanager/secret:Secret",
)
REQUIRED_TAGS = ("Owner", "Environment", "DataClassification", "Purpose")


@rule(
    "MIN-007",
    "Everything says whose it is, what it holds and what for",
    types=TAGGABLE,
    why="a record of processing, a bill and a clean-up all start from the tags",
    remedy=f"tag it with {', '.join(REQUIRED_TAGS)}",
    severity=Severity.MEDIUM,
    gdpr=("5(1)(b)", "30"),
    ccpa=("100(a)",),
)
def tags(resource: Resource, scene: Scene) -> Iterator[Claim]:
    for tag in REQUIRED_TAGS:
        yield Claim(given(at(resource, f"tags.{tag}")), f"tags.{tag}", f"lacks the tag {tag}")
    said = data_class(resource)
    if given(said) is not False:
        yield Claim(equals(said, *DATA_CLASSES), "tags.DataClassification", f"is of no known data class ({said!r})")
