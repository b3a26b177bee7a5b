"""A pool of every family: the image, the taint and the grants its nodes need, and no rule of ours broken."""

from datetime import date
from typing import Any

import pytest

from catalogue.families import family, pool_type, pool_types
from components.compute.accelerator_pool import AcceleratorPool
from graph.capture import capture
from graph.model import Graph
from policies.context import PolicyContext
from policies.evaluate import evaluate
from policies.rule import Verdict
from tests.components.reading import statements
from tests.examples import FULL, MINIMAL

CONTEXT = PolicyContext("prod", "111122223333", ("eu",), frozenset({"eu-north-1"}))
GROUP = "aws:eks/nodeGroup:NodeGroup"
OWN_IMAGE = FULL["AcceleratorPool"]["own_image"]
BLOCK = FULL["AcceleratorPool"]["capacity"][0]
LARGEST = {family_: name for name in pool_types() for family_ in [pool_type(name).family]}


def pool(instance_type: str, **args: Any) -> Graph:
    kind = family(pool_type(instance_type).family)
    if not kind.kind.image_kind or kind.image_since > "2026":
        args["own_image"] = OWN_IMAGE
    if "on-demand" not in pool_type(instance_type).usage_classes:
        args["capacity"] = [BLOCK]
    made = {**MINIMAL["AcceleratorPool"], "instance_type": instance_type, **args}
    return capture(lambda: AcceleratorPool("pool", made))  # type: ignore[arg-type]


@pytest.mark.parametrize("instance_type", LARGEST.values())
def test_a_pool_of_any_family_keeps_every_rule_and_keeps_other_pods_away(instance_type: str) -> None:
    graph = pool(instance_type)
    findings = evaluate(graph, today=date(2026, 1, 1), context=CONTEXT)
    bad = [each.outcome.sentence for each in findings if each.outcome.verdict in (Verdict.FAIL, Verdict.ERROR)]
    assert bad == []
    [taint] = graph.one(GROUP).inputs["taints"]
    assert taint == {
        "key": family(pool_type(instance_type).family).kind.taint,
        "value": "true",
        "effect": "NO_SCHEDULE",
    }


@pytest.mark.parametrize(
    ("instance_type", "ami_type", "devices"),
    [
        ("p4d.24xlarge", "AL2023_x86_64_NVIDIA", {"nvidia.com/gpu": 8}),
        ("g5g.xlarge", "AL2023_ARM_64_NVIDIA", {"nvidia.com/gpu": 1}),
        ("g6f.large", "AL2023_x86_64_NVIDIA", {"nvidia.com/gpu": 1}),
        ("p6e-gb200.36xlarge", "AL2023_ARM_64_NVIDIA", {"nvidia.com/gpu": 4}),
        ("trn1n.32xlarge", "AL2023_x86_64_NEURON", {"aws.amazon.com/neuron": 16}),
        ("inf2.48xlarge", "AL2023_x86_64_NEURON", {"aws.amazon.com/neuron": 12}),
        ("f2.48xlarge", "AL2023_x86_64_STANDARD", {}),
        ("hpc7a.96xlarge", "AL2023_x86_64_STANDARD", {}),
        ("hpc7g.16xlarge", "AL2023_ARM_64_STANDARD", {}),
    ],
)
def test_a_node_has_the_image_with_its_driver_and_offers_its_devices(
    instance_type: str, ami_type: str, devices: dict[str, int]
) -> None:
    graph = pool(instance_type)
    assert graph.one(GROUP).inputs["amiType"] == ami_type
    assert graph.one("groundwork:index:AcceleratorPool").outputs["devices"] == devices


def test_qualcomm_nodes_run_an_own_image_and_offer_their_cards() -> None:
    graph = pool("dl2q.24xlarge")
    assert graph.one("aws:ec2/launchTemplate:LaunchTemplate").inputs["imageId"] == OWN_IMAGE["image_id"]
    assert graph.one("groundwork:index:AcceleratorPool").outputs["devices"] == {"qualcomm.com/qaic": 8}


def test_fpga_nodes_may_find_images_for_their_cards_and_no_other_nodes_may() -> None:
    policy = "aws:iam/rolePolicy:RolePolicy"
    [found] = statements(pool("f2.6xlarge").one(policy)).values()
    assert found["Action"] == ["ec2:DescribeFpgaImages", "ec2:DescribeFpgaImageAttribute"]
    assert not pool("g6.xlarge").of_type(policy)


def test_the_cluster_layer_is_told_what_pods_wait_for() -> None:
    needs = pool("trn2.48xlarge").one("groundwork:index:AcceleratorPool").outputs["needs"]
    assert needs == ("neuron-device-plugin", "neuron-scheduler", "neuron-monitor", "efa-device-plugin")


def test_gpus_of_several_nodes_in_one_nvlink_domain_need_compute_domains() -> None:
    outputs = pool("p6e-gb200.36xlarge").one("groundwork:index:AcceleratorPool").outputs
    assert "nvidia-dra-driver" in outputs["needs"]
    assert outputs["efaInterfaces"] == outputs["accelerators"] == 4
