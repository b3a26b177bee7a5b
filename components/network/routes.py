"""Subnets, their route tables, and the ways out to the internet."""

from collections.abc import Mapping

import pulumi_aws as aws
from pulumi import Input

from components.base import Component
from components.network.subnet_plan import SubnetPlan

EVERYWHERE = "0.0.0.0/0"

# How EKS and the AWS Load Balancer Controller find the subnets for load balancers:
# https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
TIER_TAGS = {
    "public": {"kubernetes.io/role/elb": "1"},
    "private": {"kubernetes.io/role/internal-elb": "1"},
    "isolated": {},
}

Subnets = Mapping[str, "aws.ec2.Subnet"]


def tier_subnets(
    network: Component, name: str, vpc_id: Input[str], tier: str, plan: SubnetPlan, tags: Mapping[str, str]
) -> dict[str, "aws.ec2.Subnet"]:
    """One subnet per zone, by zone id. None gives its machines public addresses."""
    ranges: Mapping[str, str] = getattr(plan, tier)
    return {
        zone: aws.ec2.Subnet(
            f"{name}-{tier}-{zone}",
            vpc_id=vpc_id,
            availability_zone_id=zone,
            cidr_block=cidr,
            map_public_ip_on_launch=False,
            tags={**tags, **TIER_TAGS[tier], "Name": f"{name}-{tier}-{zone}"},
            opts=network.child(),
        )
        for zone, cidr in ranges.items()
    }


def route_tables(
    network: Component,
    name: str,
    vpc_id: Input[str],
    public: Subnets,
    private: Subnets,
    isolated: Subnets,
    tags: Mapping[str, str],
) -> dict[str, "aws.ec2.RouteTable"]:
    """One table for `public`, one for `isolated`, and one per zone id for the private subnets."""
    tables: dict[str, aws.ec2.RouteTable] = {}
    for key, label in [
        ("public", "public"),
        *((zone, f"private-{zone}") for zone in private),
        ("isolated", "isolated"),
    ]:
        tables[key] = aws.ec2.RouteTable(
            f"{name}-{label}", vpc_id=vpc_id, tags={**tags, "Name": f"{name}-{label}"}, opts=network.child()
        )
    for tier, subnets in {"public": public, "private": private, "isolated": isolated}.items():
        for zone, subnet in subnets.items():
            aws.ec2.RouteTableAssociation(
                f"{name}-{tier}-{zone}",
                subnet_id=subnet.id,
                route_table_id=tables[zone if tier == "private" else tier].id,
                opts=network.child(),
            )
    return tables


def internet_routes(
    network: Component,
    name: str,
    vpc_id: Input[str],
    nat: str,
    public: Subnets,
    tables: Mapping[str, "aws.ec2.RouteTable"],
    tags: Mapping[str, str],
) -> None:
    """Public subnets through the internet gateway; private ones through the NAT gateway of their zone, of the first
    zone, or not at all; isolated ones never."""
    gateway = aws.ec2.InternetGateway(
        f"{name}-internet", vpc_id=vpc_id, tags={**tags, "Name": f"{name}-internet"}, opts=network.child()
    )
    aws.ec2.Route(
        f"{name}-public-internet",
        route_table_id=tables["public"].id,
        destination_cidr_block=EVERYWHERE,
        gateway_id=gateway.id,
        opts=network.child(),
    )
    zones = list(public)
    gateway_zones = {"per_zone": zones, "single": zones[:1], "none": []}[nat]
    nat_gateways = {}
    for zone in gateway_zones:
        address = aws.ec2.Eip(
            f"{name}-nat-{zone}", domain="vpc", tags={**tags, "Name": f"{name}-nat-{zone}"}, opts=network.child()
        )
        nat_gateways[zone] = aws.ec2.NatGateway(
            f"{name}-nat-{zone}",
            allocation_id=address.allocation_id,
            subnet_id=public[zone].id,
            tags={**tags, "Name": f"{name}-nat-{zone}"},
            # A NAT gateway in a VPC without an internet gateway fails for good, so it waits for it and goes before it.
            opts=network.child(depends_on=[gateway]),
        )
    for zone in zones if gateway_zones else []:
        aws.ec2.Route(
            f"{name}-private-{zone}-internet",
            route_table_id=tables[zone].id,
            destination_cidr_block=EVERYWHERE,
            nat_gateway_id=nat_gateways.get(zone, nat_gateways[zones[0]]).id,
            opts=network.child(),
        )
