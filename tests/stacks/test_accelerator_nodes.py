"""What a stack file says of the nodes of an accelerator pool reaches them."""

import base64
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.capture import capture
from graph.model import Graph
from stacks.platform import deploy
from stacks.settings import load
from tests.settings.broken import GOOD

SIZE = "nodes: 4\n        max_nodes: 4"
GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"

SPLIT = (
    "mig_profile: 1g.10gb",
    "local_storage: mount",
    "extra_interfaces: 3",
    "max_parallel_nodes_repaired_count: 2",
    "max_unhealthy_node_threshold_percentage: 10",
)
SHARED = ("time_slicing_replicas: 4", "without_node_repair: true", "image_id: ami-0123456789abcdef0")


@cache
def platform(keys: tuple[str, ...]) -> Graph:
    """The production stack, with more keys in its pool of H100 nodes."""
    good = GOOD.read_text(encoding="utf-8")
    assert SIZE in good
    with TemporaryDirectory() as folder:
        path = Path(folder, "Pulumi.prod.yaml")
        path.write_text(good.replace(SIZE, "\n        ".join([SIZE, *keys])))
        settings = load(path)
    return capture(lambda: deploy(settings))


def of_pool(keys: tuple[str, ...], type_: str) -> Any:
    """Inputs of the pool's node group or launch template."""
    return next(each for each in platform(keys).of_type(type_) if each.name == "h100-cr-0123456789abcdef0").inputs


def test_gpus_are_split_or_shared_in_time() -> None:
    assert of_pool(SPLIT, GROUP)["labels"]["nvidia.com/mig.config"] == "all-1g.10gb"
    assert of_pool(SHARED, GROUP)["labels"]["nvidia.com/device-plugin.config"] == "time-slicing-4"


def test_broken_nodes_are_repaired_within_limits_or_left_alone() -> None:
    assert of_pool(SPLIT, GROUP)["nodeRepairConfig"] == {
        "enabled": True,
        "maxParallelNodesRepairedCount": 2,
        "maxUnhealthyNodeThresholdPercentage": 10,
    }
    assert of_pool(SHARED, GROUP)["nodeRepairConfig"] == {"enabled": False}


def test_local_disks_are_mounted_and_there_are_more_interfaces() -> None:
    template = of_pool(SPLIT, TEMPLATE)
    assert "strategy: Mount" in base64.b64decode(template["userData"]).decode()
    assert [each["interfaceType"] for each in template["networkInterfaces"]].count("interface") == 1 + 3


def test_an_own_image_takes_the_place_of_the_pinned_one() -> None:
    assert of_pool(SHARED, TEMPLATE)["imageId"] == "ami-0123456789abcdef0"
    assert "amiType" not in of_pool(SHARED, GROUP)
    assert of_pool(SPLIT, GROUP)["amiType"] == "AL2023_x86_64_NVIDIA"
