"""Why a pool of GPU nodes is declared as it is."""

import base64
from typing import Any

import pytest

from components.compute.accelerator_pool import AcceleratorPool
from graph.capture import capture
from graph.model import Graph, Reference
from tests.examples import FULL, MINIMAL

POOL = "groundwork:index:AcceleratorPool"
GROUP = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
H100_NODES = {"instance_type": "p5.48xlarge", "nodes": 2, "max_nodes": 4}
RESERVATION = {
    "purchase": "reservation",
    "zones": ["eun1-az1"],
    "reservation_id": "cr-0123456789abcdef0",
    "reserved_nodes": 4,
}
BLOCK = {
    **RESERVATION,
    "purchase": "capacity_block",
    "starts": "2026-12-01T11:30:00Z",
    "ends": "2026-12-08T11:30:00Z",
}


def pool(**args: Any) -> Graph:
    return capture(lambda: AcceleratorPool("gpu", {**MINIMAL["AcceleratorPool"], **args}))  # type: ignore[typeddict-item]


def bought(purchase: str, *zones: str) -> dict[str, Any]:
    return {"purchase": purchase, "zones": list(zones or ["eun1-az1"])}


def chain() -> Graph:
    """A pool whose capacity has a step of every kind."""
    return capture(lambda: AcceleratorPool("gpu", FULL["AcceleratorPool"]))  # type: ignore[arg-type]


def interfaces(graph: Graph) -> list[tuple[int, int, str]]:
    return [
        (each["networkCardIndex"], each["deviceIndex"], each["interfaceType"])
        for each in graph.one(TEMPLATE).inputs["networkInterfaces"]
    ]


def test_a_node_has_every_efa_interface_its_type_has_and_a_plain_one_first() -> None:
    kinds = [kind for _, _, kind in interfaces(pool(**H100_NODES))]
    assert kinds[0] == "interface"
    assert kinds.count("efa-only") == len(kinds) - 1 == 32


def test_b300_nodes_have_no_efa_on_the_card_that_takes_none() -> None:
    layout = interfaces(pool(instance_type="p6-b300.48xlarge"))
    assert [kind for card, _, kind in layout if card == 0] == ["interface"]
    assert sum(kind == "efa-only" for _, _, kind in layout) == 16


def test_a_type_without_efa_gets_one_plain_interface_and_no_fabric() -> None:
    graph = pool()
    assert interfaces(graph) == [(0, 0, "interface")]
    assert not graph.of_type("aws:ec2/securityGroup:SecurityGroup")


def test_efa_traffic_is_allowed_by_rules_that_name_the_group_both_ways() -> None:
    graph = pool(**H100_NODES)
    group = Reference(graph.one("aws:ec2/securityGroup:SecurityGroup").urn, "id")
    for rule in (
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    ):
        inputs = graph.one(rule).inputs
        assert inputs["securityGroupId"] == inputs["referencedSecurityGroupId"] == group
        assert inputs["ipProtocol"] == "-1"


def test_ip_interfaces_are_in_the_clusters_group_and_efa_interfaces_in_the_fabrics() -> None:
    graph = pool(**H100_NODES)
    fabric = Reference(graph.one("aws:ec2/securityGroup:SecurityGroup").urn, "id")
    first, *others = graph.one(TEMPLATE).inputs["networkInterfaces"]
    assert first["securityGroups"] == ("sg-0cluster",)
    assert all(each["securityGroups"] == (fabric,) for each in others)


def test_security_groups_and_addresses_are_never_given_beside_interfaces() -> None:
    template = pool(**H100_NODES).one(TEMPLATE).inputs
    assert "vpcSecurityGroupIds" not in template
    assert all("associatePublicIpAddress" not in each for each in template["networkInterfaces"])


@pytest.mark.parametrize("purchase", ["on_demand", "spot"])
def test_nodes_with_efa_are_placed_near_each_other(purchase: str) -> None:
    graph = pool(**H100_NODES, capacity=[bought(purchase)])
    group = graph.one(PLACEMENT)
    assert group.inputs["strategy"] == "cluster"
    assert graph.one(TEMPLATE).inputs["placement"]["groupName"].urn == group.urn


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"max_nodes": 4},
        {**H100_NODES, "nodes": 1, "max_nodes": 1},
        {**H100_NODES, "capacity": [RESERVATION]},
        {**H100_NODES, "capacity": [BLOCK]},
    ],
    ids=["one node", "no EFA", "one node with EFA", "reservation", "capacity block"],
)
def test_there_is_no_placement_group_where_it_helps_nothing_or_starves_a_launch(args: dict[str, Any]) -> None:
    graph = pool(**args)
    assert not graph.of_type(PLACEMENT)
    assert "placement" not in graph.one(TEMPLATE).inputs


