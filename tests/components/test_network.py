"""Why a network is as it is."""

import json
from functools import cache
from typing import Any

import pulumi_aws as aws
import pytest

from components.network.network import Network
from graph.capture import capture
from graph.model import Graph, Reference
from tests.components.reading import allowed_actions, statements, text
from tests.examples import MINIMAL

ZONES = ["eun1-az1", "eun1-az2", "eun1-az3"]


@cache
def default_network() -> Graph:
    return network(nat="per_zone")


def network(**args: Any) -> Graph:
    if not args:
        return default_network()
    return capture(lambda: Network("net", {**MINIMAL["Network"], "zones": ZONES, **args}))  # type: ignore[typeddict-item]


def nat_routes(graph: Graph) -> dict[str, str]:
    return {
        route.name: text(route.inputs["natGatewayId"])
        for route in graph.of_type("aws:ec2/route:Route")
        if "natGatewayId" in route.inputs
    }


def test_every_subnet_is_in_its_zone_and_says_so_in_its_name() -> None:
    subnets = network().of_type("aws:ec2/subnet:Subnet")
    assert len(subnets) == 9
    assert all(subnet.name.endswith(subnet.inputs["availabilityZoneId"]) for subnet in subnets)


def test_no_subnet_gives_machines_public_addresses() -> None:
    assert {subnet.inputs["mapPublicIpOnLaunch"] for subnet in network().of_type("aws:ec2/subnet:Subnet")} == {False}


def test_load_balancers_find_their_subnets_and_never_the_isolated_ones() -> None:
    tags = {subnet.name: set(subnet.inputs["tags"]) for subnet in network().of_type("aws:ec2/subnet:Subnet")}
    assert "kubernetes.io/role/elb" in tags["net-public-eun1-az1"]
    assert "kubernetes.io/role/internal-elb" in tags["net-private-eun1-az1"]
    assert not any("elb" in key for key in tags["net-isolated-eun1-az1"])


def test_by_default_the_loss_of_a_zone_takes_no_other_zone_off_the_internet() -> None:
    routes = nat_routes(network())
    assert len(routes) == len(set(routes.values())) == 3


def test_a_single_nat_gateway_serves_every_zone_from_the_first() -> None:
    graph = network(nat="single")
    assert [gateway.name for gateway in graph.of_type("aws:ec2/natGateway:NatGateway")] == ["net-nat-eun1-az1"]
    assert len(nat_routes(graph)) == 3


def test_without_nat_private_subnets_have_no_way_out() -> None:
    graph = network(nat="none")
    assert not nat_routes(graph)
    assert not graph.of_type("aws:ec2/eip:Eip")
    assert not graph.of_type("aws:ec2/natGateway:NatGateway")


@pytest.mark.parametrize("nat", ["none", "per_zone", "single"])
def test_isolated_subnets_never_have_a_way_out(nat: str) -> None:
    assert not [route.name for route in network(nat=nat).of_type("aws:ec2/route:Route") if "isolated" in route.name]


def test_every_subnet_is_tied_to_the_route_table_of_its_kind_and_private_ones_to_that_of_their_zone() -> None:
    ties = {
        tie.name: (text(tie.inputs["subnetId"]), text(tie.inputs["routeTableId"]))
        for tie in network().of_type("aws:ec2/routeTableAssociation:RouteTableAssociation")
    }
    assert len(ties) == 9
    for name, (subnet, table) in ties.items():
        assert name in subnet
        tier = name.split("-")[1]
        assert (name if tier == "private" else f"net-{tier}") in table


def test_a_nat_gateway_waits_for_the_internet_gateway() -> None:
    for gateway in network().of_type("aws:ec2/natGateway:NatGateway"):
        assert any(urn.endswith("::net-internet") for urn in gateway.dependencies)


def test_whatever_starts_without_a_security_group_can_talk_to_nobody() -> None:
    default = network().one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
    assert not default["ingress"]
    assert not default["egress"]


def test_endpoints_take_https_from_the_vpc_and_nothing_else() -> None:
    graph = network()
    rule = graph.one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs
    assert (rule["cidrIpv4"], rule["fromPort"], rule["toPort"]) == ("10.40.0.0/16", 443, 443)
    assert not {"ingress", "egress"} & set(graph.one("aws:ec2/securityGroup:SecurityGroup").inputs)


