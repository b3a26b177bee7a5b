"""How many addresses of each subnet a stack takes.

The VPC CNI gives every pod an address of the node's subnet, and keeps the addresses of a whole spare interface ready.
https://github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/eni-and-ip-target.md
"""

import ipaddress

from catalogue.instances import instance_type
from graph.model import Resource
from operations.preflight import resource_needs as needs
from operations.preflight.capacity import Need
from operations.preflight.node_groups import SUBNET, NodeGroup
from operations.preflight.plan import Plan

KEPT_BY_AWS = 5
"""The first four addresses of a subnet and the last.
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""
CLUSTER_ADDRESSES = 6
"""What EKS wants free in each subnet of a control plane, for upgrades too; it advises 16.
https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html"""


def usable(cidr: str) -> int:
    """Addresses of a subnet that things can have."""
    return max(0, ipaddress.ip_network(cidr).num_addresses - KEPT_BY_AWS)


def of_node(group: NodeGroup) -> int:
    """Addresses one node takes as soon as it runs: its first interface full of them, a spare one, and one for each
    further interface of its launch template. The largest of the group's types counts."""
    each = max(instance_type(name).ipv4_per_interface for name in group.instance_types)
    return each * (1 + needs.WARM_INTERFACES) + group.interfaces_with_address - 1


def of_nodes(group: NodeGroup, nodes: int) -> int:
    """Addresses of so many nodes in the fullest of the group's subnets: nodes are spread evenly."""
    return -(-nodes // max(1, len(group.subnets))) * of_node(group)


def address_needs(plan: Plan) -> dict[str, tuple[Need, Resource]]:
    """Per subnet's URN what the stack takes of it, and the resource that takes most."""
    graph = plan.graph
    parts: dict[str, list[tuple[Need, Resource]]] = {each.urn: [] for each in graph.of_type(SUBNET)}
    for endpoint in needs.endpoints(graph, "Interface"):
        for subnet in needs.subnets_of(graph, endpoint, "subnetIds"):
            parts[subnet.urn].append((needs.fixed(1), endpoint))
    for gateway in graph.of_type(needs.NAT_GATEWAY):
        for subnet in needs.subnets_of(graph, gateway, "subnetId"):
            parts[subnet.urn].append((needs.fixed(1), gateway))
    for cluster in graph.of_type(needs.CLUSTER):
        for subnet in needs.subnets_of(graph, cluster, "vpcConfig"):
            parts[subnet.urn].append((needs.fixed(CLUSTER_ADDRESSES), cluster))
    for group in plan.node_groups:
        if not group.instance_types:
            continue
        for subnet in group.subnets:
            need = Need(of_nodes(group, group.at_once), of_nodes(group, group.at_most))
            parts[subnet.urn].append((need, group.resource))
    return {
        urn: (sum((need for need, _ in found), Need(0, 0)), max(found, key=lambda part: part[0].at_most)[1])
        for urn, found in parts.items()
        if found
    }