def test_a_reservation_is_targeted_by_its_id() -> None:
    graph = pool(**H100_NODES, capacity=[RESERVATION])
    specification = graph.one(TEMPLATE).inputs["capacityReservationSpecification"]
    assert specification["capacityReservationTarget"]["capacityReservationId"] == "cr-0123456789abcdef0"
    assert "instanceMarketOptions" not in graph.one(TEMPLATE).inputs
    assert graph.one(GROUP).inputs["capacityType"] == "ON_DEMAND"


def test_a_capacity_block_is_its_own_market() -> None:
    graph = pool(**H100_NODES, capacity=[BLOCK])
    assert graph.one(TEMPLATE).inputs["instanceMarketOptions"] == {"marketType": "capacity-block"}
    assert graph.one(GROUP).inputs["capacityType"] == "CAPACITY_BLOCK"


def test_spot_nodes_are_bought_by_the_group_and_not_by_the_template() -> None:
    graph = pool(capacity=[bought("spot")])
    assert graph.one(GROUP).inputs["capacityType"] == "SPOT"
    assert "instanceMarketOptions" not in graph.one(TEMPLATE).inputs


def test_each_step_is_a_group_in_each_of_its_zones_and_all_but_the_first_start_empty() -> None:
    sizes = {group.name: group.inputs["scalingConfig"]["desiredSize"] for group in chain().of_type(GROUP)}
    assert sizes == {
        "gpu-cr-00000000000000b10": 2,
        "gpu-cr-0123456789abcdef0": 0,
        "gpu-on-demand-eun1-az1": 0,
        "gpu-on-demand-eun1-az2": 0,
        "gpu-spot-eun1-az2": 0,
    }


def test_a_group_has_the_subnet_of_its_zone_and_a_template_of_its_own() -> None:
    graph = chain()
    for group in graph.of_type(GROUP):
        in_second = group.name.endswith("az2")
        assert group.inputs["subnetIds"] == (("subnet-0b",) if in_second else ("subnet-0a",))
        assert group.inputs["launchTemplate"]["id"] == Reference(graph.named(TEMPLATE, group.name).urn, "id")


def test_a_fallback_is_placed_in_a_group_of_its_own_and_a_reservation_in_the_one_it_was_made_in() -> None:
    graph = chain()
    assert {each.name for each in graph.of_type(PLACEMENT)} == {
        "gpu-on-demand-eun1-az1",
        "gpu-on-demand-eun1-az2",
        "gpu-spot-eun1-az2",
    }
    assert graph.named(TEMPLATE, "gpu-cr-0123456789abcdef0").inputs["placement"]["groupName"] == "training"
    assert "placement" not in graph.named(TEMPLATE, "gpu-cr-00000000000000b10").inputs


def karpenter(**args: Any) -> Graph:
    """A pool with a chain whose nodes Karpenter starts."""
    full = {key: value for key, value in FULL["AcceleratorPool"].items() if not key.startswith("max_")}
    changes = {"provisioner": "karpenter", "nodes": 0, "max_nodes": 6, **args}
    return capture(lambda: AcceleratorPool("gpu", {**full, **changes}))  # type: ignore[typeddict-item]


def test_with_karpenter_there_is_no_node_group_and_its_nodes_may_join_all_the_same() -> None:
    graph = karpenter()
    assert not graph.of_type(GROUP)
    assert not graph.of_type(TEMPLATE)
    role = graph.named("aws:iam/role:Role", "gpu-node")
    entry = graph.one("aws:eks/accessEntry:AccessEntry").inputs
    assert (entry["type"], entry["principalArn"]) == ("EC2_LINUX", Reference(role.urn, "arn"))
    assert graph.one("aws:iam/instanceProfile:InstanceProfile").inputs["role"] == Reference(role.urn, "name")


def test_karpenters_objects_refer_to_what_the_pool_declares() -> None:
    graph = karpenter()
    text = graph.one(POOL).outputs["karpenterManifests"]
    profile = graph.one("aws:iam/instanceProfile:InstanceProfile")
    near = graph.named(PLACEMENT, "gpu-spot-eun1-az2")
    assert {Reference(profile.urn, "name"), Reference(near.urn, "name")} <= set(text.parts)
    assert len(graph.of_type(PLACEMENT)) == 3


def test_a_group_without_nodes_says_what_its_nodes_would_have() -> None:
    tags = pool(**H100_NODES).one(GROUP).inputs["tags"]
    has = {key.rpartition("resources/")[2]: value for key, value in tags.items() if "node-template" in key}
    assert has == {"nvidia.com/gpu": "8", "vpc.amazonaws.com/efa": "32"}


