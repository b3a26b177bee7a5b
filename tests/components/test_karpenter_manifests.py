"""Karpenter's objects: the same chain, the same interfaces, the same encrypted disks as with node groups."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from components.compute.capacity_plan import plan_capacity
from components.compute.capacity_step import Wanted
from tests.components.chains import BLOCK, ON_DEMAND, RESERVED, SPOT, chains, wanted
from tests.components.karpenter import objects, specs

CHAIN = wanted(
    BLOCK, RESERVED, ON_DEMAND, SPOT, nodes=0, max_nodes=12, provisioner="karpenter", karpenter_version="1.15.1"
)


def requirements(chain: Wanted, name: str) -> dict[str, str]:
    found = specs(chain, "NodePool")[name]["template"]["spec"]["requirements"]
    assert all(each["operator"] == "In" and len(each["values"]) == 1 for each in found)
    return {each["key"]: each["values"][0] for each in found}


@settings(max_examples=25)
@given(chains())
def test_karpenter_tries_the_steps_in_the_order_they_are_written(chain: Wanted) -> None:
    groups, pools = plan_capacity(chain).groups, specs(chain, "NodePool")
    weights = [pools[f"gpu-{group.key}"]["weight"] for group in groups]
    assert all(before > after for before, after in pairwise(weights))
    assert all(1 <= weight <= 100 for weight in weights)


@settings(max_examples=25)
@given(chains())
def test_every_node_pool_has_a_class_of_its_name_and_stops_at_its_most_nodes(chain: Wanted) -> None:
    pools, classes = specs(chain, "NodePool"), specs(chain, "EC2NodeClass")
    assert pools.keys() == classes.keys()
    for group in plan_capacity(chain).groups:
        pool = pools[f"gpu-{group.key}"]
        assert pool["template"]["spec"]["nodeClassRef"]["name"] == f"gpu-{group.key}"
        assert int(pool["limits"]["cpu"]) == group.high * chain.machine.vcpus


def test_a_step_is_one_type_in_one_zone_bought_in_one_way() -> None:
    assert requirements(CHAIN, "gpu-spot-eun1-az3") == {
        "node.kubernetes.io/instance-type": "p5.48xlarge",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "topology.k8s.aws/zone-id": "eun1-az3",
        "karpenter.sh/capacity-type": "spot",
    }


@pytest.mark.parametrize("step", [BLOCK, RESERVED], ids=["block", "reservation"])
def test_reserved_nodes_are_started_in_their_reservation_and_nowhere_else(step: object) -> None:
    name = f"gpu-{step.reservation_id}"  # type: ignore[attr-defined]
    wanted_labels = requirements(CHAIN, name)
    assert wanted_labels["karpenter.sh/capacity-type"] == "reserved"
    assert wanted_labels["karpenter.k8s.aws/capacity-reservation-id"] == name.removeprefix("gpu-")
    [term] = specs(CHAIN, "EC2NodeClass")[name]["capacityReservationSelectorTerms"]
    assert term == {"id": name.removeprefix("gpu-")}


def test_only_what_is_not_reserved_is_placed_near_each_other() -> None:
    near = {name for name, spec in specs(CHAIN, "EC2NodeClass").items() if "placementGroupSelector" in spec}
    assert near == {"gpu-on-demand-eun1-az1", "gpu-on-demand-eun1-az2", "gpu-spot-eun1-az3"}


def test_a_node_has_the_planned_interfaces_and_only_those_karpenter_knows() -> None:
    layout = specs(CHAIN, "EC2NodeClass")["gpu-spot-eun1-az3"]["networkInterfaces"]
    assert layout[0] == {"networkCardIndex": 0, "deviceIndex": 0, "interfaceType": "interface"}
    assert [each["interfaceType"] for each in layout[1:]] == ["efa-only"] * 32


def test_a_node_with_one_interface_is_left_to_karpenter() -> None:
    small = wanted(SPOT, instance_type="g6.xlarge", nodes=0)
    assert all("networkInterfaces" not in spec for spec in specs(small, "EC2NodeClass").values())


def test_disks_are_encrypted_and_pods_cannot_take_the_nodes_credentials() -> None:
    for spec in specs(CHAIN, "EC2NodeClass").values():
        [root] = spec["blockDeviceMappings"]
        assert root["ebs"]["encrypted"] is True
        assert root["ebs"]["kmsKeyID"].startswith("arn:aws:kms:")
        assert spec["metadataOptions"]["httpTokens"] == "required"
        assert spec["metadataOptions"]["httpPutResponseHopLimit"] == 1


def test_the_image_is_pinned() -> None:
    assert specs(CHAIN, "EC2NodeClass")["gpu-spot-eun1-az3"]["amiSelectorTerms"] == [{"alias": "al2023@v20260903"}]
    own = specs(CHAIN, "EC2NodeClass", image="ami-0123456789abcdef0")
    assert own["gpu-spot-eun1-az3"]["amiSelectorTerms"] == [{"id": "ami-0123456789abcdef0"}]


def test_a_node_with_pods_is_never_taken_away_to_save_money_or_because_of_its_age() -> None:
    for pool in specs(CHAIN, "NodePool").values():
        assert pool["disruption"]["consolidationPolicy"] == "WhenEmpty"
        assert pool["template"]["spec"]["expireAfter"] == "Never"


@pytest.mark.parametrize(
    ("strategy", "policy", "told"), [("RAID0", "RAID0", False), ("RAID10", None, True), ("", None, False)]
)
def test_local_disks_are_prepared_as_the_pool_says(strategy: str, policy: str | None, told: bool) -> None:
    spec = specs(CHAIN, "EC2NodeClass", local_storage=strategy)["gpu-spot-eun1-az3"]
    assert spec.get("instanceStorePolicy") == policy
    assert ('"strategy": "RAID10"' in spec.get("userData", "")) is told


def test_the_objects_of_a_group_are_its_class_and_then_its_pool() -> None:
    kinds = [each["kind"] for each in objects(replace(CHAIN, steps=(SPOT,)))]
    assert kinds == ["EC2NodeClass", "NodePool"]
