"""What all nodes of an accelerator pool have in common, whoever starts them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi_aws as aws
from pulumi import Input, Resource

from components.base import Component
from components.compute.capacity_plan import CapacityPlan, NodeGroupPlan
from components.compute.fabric_plan import FabricPlan
from components.compute.node_settings import NodeSettings
from components.compute.own_image import OwnImage


@dataclass(frozen=True, slots=True)
class PoolNodes:
    """The nodes of one pool, read and planned; what is left is to declare who starts them."""

    component: Component
    capacity: CapacityPlan
    plan: FabricPlan
    settings: NodeSettings
    architecture: str
    """Processor of a node: x86_64 or arm64."""
    vcpus: int
    """vCPUs of a node."""
    cluster_name: Input[str]
    subnet_ids: Mapping[str, Input[str]]
    cluster_group: Input[str]
    """Security group of the cluster."""
    fabric: "aws.ec2.SecurityGroup | None"
    """Security group of the EFA interfaces."""
    role: "aws.iam.Role"
    grants: list[Resource]
    """What the role must have been granted before the first node starts."""
    own_image: OwnImage | None
    disk_gib: int
    disk_key_arn: Input[str]
    tags: dict[str, str]
    own_labels: Mapping[str, str]
    """Labels of the pool's user, which win over ours."""
    own_taints: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.component._name

    @property
    def taints(self) -> dict[str, str]:
        """Taints from key to value; all of them keep pods from being scheduled."""
        return {self.settings.taint: "true", **self.own_taints}

    def labels(self, group: NodeGroupPlan) -> dict[str, str]:
        return {"groundwork/pool": self.name, **self.settings.labels, **group.labels(), **self.own_labels}

    def placement_group(self, group: NodeGroupPlan) -> Input[str] | None:
        """Name of the placement group of a group's nodes: one declared for it, the one its reservation was made in."""
        if group.makes_placement_group:
            made = aws.ec2.PlacementGroup(
                f"{self.name}-{group.key}", strategy="cluster", tags=self.tags, opts=self.component.child()
            )
            return made.name
        return group.step.placement_group or None