def test_a_scaler_is_told_which_group_to_try_first() -> None:
    labels = {group.name: group.inputs["labels"]["groundwork/capacity-priority"] for group in chain().of_type(GROUP)}
    assert sorted(labels, key=lambda name: -int(labels[name])) == [
        "gpu-cr-00000000000000b10",
        "gpu-cr-0123456789abcdef0",
        "gpu-on-demand-eun1-az1",
        "gpu-on-demand-eun1-az2",
        "gpu-spot-eun1-az2",
    ]


def test_the_type_is_in_the_template_because_its_interfaces_are() -> None:
    graph = pool()
    assert graph.one(TEMPLATE).inputs["instanceType"] == "g6e.xlarge"
    assert "instanceTypes" not in graph.one(GROUP).inputs


def test_local_disks_become_one_file_system_before_the_node_joins() -> None:
    document = base64.b64decode(pool().one(TEMPLATE).inputs["userData"]).decode()
    assert "application/node.eks.aws" in document
    assert "strategy: RAID0" in document


def test_a_type_without_local_disks_is_left_alone() -> None:
    assert "userData" not in pool(instance_type="g5g.xlarge").one(TEMPLATE).inputs


@pytest.mark.parametrize(("word", "strategy"), [("raid10", "RAID10"), ("mount", "Mount")])
def test_local_disks_can_be_mirrored_or_mounted_one_by_one(word: str, strategy: str) -> None:
    graph = pool(instance_type="p5.48xlarge", local_storage=word)
    assert f"strategy: {strategy}" in base64.b64decode(graph.one(TEMPLATE).inputs["userData"]).decode()


def test_local_disks_are_left_alone_on_request() -> None:
    assert "userData" not in pool(local_storage="none").one(TEMPLATE).inputs


def test_extra_interfaces_are_plain_and_in_the_clusters_group() -> None:
    graph = pool(instance_type="p5.48xlarge", extra_interfaces=2)
    extra = graph.one(TEMPLATE).inputs["networkInterfaces"][-2:]
    assert [each["interfaceType"] for each in extra] == ["interface", "interface"]
    assert all(each["securityGroups"] == ("sg-0cluster",) for each in extra)


def test_a_split_gpu_is_asked_for_by_its_part() -> None:
    graph = pool(instance_type="p5.48xlarge", mig_profile="1g.10gb")
    assert graph.one(GROUP).inputs["labels"]["nvidia.com/mig.config"] == "all-1g.10gb"
    outputs = graph.one(POOL).outputs
    assert outputs["devices"] == {"nvidia.com/mig-1g.10gb": 56}
    assert "nvidia-mig-manager" in outputs["needs"]


def test_a_gpu_shared_in_time_is_counted_as_often_as_it_is_shared() -> None:
    graph = pool(time_slicing_replicas=4)
    assert graph.one(GROUP).inputs["labels"]["nvidia.com/device-plugin.config"] == "time-slicing-4"
    assert graph.one(POOL).outputs["devices"] == {"nvidia.com/gpu": 4}


def test_nodes_of_an_own_image_are_told_their_cluster_and_the_group_names_no_other_image() -> None:
    graph, name = chain(), "gpu-on-demand-eun1-az1"
    template, group = graph.named(TEMPLATE, name).inputs, graph.named(GROUP, name).inputs
    document = base64.b64decode(template["userData"]).decode()
    assert template["imageId"] == "ami-0123456789abcdef0"
    assert not {"amiType", "releaseVersion", "version"} & group.keys()
    for line in ("name: platform", "apiServerEndpoint: https://0123456789ABCDEF.gr7", "cidr: 172.20.0.0/16"):
        assert line in document
    assert "strategy: RAID10" in document


def test_repair_has_the_limits_it_is_given_and_otherwise_those_of_eks() -> None:
    assert pool().one(GROUP).inputs["nodeRepairConfig"] == {"enabled": True}
    limited = pool(max_parallel_nodes_repaired_count=2, max_unhealthy_node_threshold_percentage=10)
    assert limited.one(GROUP).inputs["nodeRepairConfig"] == {
        "enabled": True,
        "maxParallelNodesRepairedCount": 2,
        "maxUnhealthyNodeThresholdPercentage": 10,
    }
    assert pool(without_node_repair=True).one(GROUP).inputs["nodeRepairConfig"] == {"enabled": False}


def test_gpu_nodes_keep_pods_away_that_ask_for_no_gpu() -> None:
    assert pool().one(GROUP).inputs["taints"] == ({"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"},)


def test_labels_say_what_the_node_is() -> None:
    labels = chain().named(GROUP, "gpu-cr-0123456789abcdef0").inputs["labels"]
    assert labels["groundwork/family"] == "p5"
    assert labels["groundwork/accelerator-count"] == "8"
    assert labels["groundwork/accelerator-memory-mib"] == "81920"
    assert labels["groundwork/efa-interfaces"] == "32"
    assert labels["groundwork/purchase"] == "reservation"
    assert labels["groundwork/team"] == "research"


