"""An account that has all a stack takes for granted, so that each test can take one thing away."""

from catalogue.clusters import ami
from graph.model import Resource
from operations.preflight import literals, resource_needs
from operations.preflight.checks.images import newest_parameter, pinned_parameter
from operations.preflight.checks.kubernetes import ADDON
from operations.preflight.node_groups import NodeGroup
from operations.preflight.plan import Plan
from tests.operations.cloud import Answer, Cloud

TRUST = '{"Version": "2012-10-17", "Statement": []}'
SERVICE_ROLES = (
    "AWSServiceRoleForAmazonEKS",
    "AWSServiceRoleForAmazonEKSNodegroup",
    "AWSServiceRoleForAutoScaling",
    "AWSServiceRoleForAmazonFSx",
)


def furnish(cloud: Cloud, plan: Plan) -> Cloud:
    """Make the roles, the reservations, the images and the add-ons that the plan names."""
    iam = cloud.iam
    names = [arn.rpartition("/")[2] for arn in literals.whole(plan.graph, literals.IAM)]
    for name in (*names, *SERVICE_ROLES):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    for group in plan.node_groups:
        if group.reservation_id:
            cloud.reservations.append(reservation_for(group))
        image, release = ami(group.input("amiType"), group.input("version")), group.input("releaseVersion")
        cloud.parameters[newest_parameter(image)] = release
        cloud.parameters[pinned_parameter(image, release)] = "ami-0123456789abcdef0"
    for addon in plan.graph.of_type(ADDON):
        cloud.addons[str(addon.inputs["addonName"])] = [str(addon.inputs["addonVersion"])]
    return cloud


def reservation_for(group: NodeGroup, **changed: object) -> Answer:
    """A reservation that is exactly right for a group."""
    return {
        "CapacityReservationId": group.reservation_id or "cr-0123456789abcdef0",
        "InstanceType": group.instance_types[0],
        "InstancePlatform": "Linux/UNIX",
        "AvailabilityZoneId": group.zones[0],
        "Tenancy": "default",
        "TotalInstanceCount": group.at_most,
        "AvailableInstanceCount": group.at_most,
        "State": "active",
        "InstanceMatchCriteria": "targeted",
        "ReservationType": "capacity-block" if group.usage_class == "capacity-block" else "default",
        **changed,
    }


def tags(resource: Resource) -> list[dict[str, str]]:
    """The tags a resource gives, as EC2 lists them."""
    return [{"Key": key, "Value": value} for key, value in resource.inputs["tags"].items()]


def first(plan: Plan, type_: str = resource_needs.VPC) -> Resource:
    """Any resource of a type."""
    return plan.graph.of_type(type_)[0]
