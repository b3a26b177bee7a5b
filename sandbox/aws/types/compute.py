"""EC2's templates, placement and reserved capacity."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type


def _template(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    versions = reply["LaunchTemplateVersions"]
    if not versions:
        return None
    newest = max(versions, key=lambda version: int(version["VersionNumber"]))
    return {**newest, **newest["LaunchTemplateData"]}


DATA_NAMES = {"securityGroups": "Groups", "vpcSecurityGroupIds": "SecurityGroupIds"}


def _fake_id(prefix: str) -> Any:
    return lambda r, reply: f"{prefix}-{hashlib.sha256(r.urn.encode()).hexdigest()[:17]}"


TYPES = (
    Type(
        "aws:ec2/launchTemplate:LaunchTemplate",
        "ec2",
        kind="EC2 Launch Template",
        create=(
            Call(
                "create_launch_template",
                lambda r: {"LaunchTemplateName": r["name"], "VersionDescription": r["description"]},
                wrap="LaunchTemplateData",
                rename=DATA_NAMES,
                tags_as="launch-template",
            ),
        ),
        identity=lambda r, reply: reply["LaunchTemplate"]["LaunchTemplateId"],
        read=Call("describe_launch_template_versions", lambda r: {"LaunchTemplateId": r.id}),
        found=_template,
        update=(
            Call(
                "create_launch_template_version",
                lambda r: {"LaunchTemplateId": r.id, "VersionDescription": r["description"]},
                wrap="LaunchTemplateData",
                rename=DATA_NAMES,
                on=(
                    "blockDeviceMappings",
                    "capacityReservationSpecification",
                    "imageId",
                    "instanceMarketOptions",
                    "instanceType",
                    "metadataOptions",
                    "monitoring",
                    "networkInterfaces",
                    "placement",
                    "tagSpecifications",
                    "userData",
                    "vpcSecurityGroupIds",
                ),
            ),
        ),
        delete=(Call("delete_launch_template", lambda r: {"LaunchTemplateId": r.id}),),
        replaces=("name", "namePrefix"),
        auto_name="name",
        auto_name_limit=125,
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"launch-template/{r.id}"),
            "latestVersion": int(item.get("VersionNumber", 1)),
            "defaultVersion": int(item.get("VersionNumber", 1)) if r["updateDefaultVersion"] else 1,
        },
        computed=("arn", "latestVersion", "defaultVersion"),
        moves=("latestVersion", "defaultVersion"),
        forgotten=("tags", "name", "description", "updateDefaultVersion", "userData", "tagSpecifications"),
        gone=("InvalidLaunchTemplateId.NotFoundException", "InvalidLaunchTemplateId.NotFound"),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/placementGroup:PlacementGroup",
        "",
        kind="EC2 Placement Group",
        identity=lambda r, reply: str(r["name"]),
        replaces=("name", "strategy", "partitionCount", "spreadLevel"),
        auto_name="name",
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"placement-group/{r['name']}"),
            "placementGroupId": _fake_id("pg")(r, {}),
        },
        computed=("arn", "placementGroupId"),
        named=lambda r: (f"aws:ec2/placementGroup:PlacementGroup|{r['name']}",),
    ),
    Type(
        "aws:ec2/capacityReservation:CapacityReservation",
        "",
        kind="EC2 Capacity Reservation",
        identity=_fake_id("cr"),
        replaces=("instanceType", "availabilityZone", "instancePlatform", "placementGroupArn", "tenancy"),
        outputs=lambda r, item: {"arn": r.arn("ec2", f"capacity-reservation/{r.id}"), "ownerId": r.account},
        computed=("arn", "ownerId"),
    ),
)
