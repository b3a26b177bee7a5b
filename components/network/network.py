"""Network: the VPC a platform lives in, private first.

Deploys: a VPC; public, private and isolated subnets in 1 to 4 zones; an internet gateway, NAT gateways, route tables;
gateway endpoints for S3 and DynamoDB; interface endpoints with their security group; encrypted flow logs; a default
security group without rules.
For: one environment in one region. Not for: peering, transit gateways, IPv6.
"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from components.base import Component
from components.network.endpoints import (
    DEFAULT_INTERFACE_SERVICES,
    INTERFACE_SERVICES,
    gateway_endpoints,
    interface_endpoints,
)
from components.network.flow_logs import flow_logs
from components.network.routes import internet_routes, route_tables, tier_subnets
from components.network.subnet_plan import SubnetPlan, SubnetPlanError, plan_subnets

NAT_MODES = ("none", "per_zone", "single")
FLOW_LOG_RETENTION_DAYS = 365


class NetworkArgs(TypedDict):
    """Inputs of Network."""

    cidr: str
    """IPv4 range of the VPC, from a /16 to a /22 of private address space, such as 10.40.0.0/16."""
    zones: list[str]
    """Zone ids, 1 to 4, such as eun1-az1. Add and remove zones at the end: the place in the list decides the range."""
    region: str
    """Region code, such as eu-north-1."""
    account_id: str
    """Account the network is made in, 12 digits."""
    log_key_arn: Input[str]
    """Key that encrypts the flow logs; its policy must let CloudWatch Logs of this account and region use it."""
    tags: dict[str, str]
    """Tags of every resource; Owner, Environment, DataClassification and Purpose are required."""
    nat: NotRequired[str]
    """How private subnets reach the internet: per_zone (survives the loss of a zone), single (cheaper) or none.
    Default: per_zone."""
    interface_endpoints: NotRequired[list[str]]
    """AWS services reached without the internet, by the last part of their endpoint's name, such as ecr.api.
    Default: what a private EKS cluster needs (ec2, ecr.api, ecr.dkr, eks, eks-auth, kms, logs, sts)."""
    reachable_bucket_account_ids: NotRequired[list[str]]
    """Other accounts whose buckets may be read or written through the S3 endpoint. Default: none."""
    flow_log_retention_days: NotRequired[int]
    """Days flow logs are kept: a period CloudWatch Logs has, such as 30, 90 or 365. Default: 365."""
    permissions_boundary_arn: NotRequired[Input[str]]
    """Policy that bounds the flow-log role. Default: none."""
    partition: NotRequired[str]
    """Partition of the region: aws, aws-cn, aws-us-gov or aws-eusc. Default: aws."""


class Network(Component):
    """A VPC with public, private and isolated subnets, private endpoints and encrypted flow logs."""

    vpc_id: Output[str]
    """Id of the VPC."""
    vpc_arn: Output[str]
    """ARN of the VPC."""
    cidr: Output[str]
    """IPv4 range of the VPC."""
    private_subnet_ids: Output[dict[str, str]]
    """Ids of the subnets for nodes and pods, by zone id."""
    public_subnet_ids: Output[dict[str, str]]
    """Ids of the subnets for NAT gateways and public load balancers, by zone id."""
    isolated_subnet_ids: Output[dict[str, str]]
    """Ids of the subnets without any way to the internet, by zone id."""
    private_route_table_ids: Output[dict[str, str]]
    """Ids of the private subnets' route tables, by zone id."""
    public_route_table_id: Output[str]
    """Id of the public subnets' route table."""
    isolated_route_table_id: Output[str]
    """Id of the isolated subnets' route table."""
    endpoint_security_group_id: Output[str]
    """Id of the security group in front of the interface endpoints."""
    flow_log_group_name: Output[str]
    """Name of the log group that holds the flow logs."""

    def __init__(self, name: str, args: NetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        tags = self.checked_tags(args["tags"])
        place = self.checked_place(args["region"], args["account_id"], args.get("partition", "aws"))
        plan = self._checked_plan(args["cidr"], self.checked_zones("zones", args["zones"]))
        nat = self.one_of("nat", args.get("nat", "per_zone"), NAT_MODES)
        named = args.get("interface_endpoints", list(DEFAULT_INTERFACE_SERVICES))
        services = sorted({self.one_of("interface_endpoints", service, INTERFACE_SERVICES) for service in named})
        bucket_accounts = [
            self.checked_account("reachable_bucket_account_ids", account)
            for account in args.get("reachable_bucket_account_ids", [])
        ]
        retention_days = self.log_retention_days(
            "flow_log_retention_days", args.get("flow_log_retention_days", FLOW_LOG_RETENTION_DAYS)
        )

        vpc = aws.ec2.Vpc(
            name,
            cidr_block=args["cidr"],
            enable_dns_support=True,
            enable_dns_hostnames=True,  # private DNS of the interface endpoints needs both
            tags={**tags, "Name": name},
            opts=self.child(),
        )
        # Whatever starts without a security group of its own gets this one: it must let nothing in or out.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default",
            vpc_id=vpc.id,
            ingress=[],
            egress=[],
            tags={**tags, "Name": f"{name}-default"},
            opts=self.child(),
        )
        public = tier_subnets(self, name, vpc.id, "public", plan, tags)
        private = tier_subnets(self, name, vpc.id, "private", plan, tags)
        isolated = tier_subnets(self, name, vpc.id, "isolated", plan, tags)
        tables = route_tables(self, name, vpc.id, public, private, isolated, tags)
        internet_routes(self, name, vpc.id, nat, public, tables, tags)
        table_ids = [table.id for table in tables.values()]
        gateway_endpoints(self, name, place, vpc.id, table_ids, bucket_accounts, tags)
        private_ids = [subnet.id for subnet in private.values()]
        endpoint_group = interface_endpoints(self, name, place, vpc.id, args["cidr"], private_ids, services, tags)
        boundary = args.get("permissions_boundary_arn")
        flow_log_group = flow_logs(self, name, place, vpc.id, args["log_key_arn"], retention_days, boundary, tags)

        self.vpc_id, self.vpc_arn, self.cidr = vpc.id, vpc.arn, vpc.cidr_block
        self.private_subnet_ids = Output.all(**{zone: subnet.id for zone, subnet in private.items()})
        self.public_subnet_ids = Output.all(**{zone: subnet.id for zone, subnet in public.items()})
        self.isolated_subnet_ids = Output.all(**{zone: subnet.id for zone, subnet in isolated.items()})
        self.private_route_table_ids = Output.all(**{zone: tables[zone].id for zone in private})
        self.public_route_table_id, self.isolated_route_table_id = tables["public"].id, tables["isolated"].id
        self.endpoint_security_group_id = endpoint_group.id
        self.flow_log_group_name = flow_log_group.name
        self.register_outputs(
            {
                "vpcId": self.vpc_id,
                "vpcArn": self.vpc_arn,
                "cidr": self.cidr,
                "privateSubnetIds": self.private_subnet_ids,
                "publicSubnetIds": self.public_subnet_ids,
                "isolatedSubnetIds": self.isolated_subnet_ids,
                "privateRouteTableIds": self.private_route_table_ids,
                "publicRouteTableId": self.public_route_table_id,
                "isolatedRouteTableId": self.isolated_route_table_id,
                "endpointSecurityGroupId": self.endpoint_security_group_id,
                "flowLogGroupName": self.flow_log_group_name,
            }
        )

    def _checked_plan(self, cidr: str, zones: Sequence[str]) -> SubnetPlan:
        try:
            return plan_subnets(cidr, zones)
        except SubnetPlanError as error:
            raise self.refuse(error.argument, error.wrong, error.right) from None
