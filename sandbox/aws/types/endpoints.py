"""EC2's VPC endpoints and flow logs."""

from sandbox.aws.model import Call, Type
from sandbox.aws.types.network import alive, describe, first

TYPES = (
    Type(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "ec2",
        kind="EC2 VPC Endpoint",
        create=(Call("create_vpc_endpoint", inputs=True, rename={"policy": "PolicyDocument"}, tags_as="vpc-endpoint"),),
        identity=lambda r, reply: reply["VpcEndpoint"]["VpcEndpointId"],
        read=describe("describe_vpc_endpoints", "VpcEndpointIds"),
        found=alive("VpcEndpoints", "State"),
        update=(
            Call(
                "modify_vpc_endpoint",
                lambda r: {
                    "VpcEndpointId": r.id,
                    "PolicyDocument": r["policy"],
                    "AddRouteTableIds": sorted({*(r["routeTableIds"] or [])} - {*r.olds.get("routeTableIds", [])}),
                    "RemoveRouteTableIds": sorted({*r.olds.get("routeTableIds", [])} - {*(r["routeTableIds"] or [])}),
                    "AddSubnetIds": sorted({*(r["subnetIds"] or [])} - {*r.olds.get("subnetIds", [])}),
                    "RemoveSubnetIds": sorted({*r.olds.get("subnetIds", [])} - {*(r["subnetIds"] or [])}),
                },
                on=("policy", "routeTableIds", "subnetIds"),
            ),
        ),
        delete=(Call("delete_vpc_endpoints", lambda r: {"VpcEndpointIds": [r.id]}),),
        replaces=("vpcId", "serviceName", "vpcEndpointType"),
        outputs=lambda r, item: {
            "arn": r.arn("ec2", f"vpc-endpoint/{r.id}"),
            "state": "available",
            "prefixListId": "pl-" + r.id.removeprefix("vpce-")[:8],
            "networkInterfaceIds": item.get("NetworkInterfaceIds", []),
            "cidrBlocks": [],
            "dnsEntries": [
                {"dnsName": entry["DnsName"], "hostedZoneId": entry.get("HostedZoneId", "")}
                for entry in item.get("DnsEntries", [])
            ],
        },
        computed=("arn", "state", "prefixListId", "networkInterfaceIds", "dnsEntries", "cidrBlocks"),
        forgotten=("privateDnsEnabled", "securityGroupIds", "ipAddressType", "dnsOptions"),
        gone=("InvalidVpcEndpointId.NotFound",),
        tag_calls="ec2",
    ),
    Type(
        "aws:ec2/flowLog:FlowLog",
        "ec2",
        kind="EC2 Flow Log",
        create=(
            Call(
                "create_flow_logs",
                lambda r: {
                    "ResourceIds": [r["vpcId"] or r["subnetId"]],
                    "ResourceType": "VPC" if r["vpcId"] else "Subnet",
                },
                inputs=True,
                rename={"iamRoleArn": "DeliverLogsPermissionArn"},
                tags_as="vpc-flow-log",
            ),
        ),
        identity=lambda r, reply: reply["FlowLogIds"][0],
        read=describe("describe_flow_logs", "FlowLogIds"),
        found=first("FlowLogs"),
        delete=(Call("delete_flow_logs", lambda r: {"FlowLogIds": [r.id]}),),
        replaces=(
            "iamRoleArn",
            "logDestination",
            "logDestinationType",
            "trafficType",
            "vpcId",
            "maxAggregationInterval",
        ),
        outputs=lambda r, item: {"arn": r.arn("ec2", f"vpc-flow-log/{r.id}")},
        computed=("arn",),
        read_as={"vpcId": lambda item: item.get("ResourceId")},
        forgotten=("logDestination",),
        gone=("InvalidFlowLogId.NotFound",),
        tag_calls="ec2",
    ),
)
