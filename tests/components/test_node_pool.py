"""Why a pool of CPU nodes is declared as it is."""

from typing import Any

import pytest

from components.compute.node_pool import NodePool
from graph.capture import capture
from graph.model import Graph
from tests.examples import FULL, MINIMAL

GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def pool(**args: Any) -> Graph:
    return capture(lambda: NodePool("system", {**MINIMAL["NodePool"], **args}))  # type: ignore[typeddict-item]


def test_every_zone_has_a_group_of_its_own_so_that_a_new_zone_replaces_none() -> None:
    one = {group.name: group.inputs["subnetIds"] for group in pool().of_type(GROUP)}
    three = {
        group.name: group.inputs["subnetIds"]
        for group in pool(subnet_ids=FULL["NodePool"]["subnet_ids"], max_nodes=9).of_type(GROUP)
    }
    assert list(one) == ["system-eun1-az1"]
    assert one.items() <= three.items()
    assert len(three) == 3


def test_the_nodes_are_shared_over_the_zones() -> None:
    graph = pool(subnet_ids=FULL["NodePool"]["subnet_ids"], min_nodes=4, max_nodes=9)
    sizes = [group.inputs["scalingConfig"] for group in graph.of_type(GROUP)]
    assert sum(size["minSize"] for size in sizes) == 4
    assert [size["maxSize"] for size in sizes] == [3, 3, 3]


def test_how_many_nodes_run_is_left_to_the_scaler() -> None:
    (group,) = pool().of_type(GROUP)
    assert "scalingConfig.desiredSize" in group.ignore_changes


def test_pods_cannot_take_the_nodes_credentials() -> None:
    metadata = pool().one(TEMPLATE).inputs["metadataOptions"]
    assert metadata["httpTokens"] == "required"
    assert metadata["httpPutResponseHopLimit"] == 1


def test_root_disks_are_encrypted_with_the_given_key() -> None:
    (disk,) = pool(disk_gib=200).one(TEMPLATE).inputs["blockDeviceMappings"]
    assert disk["ebs"]["encrypted"] == "true"
    assert disk["ebs"]["kmsKeyId"] == MINIMAL["NodePool"]["disk_key_arn"]
    assert disk["ebs"]["volumeType"] == "gp3"
    assert disk["ebs"]["volumeSize"] == 200


def test_nodes_may_join_and_pull_images_and_nothing_else() -> None:
    graph = pool()
    policies = {
        attachment.inputs["policyArn"].rpartition("/")[2]
        for attachment in graph.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    }
    assert policies == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}
    assert not graph.of_type("aws:iam/rolePolicy:RolePolicy")


def test_the_image_is_pinned() -> None:
    (group,) = pool().of_type(GROUP)
    assert group.inputs["amiType"] == "AL2023_x86_64_STANDARD"
    assert group.inputs["releaseVersion"].startswith("1.34.")


def test_nodes_volumes_and_interfaces_carry_the_tags_that_find_their_owner() -> None:
    specifications = pool().one(TEMPLATE).inputs["tagSpecifications"]
    assert {each["resourceType"] for each in specifications} == {"instance", "volume", "network-interface"}
    assert all(each["tags"]["Owner"] == "ml-platform@example.com" for each in specifications)


def test_labels_and_taints_reach_the_nodes() -> None:
    (group,) = pool(labels={"a": "b"}, taints={"c": "d"}).of_type(GROUP)
    assert group.inputs["labels"] == {"groundwork/pool": "system", "a": "b"}
    assert group.inputs["taints"] == ({"key": "c", "value": "d", "effect": "NO_SCHEDULE"},)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"subnet_ids": {}}, "subnet_ids is empty"),
        ({"subnet_ids": {"eu-north-1a": "subnet-0a"}}, "use its zone id"),
        ({"instance_types": []}, "instance_types is empty"),
        ({"instance_types": ["m7i.huge"]}, "m7i.huge"),
        ({"instance_types": ["m7i.xlarge", "m7g.xlarge"]}, "mixes"),
        ({"min_nodes": -1}, "min_nodes is -1; a whole number from 0"),
        ({"min_nodes": 5, "max_nodes": 3}, "max_nodes is 3; a whole number from 5"),
        ({"max_nodes": 1.5}, r"max_nodes is 1\.5"),
        ({"subnet_ids": FULL["NodePool"]["subnet_ids"], "max_nodes": 2}, "max_nodes is 2; a whole number from 3"),
        ({"disk_gib": 10}, "disk_gib is 10; a whole number from 20"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_declared(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        pool(**args)