def test_a_label_of_the_pools_user_wins_over_ours() -> None:
    labels = pool(labels={"groundwork/purchase": "by-hand"}).one(GROUP).inputs["labels"]
    assert labels["groundwork/purchase"] == "by-hand"


def test_a_part_of_a_gpu_is_counted_as_a_part() -> None:
    assert pool(instance_type="g6f.large").one(GROUP).inputs["labels"]["groundwork/accelerator-count"] == "0.125"


def test_a_pool_of_a_fixed_size_follows_the_stack_file_and_any_other_the_scaler() -> None:
    assert not pool(nodes=4, max_nodes=4).one(GROUP).ignore_changes
    assert pool(nodes=1, max_nodes=4).one(GROUP).ignore_changes == ("scalingConfig.desiredSize",)


def test_broken_nodes_are_replaced_and_updates_need_no_spare_gpu() -> None:
    group = pool().one(GROUP).inputs
    assert group["nodeRepairConfig"]["enabled"] is True
    assert group["updateConfig"] == {"maxUnavailable": 1, "updateStrategy": "MINIMAL"}


@pytest.mark.parametrize(
    ("instance_type", "ami_type"),
    [
        ("g6e.xlarge", "AL2023_x86_64_NVIDIA"),
        ("p5.48xlarge", "AL2023_x86_64_NVIDIA"),
        ("g5g.xlarge", "AL2023_ARM_64_NVIDIA"),
    ],
)
def test_the_image_is_the_pinned_one_with_nvidias_driver_for_the_processor(instance_type: str, ami_type: str) -> None:
    group = pool(instance_type=instance_type).one(GROUP).inputs
    assert group["amiType"] == ami_type
    assert group["releaseVersion"].startswith("1.34.")


def test_pods_cannot_take_the_nodes_credentials_and_disks_are_encrypted() -> None:
    template = pool().one(TEMPLATE).inputs
    assert template["metadataOptions"]["httpTokens"] == "required"
    assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1
    assert template["blockDeviceMappings"][0]["ebs"]["kmsKeyId"] == MINIMAL["AcceleratorPool"]["disk_key_arn"]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"instance_type": "p5.24xlarge"}, "p5.24xlarge"),
        ({"instance_type": "m7i.xlarge"}, "m7i.xlarge"),
        ({"capacity": []}, "capacity is empty"),
        ({"capacity": [bought("preemptible")]}, r"capacity\[0\].purchase is 'preemptible'"),
        ({"capacity": [{**RESERVATION, "reservation_id": "cr-1"}]}, r"capacity\[0\].reservation_id is 'cr-1'"),
        (
            {"capacity": [{**RESERVATION, "reserved_nodes": 1.5}]},
            r"capacity\[0\].reserved_nodes is 1.5; a whole number",
        ),
        ({"capacity": [BLOCK]}, "as which g6e.xlarge is not sold"),
        ({"capacity": [bought("on_demand", "eu-north-1a")]}, "use its zone id"),
        ({"capacity": [bought("on_demand", "eun1-az1", "eun1-az2")]}, "subnet_ids lacks eun1-az2"),
        ({"wall_time_hours": -1}, "wall_time_hours is -1"),
        ({"nodes": 2, "max_nodes": 1}, "max_nodes is 1; a whole number from 2"),
        ({"nodes": 0, "max_nodes": 0}, "max_nodes is 0; a whole number from 1"),
        ({"disk_gib": 70_000}, "disk_gib is 70000"),
        ({"instance_type": "vt1.3xlarge"}, "is 'vt1.3xlarge', which has cards for video whose software"),
        (
            {"instance_type": "dl2q.24xlarge"},
            "no image of EKS has a driver for Qualcomm AI100; give an image of your own",
        ),
        ({"own_image": {"image_id": "al2023"}}, "own_image.image_id is 'al2023'; the id of an image is right"),
        ({"extra_interfaces": 4}, "extra_interfaces is 4, more than the network cards have room for; beside the 1"),
        ({"extra_interfaces": -1}, "extra_interfaces is -1; a whole number from 0"),
        ({"local_storage": "raid5"}, "local_storage is 'raid5'; raid0, raid10, mount, none is right"),
        ({"mig_profile": "1g.10gb"}, "mig_profile is '1g.10gb', and NVIDIA L40S cannot be split"),
        ({"time_slicing_replicas": 33}, "time_slicing_replicas is 33; a whole number from 2 to 32"),
        ({"max_parallel_nodes_repaired_count": 0}, "max_parallel_nodes_repaired_count is 0; a whole number from 1"),
        (
            {"without_node_repair": True, "max_unhealthy_node_threshold_percentage": 10},
            "max_unhealthy_node_threshold_percentage is given with without_node_repair; give one of the two",
        ),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_declared(args: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        pool(**args)
