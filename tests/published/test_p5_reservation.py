"""The published p5 cluster, as a Groundwork stack file: what its README says of it is so."""

from pathlib import Path

import pytest

from graph.capture import capture
from graph.model import Graph, Resource
from stacks.platform import deploy
from stacks.settings import load

FOLDER = Path(__file__).resolve().parent.parent.parent / "examples" / "published" / "p5-reservation"
STACK_FILE = FOLDER / "Pulumi.p5-reservation.yaml"
P5 = "p5-cr-0a1b2c3d4e5f60718"


@pytest.fixture(scope="module")
def graph() -> Graph:
    settings = load(STACK_FILE)
    return capture(lambda: deploy(settings), stack="p5-reservation")


@pytest.fixture(scope="module")
def template(graph: Graph) -> Resource:
    return graph.named("aws:ec2/launchTemplate:LaunchTemplate", P5)


def test_its_nodes_come_from_the_reservation_and_stay_within_it(graph: Graph, template: Resource) -> None:
    target = template.inputs["capacityReservationSpecification"]["capacityReservationTarget"]
    assert target["capacityReservationId"] == load(STACK_FILE).accelerator_pools["p5"].capacity[0].reservation_id
    group = graph.named("aws:eks/nodeGroup:NodeGroup", P5)
    assert dict(group.inputs["scalingConfig"]) == {"minSize": 1, "desiredSize": 1, "maxSize": 10}
    assert not graph.of_type("aws:ec2/placementGroup:PlacementGroup")


def test_every_network_card_of_a_node_carries_efa(template: Resource) -> None:
    interfaces = template.inputs["networkInterfaces"]
    efa = [interface["networkCardIndex"] for interface in interfaces if "efa" in interface["interfaceType"]]
    assert sorted(efa) == list(range(32))


def test_a_pod_cannot_take_the_nodes_credentials(graph: Graph) -> None:
    for each in graph.of_type("aws:ec2/launchTemplate:LaunchTemplate"):
        options = each.inputs["metadataOptions"]
        assert (options["httpTokens"], options["httpPutResponseHopLimit"]) == ("required", 1)


def test_a_node_may_join_and_pull_and_nothing_else(graph: Graph) -> None:
    attached = {
        each.inputs["policyArn"].rpartition("/")[2]
        for each in graph.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        if each.name.startswith("p5-node")
    }
    assert attached == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}


def test_the_cluster_is_private_encrypted_logged_and_in_standard_support(graph: Graph) -> None:
    inputs = graph.one("aws:eks/cluster:Cluster").inputs
    assert inputs["vpcConfig"]["endpointPublicAccess"] is False
    assert inputs["encryptionConfig"]["resources"] == ("secrets",)
    assert len(inputs["enabledClusterLogTypes"]) == 5
    assert inputs["upgradePolicy"]["supportType"] == "STANDARD"
    assert inputs["version"] == "1.35"


def test_the_file_system_gives_each_of_ten_nodes_a_gigabyte_a_second_and_is_protected(graph: Graph) -> None:
    lustre = graph.one("aws:fsx/lustreFileSystem:LustreFileSystem")
    megabytes = lustre.inputs["storageCapacity"] / 1024 * lustre.inputs["perUnitStorageThroughput"]
    assert megabytes >= 10 * 1000
    assert lustre.protect
    assert graph.one("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation")


def test_lustre_has_all_its_ports_and_only_from_what_mounts_it(graph: Graph) -> None:
    rules = [
        rule.inputs
        for rule in graph.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if rule.name.startswith("scratch")
    ]
    assert {(rule["fromPort"], rule["toPort"]) for rule in rules} == {(988, 988), (1018, 1023)}
    assert all("cidrIpv4" not in rule for rule in rules)


def test_the_number_of_private_endpoints_is_what_the_readme_says(graph: Graph) -> None:
    endpoints = graph.of_type("aws:ec2/vpcEndpoint:VpcEndpoint")
    interface = [each for each in endpoints if each.inputs["vpcEndpointType"] == "Interface"]
    assert len(interface) == 9
    assert "nine private endpoints" in (FOLDER / "README.md").read_text(encoding="utf-8")
