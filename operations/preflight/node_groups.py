"""The node groups of a graph: how many machines of which type, where, and how they are bought."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.model import Graph, Resource, references

NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
SUBNET = "aws:ec2/subnet:Subnet"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
USAGE_CLASSES = {"ON_DEMAND": "on-demand", "SPOT": "spot", "CAPACITY_BLOCK": "capacity-block"}
RESERVED_ONLY = "capacity-reservations-only"
A_NEW_ONE = "a new one"
WITHOUT_ADDRESS = "efa-only"


@dataclass(frozen=True)
class NodeGroup:
    """A managed node group of EKS."""

    resource: Resource
    instance_types: tuple[str, ...]
    usage_class: str
    """on-demand, spot or capacity-block."""
    at_once: int
    """Nodes `pulumi up` starts."""
    at_most: int
    """Nodes a scaler may go up to."""
    subnets: tuple[Resource, ...]
    image_id: str = ""
    """The caller's own image, where the launch template names one."""
    reserved: bool = False
    """Whether the nodes start in reserved capacity only: in the reservation of the id, or in any open one."""
    reservation_id: str = ""
    placement_group: str = ""
    """Placement group the nodes start in; A_NEW_ONE where the stack makes it."""
    interfaces: int = 1
    """Network interfaces of each node that its launch template names."""
    interfaces_with_address: int = 1
    """Network interfaces of each node that take addresses of the subnet from the start."""

    @property
    def name(self) -> str:
        return self.resource.name

    @property
    def zones(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(subnet.inputs.get("availabilityZoneId", "")) for subnet in self.subnets))

    def input(self, name: str) -> str:
        """A plain input of the group; empty where it is absent or not known yet."""
        return _text(self.resource.inputs, name)


def node_groups(graph: Graph) -> tuple[NodeGroup, ...]:
    """Every node group, by name."""
    return tuple(sorted((_node_group(graph, each) for each in graph.of_type(NODE_GROUP)), key=lambda group: group.name))


def _node_group(graph: Graph, resource: Resource) -> NodeGroup:
    inputs = resource.inputs
    template = next(iter(_referred(graph, inputs.get("launchTemplate"), LAUNCH_TEMPLATE)), None)
    launch: Mapping[str, Any] = template.inputs if template else {}
    scaling = inputs.get("scalingConfig", {})
    types = inputs.get("instanceTypes") or ([launch["instanceType"]] if "instanceType" in launch else [])
    interfaces = launch.get("networkInterfaces", ())
    reserving = launch.get("capacityReservationSpecification", {})
    reservation_id = _text(reserving.get("capacityReservationTarget", {}), "capacityReservationId")
    group_name = launch.get("placement", {}).get("groupName", "")
    return NodeGroup(
        resource,
        tuple(each for each in types if isinstance(each, str)),
        USAGE_CLASSES.get(_text(inputs, "capacityType"), "on-demand"),
        max(_whole(scaling, "minSize"), _whole(scaling, "desiredSize")),
        max(_whole(scaling, "maxSize"), _whole(scaling, "minSize"), _whole(scaling, "desiredSize")),
        tuple(_referred(graph, inputs.get("subnetIds"), SUBNET)),
        _text(launch, "imageId"),
        bool(reservation_id) or _text(reserving, "capacityReservationPreference") == RESERVED_ONLY,
        reservation_id,
        group_name if isinstance(group_name, str) else A_NEW_ONE,
        len(interfaces) or 1,
        sum(each.get("interfaceType") != WITHOUT_ADDRESS for each in interfaces) or 1,
    )


def _referred(graph: Graph, value: Any, type_: str) -> Iterable[Resource]:
    found = (graph.by_urn.get(urn) for urn in dict.fromkeys(references(value)))
    return (resource for resource in found if resource is not None and resource.type == type_)


def _text(inputs: Mapping[str, Any], name: str) -> str:
    value = inputs.get(name, "")
    return value if isinstance(value, str) else ""


def _whole(inputs: Mapping[str, Any], name: str) -> int:
    value = inputs.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0
