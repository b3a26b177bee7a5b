"""EC2's network: VPC, subnets, gateways, routes."""

import zlib
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.aws.model import Call, Request, Type


def first(key: str) -> Any:
    return lambda r, reply: reply[key][0] if reply[key] else None


def describe(operation: str, parameter: str) -> Call:
    return Call(operation, lambda r: {parameter: [r.id]})


def _route_parameters(r: Request) -> dict[str, Any]:
    return {"RouteTableId": r["routeTableId"], "DestinationCidrBlock": r["destinationCidrBlock"]}


def _route(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for table in reply["RouteTables"]:
        for route in table["Routes"]:
            if route.get("DestinationCidrBlock") == r["destinationCidrBlock"]:
                return {**route, "RouteTableId": table["RouteTableId"]}
    return None


def _association(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for table in reply["RouteTables"]:
        for association in table["Associations"]:
            if association.get("RouteTableAssociationId") == r.id:
                return {**association, "RouteTableId": table["RouteTableId"]}
    return None


def alive(key: str, state: str) -> Any:
    def found(r: Request, reply: Mapping[str, Any]) -> Mapping[str, Any] | None:
        living = [item for item in reply[key] if item.get(state, "").lower() not in ("deleted", "deleting")]
        return living[0] if living else None

    return found


def _vpc_attribute(name: str, member: str) -> Call:
    return Call("modify_vpc_attribute", lambda r: {"VpcId": r.id, member: {"Value": bool(r[name])}}, on=(name,))


def _nat_outputs(r: Request, item: Mapping[str, Any]) -> dict[str, Any]:
    address = item["NatGatewayAddresses"][0]
    return {
        "publicIp": address.get("PublicIp", ""),
        "privateIp": address.get("PrivateIp", ""),
        "networkInterfaceId": address.get("NetworkInterfaceId", ""),
        "associationId": address.get("AssociationId", ""),
    }


def _remove_interface(r: Request, client: Callable[[str], Any]) -> None:
    """moto leaves the interface of a gateway that is gone."""
    interface = r.state.get("networkInterfaceId")
    if interface:
        client("ec2").delete_network_interface(NetworkInterfaceId=interface)


def _came_with_the_vpc(r: Request, client: Callable[[str], Any]) -> dict[str, Any]:
    mine = {"Name": "vpc-id", "Values": [r.id]}
    default, main = {"Name": "group-name", "Values": ["default"]}, {"Name": "association.main", "Values": ["true"]}
    groups = client("ec2").describe_security_groups(Filters=[mine, default])["SecurityGroups"]
    tables = client("ec2").describe_route_tables(Filters=[mine, main])["RouteTables"]
    attributes = {
        name: client("ec2").describe_vpc_attribute(VpcId=r.id, Attribute=name)[f"{name[0].upper()}{name[1:]}"]["Value"]
        for name in ("enableDnsSupport", "enableDnsHostnames")
    }
    return {
        **attributes,
        "itsSecurityGroup": groups[0]["GroupId"] if groups else "",
        "itsRouteTable": tables[0]["RouteTableId"] if tables else "",
    }


VPC_ATTRIBUTES = (
    _vpc_attribute("enableDnsSupport", "EnableDnsSupport"),
    _vpc_attribute("enableDnsHostnames", "EnableDnsHostnames"),
)

TYPES = (
    Type(
        "aws:ec2/vpc:Vpc",
        "ec2",
        kind="EC2 VPC",
        create=(Call("create_vpc", inputs=True, tags_as="vpc"), *VPC_ATTRIBUTES),
        identity=lambda r, reply: reply["Vpc"]["VpcId"],
        read=describe("describe_vpcs", "VpcIds"),
        found=first("Vpcs"),
        update=VPC_ATTRIBUTES,
        delete=(Call("delete_vpc", lambda r: {"VpcId": r.id}),),
        replaces=("cidrBlock", "instanceTenancy"),
        beside=_came_with_the_vpc,
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"vpc/{r.id}"),
            "ownerId": item["OwnerId"],
            "defaultSecurityGroupId": item["itsSecurityGroup"],
            "mainRouteTableId": item["itsRouteTable"],
        },
        computed=("arn", "ownerId", "defaultSecurityGroupId", "mainRouteTableId"),
        gone=("InvalidVpcID.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/subnet:Subnet",
        "ec2",
        kind="EC2 Subnet",
        create=(
            Call("create_subnet", inputs=True, tags_as="subnet"),
            Call(
                "modify_subnet_attribute",
                lambda r: {"SubnetId": r.id, "MapPublicIpOnLaunch": {"Value": bool(r["mapPublicIpOnLaunch"])}},
                on=("mapPublicIpOnLaunch",),
            ),
        ),
        identity=lambda r, reply: reply["Subnet"]["SubnetId"],
        read=describe("describe_subnets", "SubnetIds"),
        found=first("Subnets"),
        update=(
            Call(
                "modify_subnet_attribute",
                lambda r: {"SubnetId": r.id, "MapPublicIpOnLaunch": {"Value": bool(r["mapPublicIpOnLaunch"])}},
                on=("mapPublicIpOnLaunch",),
            ),
        ),
        delete=(Call("delete_subnet", lambda r: {"SubnetId": r.id}),),
        replaces=("cidrBlock", "vpcId", "availabilityZone", "availabilityZoneId"),
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"subnet/{r.id}"),
            "ownerId": item["OwnerId"],
            "availabilityZone": item["AvailabilityZone"],
            "availabilityZoneId": item["AvailabilityZoneId"],
        },
        computed=("arn", "ownerId", "availabilityZone"),
        gone=("InvalidSubnetID.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/internetGateway:InternetGateway",
        "ec2",
        kind="EC2 Internet Gateway",
        create=(
            Call("create_internet_gateway", tags_as="internet-gateway"),
            Call(
                "attach_internet_gateway",
                lambda r: {"InternetGatewayId": r.id, "VpcId": r["vpcId"]},
                on=("vpcId",),
            ),
        ),
        identity=lambda r, reply: reply["InternetGateway"]["InternetGatewayId"],
        read=describe("describe_internet_gateways", "InternetGatewayIds"),
        found=first("InternetGateways"),
        delete=(
            Call(
                "detach_internet_gateway",
                lambda r: {"InternetGatewayId": r.id, "VpcId": r["vpcId"]},
                unless=lambda r: not r["vpcId"],
                tolerate=("Gateway.NotAttached",),
            ),
            Call("delete_internet_gateway", lambda r: {"InternetGatewayId": r.id}),
        ),
        replaces=("vpcId",),
        read_as={"vpcId": lambda item: next((a["VpcId"] for a in item["Attachments"]), "")},
        outputs=lambda r, item: {"arn": r.arn("ec2", f"internet-gateway/{r.id}"), "ownerId": r.account},
        computed=("arn", "ownerId"),
        gone=("InvalidInternetGatewayID.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/eip:Eip",
        "ec2",
        kind="EC2 EIP",
        create=(Call("allocate_address", inputs=True, tags_as="elastic-ip"),),
        identity=lambda r, reply: reply["AllocationId"],
        read=describe("describe_addresses", "AllocationIds"),
        found=first("Addresses"),
        delete=(Call("release_address", lambda r: {"AllocationId": r.id}),),
        replaces=("domain",),
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"elastic-ip/{r.id}"),
            "allocationId": r.id,
            "publicIp": item["PublicIp"],
            # Known once something takes the address, which the provider does not wait for either.
            "privateIp": "",
            "associationId": "",
        },
        computed=("arn", "allocationId", "publicIp", "privateIp", "associationId"),
        gone=("InvalidAllocationID.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/natGateway:NatGateway",
        "ec2",
        kind="EC2 NAT Gateway",
        create=(Call("create_nat_gateway", inputs=True, tags_as="natgateway"),),
        identity=lambda r, reply: reply["NatGateway"]["NatGatewayId"],
        read=describe("describe_nat_gateways", "NatGatewayIds"),
        found=alive("NatGateways", "State"),
        delete=(Call("delete_nat_gateway", lambda r: {"NatGatewayId": r.id}),),
        replaces=("subnetId", "allocationId", "connectivityType"),
        read_as={"allocationId": lambda item: item["NatGatewayAddresses"][0].get("AllocationId")},
        outputs=_nat_outputs,
        removed_beside=_remove_interface,
        computed=("publicIp", "privateIp", "networkInterfaceId", "associationId"),
        gone=("NatGatewayNotFound", "InvalidNatGatewayID.NotFound", "InvalidNetworkInterfaceID.NotFound"),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/routeTable:RouteTable",
        "ec2",
        kind="EC2 Route Table",
        create=(Call("create_route_table", inputs=True, tags_as="route-table"),),
        identity=lambda r, reply: reply["RouteTable"]["RouteTableId"],
        read=describe("describe_route_tables", "RouteTableIds"),
        found=first("RouteTables"),
        delete=(Call("delete_route_table", lambda r: {"RouteTableId": r.id}),),
        replaces=("vpcId",),
        outputs=lambda r, item: {"arn": r.arn("ec2", f"route-table/{r.id}"), "ownerId": r.account},
        computed=("arn", "ownerId"),
        gone=("InvalidRouteTableID.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/route:Route",
        "ec2",
        kind="EC2 Route",
        create=(Call("create_route", inputs=True),),
        identity=lambda r, reply: f"r-{r['routeTableId']}{zlib.crc32(r['destinationCidrBlock'].encode())}",
        read=Call("describe_route_tables", lambda r: {"RouteTableIds": [r["routeTableId"]]}),
        found=_route,
        update=(Call("replace_route", inputs=True, on=("gatewayId", "natGatewayId")),),
        delete=(Call("delete_route", _route_parameters),),
        replaces=("routeTableId", "destinationCidrBlock"),
        fixed_when_named=("routeTableId",),
        outputs=lambda r, item: {"state": "active", "origin": "CreateRoute"},
        computed=("state", "origin"),
        gone=("InvalidRouteTableID.NotFound", "InvalidRoute.NotFound"),
    ),
    Type(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "ec2",
        kind="EC2 Route Table Association",
        create=(Call("associate_route_table", inputs=True),),
        identity=lambda r, reply: reply["AssociationId"],
        read=Call("describe_route_tables", lambda r: {"RouteTableIds": [r["routeTableId"]]}),
        found=_association,
        delete=(Call("disassociate_route_table", lambda r: {"AssociationId": r.id}),),
        replaces=("*",),
        fixed_when_named=("subnetId",),
        gone=("InvalidRouteTableID.NotFound", "InvalidAssociationID.NotFound"),
    ),
)
