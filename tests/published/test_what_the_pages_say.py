"""What the pages of the published clusters say of the stack files beside them is so."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from graph.capture import capture
from graph.model import Graph
from stacks.platform import deploy
from stacks.settings import Settings, load

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples" / "published"


@cache
def settings_of(name: str) -> Settings:
    return load(EXAMPLES / name / f"Pulumi.{name}.yaml")


@cache
def graph_of(name: str) -> Graph:
    return capture(lambda: deploy(settings_of(name)), stack=name)


def interfaces(name: str, instance_type: str) -> list[Any]:
    templates = graph_of(name).of_type("aws:ec2/launchTemplate:LaunchTemplate")
    return [each.inputs["networkInterfaces"] for each in templates if each.inputs.get("instanceType") == instance_type]


@pytest.mark.parametrize(
    ("name", "instance_type", "efas"),
    [
        ("p4d-on-demand", "p4d.24xlarge", 4),
        ("p5-block", "p5.48xlarge", 32),
        ("p6-block", "p6-b200.48xlarge", 8),
        ("trn2-reservation", "trn2.48xlarge", 16),
    ],
)
def test_a_node_has_one_address_and_efa_on_every_card(name: str, instance_type: str, efas: int) -> None:
    for each in interfaces(name, instance_type):
        assert [one["interfaceType"] for one in each].count("efa-only") == efas
        assert len(each) == efas + 1


@pytest.mark.parametrize("name", ["p5-block", "p6-block", "p5-reservation", "trn2-reservation"])
def test_nothing_reserved_is_forced_into_a_placement_group(name: str) -> None:
    assert not graph_of(name).of_type("aws:ec2/placementGroup:PlacementGroup")


@pytest.mark.parametrize("name", ["p5-block", "p6-block"])
def test_nodes_of_a_block_are_in_its_zone_only_and_no_more_than_it_holds(name: str) -> None:
    (pool,) = settings_of(name).accelerator_pools.values()
    (step,) = pool.capacity
    groups = [
        each.inputs
        for each in graph_of(name).of_type("aws:eks/nodeGroup:NodeGroup")
        if each.inputs["capacityType"] == "CAPACITY_BLOCK"
    ]
    assert [len(group["subnetIds"]) for group in groups] == [1]
    assert groups[0]["scalingConfig"]["maxSize"] <= (step.reserved_nodes or 0)


@pytest.mark.parametrize("name", sorted(folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()))
def test_the_cluster_is_private_and_has_ordinary_nodes(name: str) -> None:
    assert graph_of(name).one("aws:eks/cluster:Cluster").inputs["vpcConfig"]["endpointPublicAccess"] is False
    assert settings_of(name).node_pools["system"].min_nodes >= 1


@pytest.mark.parametrize("name", ["p4d-on-demand", "p6-block", "trn2-reservation"])
def test_nobody_comes_in_from_outside(name: str) -> None:
    rules = graph_of(name).of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert [rule.name for rule in rules if rule.inputs.get("cidrIpv4") == "0.0.0.0/0"] == []


def test_karpenter_makes_the_nodes_of_trn1_with_all_its_interfaces() -> None:
    graph = graph_of("trn1-karpenter")
    groups = graph.of_type("aws:eks/nodeGroup:NodeGroup")
    assert {each.name.partition("-")[0] for each in groups} == {"system"}
    pool = settings_of("trn1-karpenter").accelerator_pools["trn1"]
    assert (pool.provisioner, pool.instance_type) == ("karpenter", "trn1.32xlarge")
