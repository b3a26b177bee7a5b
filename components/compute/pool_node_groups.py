"""The managed node groups of an accelerator pool: one for each step of its capacity in each of the step's zones."""

from typing import Any

import pulumi_aws as aws
from pulumi import Output

from components.compute.capacity_plan import NodeGroupPlan
from components.compute.fabric import launch_interface
from components.compute.node_template import left_to_scaler, node_taints, safe_template, template_version
from components.compute.own_image import group_image, template_image
from components.compute.pool_nodes import PoolNodes

EFA_RESOURCE = "vpc.amazonaws.com/efa"
# Of a group without nodes Cluster Autoscaler learns by such tags what a node would have that EC2 does not say:
# https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
NODE_HAS = "k8s.io/cluster-autoscaler/node-template/resources/"


def declare_node_groups(nodes: PoolNodes, repair: Any) -> tuple[Output[dict[str, str]], Output[dict[str, str]]]:
    """The groups' names and their launch templates, both by the keys of the plan."""
    templates = {group.key: _template(nodes, group) for group in nodes.capacity.groups}
    groups = {group.key: _group(nodes, group, templates[group.key], repair) for group in nodes.capacity.groups}
    return (
        Output.all(**{key: group.node_group_name for key, group in groups.items()}),
        Output.all(**{key: template.id for key, template in templates.items()}),
    )


def _template(nodes: PoolNodes, group: NodeGroupPlan) -> "aws.ec2.LaunchTemplate":
    args = safe_template(nodes.disk_gib, nodes.disk_key_arn, {**nodes.tags, "Name": nodes.name}) | group.template()
    near = nodes.placement_group(group)
    if near is not None:
        args["placement"] = {"group_name": near}
    args |= template_image(nodes.own_image, nodes.cluster_name, nodes.settings.local_storage)
    return aws.ec2.LaunchTemplate(
        f"{nodes.name}-{group.key}",
        description=f"Nodes of the pool {nodes.name}",
        instance_type=nodes.plan.instance_type,
        network_interfaces=[
            launch_interface(interface, nodes.cluster_group, nodes.fabric) for interface in nodes.plan.interfaces
        ],
        opts=nodes.component.child(),
        **args,
    )


def _group(
    nodes: PoolNodes, group: NodeGroupPlan, template: "aws.ec2.LaunchTemplate", repair: Any
) -> "aws.eks.NodeGroup":
    return aws.eks.NodeGroup(
        f"{nodes.name}-{group.key}",
        cluster_name=nodes.cluster_name,
        node_role_arn=nodes.role.arn,
        subnet_ids=[nodes.subnet_ids[group.zone]],
        capacity_type=group.purchase.capacity_type,
        launch_template=template_version(template),
        scaling_config={"min_size": group.low, "desired_size": group.low, "max_size": group.high},
        # Old nodes go before new ones come: there is rarely a spare accelerator node to update through.
        update_config={"max_unavailable": 1, "update_strategy": "MINIMAL"},
        labels=nodes.labels(group),
        taints=node_taints(nodes.taints),
        node_repair_config=repair,
        tags={**nodes.tags, **_node_has(nodes)},
        opts=nodes.component.child(ignore_changes=left_to_scaler(group.low, group.high), depends_on=nodes.grants),
        **group_image(nodes.settings.image),
    )


def _node_has(nodes: PoolNodes) -> dict[str, str]:
    efas = {EFA_RESOURCE: nodes.plan.efa_interfaces} if nodes.plan.efa_interfaces else {}
    return {f"{NODE_HAS}{name}": str(count) for name, count in {**nodes.settings.devices, **efas}.items()}
