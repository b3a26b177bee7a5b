"""How many things of each limited kind a stack makes, counted from its graph."""

from collections import Counter

from graph.model import Graph, Resource, references
from operations.preflight.capacity import Need
from operations.preflight.node_groups import SUBNET, NodeGroup
from operations.preflight.plan import Plan

CLUSTER = "aws:eks/cluster:Cluster"
ELASTIC_IP = "aws:ec2/eip:Eip"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"
LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
VPC = "aws:ec2/vpc:Vpc"

WARM_INTERFACES = 1
"""Interfaces the VPC CNI attaches to each node beside the first, before any pod needs it (WARM_ENI_TARGET).
https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md"""
CONTROL_PLANE_INTERFACES = 4
"""Interfaces of an EKS control plane at most. https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html"""
LUSTRE_KINDS = {
    "PERSISTENT_2": "lustre_persistent_2_gib",
    "PERSISTENT_1": "lustre_persistent_1_gib",
    "SCRATCH_1": "lustre_scratch_gib",
    "SCRATCH_2": "lustre_scratch_gib",
}


def fixed(number: int) -> Need:
    """A need that no scaler changes."""
    return Need(number, number)


def endpoints(graph: Graph, kind: str) -> list[Resource]:
    """The endpoints of a kind: Interface or Gateway."""
    return [each for each in graph.of_type(ENDPOINT) if each.inputs.get("vpcEndpointType", "Gateway") == kind]


def subnets_of(graph: Graph, resource: Resource, key: str) -> list[Resource]:
    """The subnets a resource names under a key."""
    found = (graph.by_urn.get(urn) for urn in dict.fromkeys(references(resource.inputs.get(key))))
    return [each for each in found if each is not None and each.type == SUBNET]


def nat_gateways_by_zone(graph: Graph) -> Counter[str]:
    """NAT gateways in each zone."""
    return Counter(
        str(subnet.inputs.get("availabilityZoneId", ""))
        for gateway in graph.of_type(NAT_GATEWAY)
        for subnet in subnets_of(graph, gateway, "subnetId")
    )


def interfaces_of_node(group: NodeGroup) -> int:
    """Network interfaces of one node: those of its launch template, and those the VPC CNI keeps warm."""
    return group.interfaces + WARM_INTERFACES


def network_interfaces(plan: Plan) -> Need:
    """Network interfaces of everything the stack makes."""
    graph = plan.graph
    standing = (
        sum(len(subnets_of(graph, each, "subnetIds")) for each in endpoints(graph, "Interface"))
        + len(graph.of_type(NAT_GATEWAY))
        + CONTROL_PLANE_INTERFACES * len(graph.of_type(CLUSTER))
    )
    nodes = (
        Need(group.at_once * interfaces_of_node(group), group.at_most * interfaces_of_node(group))
        for group in plan.node_groups
    )
    return sum(nodes, fixed(standing))


def lustre_gib(graph: Graph) -> dict[str, int]:
    """GiB of Lustre by the quota they count against."""
    found: Counter[str] = Counter()
    for each in graph.of_type(LUSTRE):
        kind = LUSTRE_KINDS.get(str(each.inputs.get("deploymentType", "SCRATCH_1")))
        size = each.inputs.get("storageCapacity", 0)
        if kind and isinstance(size, int | float):
            found[kind] += int(size)
    return dict(found)
