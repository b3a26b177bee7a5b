"""Refusals that depend on where things are: reservations, placement groups, and zones without the instance type."""

from collections.abc import Callable, Iterator
from typing import Any

import catalogue
from sandbox import cloud
from sandbox.aws.model import Request

RESERVATION = "aws:ec2/capacityReservation:CapacityReservation"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
SUBNET = "aws:ec2/subnet:Subnet"


def _state(r: Request, endpoint_url: str, token: str, id_: str) -> dict[str, Any]:
    """The inputs of something that lives, or its seed; {} where the sandbox knows nothing of it."""
    record = cloud.ask(endpoint_url, "get", r.place(token, id_))
    if not record:
        return {}
    return dict(record["state"].get("inputs", record["state"]))


def _reservation(r: Request, template: dict[str, Any], endpoint_url: str) -> dict[str, Any]:
    target = (template.get("capacityReservationSpecification") or {}).get("capacityReservationTarget") or {}
    id_ = target.get("capacityReservationId")
    return _state(r, endpoint_url, RESERVATION, id_) if id_ else {}


def reservation(r: Request, endpoint_url: str) -> Iterator[str]:
    """A targeted reservation takes its own instance type, and no placement group but the one it was made in."""
    reserved = _reservation(r, r.inputs, endpoint_url)
    if not reserved:
        return
    group = (r["placement"] or {}).get("groupName", "")
    if group and group != reserved.get("placement_group", ""):
        yield (
            f"InvalidParameterCombination: reservation {reserved['id']} was not made in placement group {group!r}; "
            "leave the group out"
        )
    if r["instanceType"] and r["instanceType"] != reserved.get("instance_type", r["instanceType"]):
        yield f"InvalidParameterCombination: reservation {reserved['id']} is for {reserved['instance_type']}"


def offered(r: Request, endpoint_url: str) -> Iterator[str]:
    """A node group's types must be offered in each of its subnets' zones, and its reservation must be there too."""
    template = _state(r, endpoint_url, TEMPLATE, str((r["launchTemplate"] or {}).get("id", "")))
    types = r["instanceTypes"] or ([template["instanceType"]] if template.get("instanceType") else [])
    subnets = [_state(r, endpoint_url, SUBNET, subnet) for subnet in r["subnetIds"]]
    zones = {str(subnet["availabilityZoneId"]) for subnet in subnets if "availabilityZoneId" in subnet}
    for name in types:
        if not catalogue.offerings_known(name, r.region):
            continue
        for zone in sorted(zones):
            if zone not in catalogue.zones_offering(name, r.region):
                right = ", ".join(catalogue.zones_offering(name, r.region)) or f"no zone of {r.region}"
                yield f"InvalidParameterException: {name} is not offered in {zone}; it is in {right}"
    reserved = _reservation(r, template, endpoint_url)
    if reserved and zones and reserved.get("zone", "") not in zones:
        yield (
            f"ReservationCapacityExceeded: reservation {reserved['id']} is in {reserved['zone']}, the nodes in "
            f"{', '.join(sorted(zones))}"
        )
    if reserved and r["scalingConfig"]["maxSize"] > int(reserved["instance_count"]):
        yield (
            f"ReservationCapacityExceeded: reservation {reserved['id']} has {reserved['instance_count']} instances, "
            f"the group may ask for {r['scalingConfig']['maxSize']}"
        )


def two_zones(r: Request, endpoint_url: str) -> Iterator[str]:
    """A control plane stands in two zones, and some zones have none.

    https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
    """
    subnets = [_state(r, endpoint_url, SUBNET, subnet) for subnet in (r["vpcConfig"] or {}).get("subnetIds", [])]
    zones = {str(subnet["availabilityZoneId"]) for subnet in subnets if "availabilityZoneId" in subnet}
    if len(zones) == 1:
        yield (
            "InvalidParameterException: Subnets specified must be in at least two different AZs; "
            f"these are all in {min(zones)}"
        )
    for zone in sorted(zones & {*catalogue.region(r.region).zones_without_eks}):
        yield f"UnsupportedAvailabilityZoneException: EKS makes no control plane in {zone}"


CHECKS: dict[str, tuple[Callable[[Request, str], Iterator[str]], ...]] = {
    TEMPLATE: (reservation,),
    "aws:eks/cluster:Cluster": (two_zones,),
    "aws:eks/nodeGroup:NodeGroup": (offered,),
}