def test_a_private_cluster_finds_every_service_it_needs_to_start() -> None:
    services = {
        each.inputs["serviceName"].removeprefix("com.amazonaws.eu-north-1.")
        for each in network().of_type("aws:ec2/vpcEndpoint:VpcEndpoint")
    }
    assert {"ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "kms", "logs", "s3", "dynamodb", "sts"} == services


def test_every_route_table_reaches_s3_without_nat() -> None:
    graph = network()
    s3 = graph.named("aws:ec2/vpcEndpoint:VpcEndpoint", "net-s3")
    assert len(s3.inputs["routeTableIds"]) == len(graph.of_type("aws:ec2/routeTable:RouteTable")) == 5


def test_no_endpoint_lets_a_stranger_through() -> None:
    for endpoint in network().of_type("aws:ec2/vpcEndpoint:VpcEndpoint"):
        for sid, each in statements(endpoint).items():
            if sid in ("BecomeOwnRole", "LayersAndPackagesOfAws"):
                assert each["Action"] in ("sts:AssumeRoleWithWebIdentity", "s3:GetObject")
                assert each["Resource"] != "*"
            else:
                assert each["Condition"]["StringEquals"]["aws:PrincipalAccount"] == "111122223333"


def test_data_cannot_be_copied_to_a_bucket_of_another_account() -> None:
    own = statements(network().named("aws:ec2/vpcEndpoint:VpcEndpoint", "net-s3"))["OwnBuckets"]
    assert own["Condition"]["StringEquals"]["aws:ResourceAccount"] == ["111122223333"]


def test_another_accounts_buckets_are_reached_when_it_is_named() -> None:
    graph = network(reachable_bucket_account_ids=["444455556666"])
    own = statements(graph.named("aws:ec2/vpcEndpoint:VpcEndpoint", "net-s3"))["OwnBuckets"]
    assert own["Condition"]["StringEquals"]["aws:ResourceAccount"] == ["111122223333", "444455556666"]


def test_flow_logs_are_encrypted_and_forgotten_in_time() -> None:
    graph = network()
    group = graph.one("aws:cloudwatch/logGroup:LogGroup").inputs
    assert group["kmsKeyId"] == MINIMAL["Network"]["log_key_arn"]
    assert group["retentionInDays"] == 365
    assert graph.one("aws:ec2/flowLog:FlowLog").inputs["trafficType"] == "ALL"


def test_the_flow_log_role_serves_this_accounts_flow_logs_only() -> None:
    role = network().one("aws:iam/role:Role")
    condition = statements(role, "assumeRolePolicy")[""]["Condition"]
    assert condition["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    assert condition["ArnLike"] == {"aws:SourceArn": "arn:aws:ec2:eu-north-1:111122223333:vpc-flow-log/*"}


def test_the_flow_log_role_writes_to_one_log_group() -> None:
    found = statements(network().one("aws:iam/rolePolicy:RolePolicy"))
    assert "logs:CreateLogGroup" not in allowed_actions(found)
    assert all("net-flow-logs" in resource for resource in found["WriteFlowLogs"]["Resource"])
    assert found["FindLogGroup"]["Action"] == "logs:DescribeLogGroups"


def test_everything_taggable_carries_the_callers_tags() -> None:
    for resource in network():
        if "tags" in resource.inputs:
            assert MINIMAL["Network"]["tags"].items() <= dict(resource.inputs["tags"]).items(), resource.name


def test_adding_a_zone_at_the_end_changes_no_subnet_that_is_there() -> None:
    def ranges(zones: list[str]) -> set[tuple[str, str]]:
        subnets = network(zones=zones).of_type("aws:ec2/subnet:Subnet")
        return {(subnet.name, subnet.inputs["cidrBlock"]) for subnet in subnets}

    assert ranges(ZONES[:2]) < ranges(ZONES)


def test_what_stands_in_one_zone_is_tied_to_the_subnet_of_that_zone_alone() -> None:
    def program() -> None:
        made = Network("net", {**MINIMAL["Network"], "zones": ZONES})  # type: ignore[typeddict-item]
        aws.ec2.NetworkInterface("in-zone-2", subnet_id=made.private_subnet_ids["eun1-az2"])

    graph = capture(program)
    subnet = graph.named("aws:ec2/subnet:Subnet", "net-private-eun1-az2")
    assert graph.one("aws:ec2/networkInterface:NetworkInterface").inputs["subnetId"] == Reference(subnet.urn, "id")


@pytest.mark.parametrize(
    ("argument", "value", "sentence"),
    [
        ("nat", "per-zone", "nat is 'per-zone'; did you mean 'per_zone'?"),
        ("zones", ["eu-north-1a"], "zones names the zone 'eu-north-1a'; use its zone id"),
        ("zones", ["eun1-az1", "eun1-az1"], "zones has eun1-az1 twice; give every zone once"),
        ("zones", [], "zones names none; 1 to 4 different zones are right"),
        ("zones", ["one"], "zones is 'one'; a zone id is right"),
        ("cidr", "10.40.0.0/8", "cidr is '10.40.0.0/8', which is not how that range is written; '10.0.0.0/8' is right"),
        ("interface_endpoints", ["ecr"], "interface_endpoints is 'ecr'"),
        ("interface_endpoints", ["ecr.apis"], "did you mean 'ecr.api'?"),
        ("flow_log_retention_days", 0, "flow_log_retention_days is 0"),
        ("flow_log_retention_days", 360, "CloudWatch Logs has no such period, the nearest is 365"),
        ("account_id", 111122223333, "12 digits in quotes are right"),
        ("reachable_bucket_account_ids", ["me"], "reachable_bucket_account_ids is 'me'"),
        ("region", "Stockholm", "a region's code is right, such as 'eu-north-1'"),
        ("partition", "aws-eu", "did you mean"),
        ("tags", {"Owner": "me"}, "tags lacks Environment, DataClassification, Purpose"),
        ("tags", MINIMAL["Network"]["tags"] | {"DataClassification": "secret"}, "tags: DataClassification is 'secret'"),
    ],
)
def test_a_bad_argument_gets_a_sentence_with_the_right_one(argument: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"^Network 'net': ") as refusal:
        network(**{argument: value})
    assert sentence in str(refusal.value)


def test_policies_are_json_even_where_they_name_what_does_not_exist_yet() -> None:
    assert json.loads(text(network().one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]))["Version"] == "2012-10-17"
