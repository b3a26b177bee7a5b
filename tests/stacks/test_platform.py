"""What the platform of each stack file must be, and why."""

from functools import cache
from pathlib import Path

import pytest

from graph.capture import capture
from graph.model import Graph, Reference, Resource, references
from stacks.platform import deploy
from stacks.settings import load
from tests.stack_files import ON_AWS, stack_of

STACKS = Path(__file__).parents[2] / "stacks"
FILES = [stack_of(path) for path in ON_AWS]

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
FILESYSTEM = "aws:fsx/lustreFileSystem:LustreFileSystem"
GROUP = "aws:eks/nodeGroup:NodeGroup"
H100 = "h100-cr-0123456789abcdef0"
KEY = "aws:kms/key:Key"
SUBNET = "aws:ec2/subnet:Subnet"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ADDON = "aws:eks/addon:Addon"


@cache
def platform(stack: str) -> Graph:
    return capture(lambda: deploy(load(STACKS / f"Pulumi.{stack}.yaml")))


@pytest.fixture
def prod() -> Graph:
    return platform("prod")


def key_of(graph: Graph, store: str) -> Resource:
    """The key that encrypts a store."""
    (rule,) = graph.named(ENCRYPTION, store).inputs["rules"]
    (urn,) = references(rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"])
    return graph.by_urn[urn]


def zone_of(graph: Graph, subnets: object) -> str:
    """The zone of the one subnet a value refers to."""
    (urn,) = references(subnets)
    return str(graph.by_urn[urn].inputs["availabilityZoneId"])


def test_the_three_stack_files_are_tested() -> None:
    assert {"sandbox", "dev", "prod"} <= set(FILES)


@pytest.mark.parametrize("stack", FILES)
def test_every_stack_file_becomes_a_platform(stack: str) -> None:
    assert len(platform(stack)) > 20


@pytest.mark.parametrize("stack", FILES)
def test_every_resource_says_its_region_and_account_by_the_one_provider(stack: str) -> None:
    graph = platform(stack)
    provider = graph.one("pulumi:providers:aws")
    assert provider.inputs["allowedAccountIds"]
    strays = [each.urn for each in graph if each.type.startswith("aws:") and provider.urn not in each.provider]
    assert not strays


@pytest.mark.parametrize("stack", FILES)
def test_everything_that_can_carry_tags_says_whose_it_is_and_what_data_it_holds(stack: str) -> None:
    graph = platform(stack)
    tagged = [each for each in graph if "tags" in each.inputs]
    assert tagged
    for each in tagged:
        assert {"Owner", "Environment", "DataClassification", "Purpose"} <= set(each.inputs["tags"]), each.urn


def test_the_kubernetes_api_of_prod_cannot_be_reached_from_the_internet(prod: Graph) -> None:
    assert prod.one("aws:eks/cluster:Cluster").inputs["vpcConfig"]["endpointPublicAccess"] is False


def test_nodes_stand_in_private_subnets_only(prod: Graph) -> None:
    for group in prod.of_type(GROUP):
        for urn in references(group.inputs["subnetIds"]):
            assert "private" in prod.by_urn[urn].name


def test_personal_data_has_a_key_that_nothing_else_is_encrypted_with(prod: Graph) -> None:
    personal, weights = key_of(prod, "datasets"), key_of(prod, "models")
    assert personal.inputs["tags"]["DataClassification"] == "personal"
    assert personal.urn != weights.urn
    users = {
        each.name
        for each in prod
        if each.type in (ENCRYPTION, FILESYSTEM, TEMPLATE) and personal.urn in set(references(each.inputs))
    }
    classes = {
        each.inputs["tags"]["DataClassification"]
        for each in prod
        if each.type in (BUCKET, FILESYSTEM) and each.name in users
    }
    assert classes == {"personal"}


def test_every_data_class_in_use_has_one_key_and_the_logs_have_theirs(prod: Graph) -> None:
    classes = {bucket.inputs["tags"]["DataClassification"] for bucket in prod.of_type(BUCKET)}
    assert {key.name for key in prod.of_type(KEY)} == classes | {"internal", "logs"}


def test_a_files_system_has_the_class_and_key_of_the_store_behind_it(prod: Graph) -> None:
    scratch = prod.named(FILESYSTEM, "scratch")
    assert set(references(scratch.inputs["kmsKeyId"])) == {key_of(prod, "datasets").urn}
    assert scratch.inputs["tags"]["DataClassification"] == "personal"
    link = prod.one("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation")
    assert set(references(link.inputs["dataRepositoryPath"])) == {prod.named(BUCKET, "datasets").urn}


def test_gpu_nodes_of_prod_start_in_their_reservation_and_what_it_does_not_hold_comes_on_demand(prod: Graph) -> None:
    reserved, fallback = load(STACKS / "Pulumi.prod.yaml").accelerator_pools["h100"].capacity
    group, template = prod.named(GROUP, H100), prod.named(TEMPLATE, H100)
    assert zone_of(prod, group.inputs["subnetIds"]) == reserved.zones[0]
    target = template.inputs["capacityReservationSpecification"]["capacityReservationTarget"]
    assert target["capacityReservationId"] == reserved.reservation_id
    assert group.inputs["scalingConfig"] == {"minSize": 4, "desiredSize": 4, "maxSize": 4}
    other = prod.named(GROUP, f"h100-on-demand-{fallback.zones[0]}")
    assert other.inputs["scalingConfig"] == {"minSize": 0, "desiredSize": 0, "maxSize": 4}
    assert [each.name for each in prod.of_type("aws:ec2/placementGroup:PlacementGroup")] == [other.name]


def test_the_file_system_stands_in_the_zone_of_the_nodes_it_feeds(prod: Graph) -> None:
    filesystem, group = prod.named(FILESYSTEM, "scratch"), prod.named(GROUP, H100)
    assert zone_of(prod, filesystem.inputs["subnetIds"]) == zone_of(prod, group.inputs["subnetIds"])


def test_system_nodes_survive_the_loss_of_a_zone(prod: Graph) -> None:
    zones = {zone_of(prod, group.inputs["subnetIds"]) for group in prod.of_type(GROUP) if "system" in group.name}
    assert len(zones) == 3


def test_nodes_wait_for_the_network_add_on_and_dns_waits_for_nodes(prod: Graph) -> None:
    group = prod.named(GROUP, H100)
    assert prod.named(ADDON, "cluster-vpc-cni").urn in group.dependencies
    dns = prod.named(ADDON, "addons-coredns")
    assert {each.urn for each in prod.of_type(GROUP) if each.name.startswith("system")} <= set(dns.dependencies)


def test_a_workload_may_use_its_own_stores_and_no_others() -> None:
    settings = load(STACKS / "Pulumi.prod.yaml")
    trainer = settings.workloads["trainer"].model_copy(update={"read": ("datasets",), "write": ("checkpoints",)})
    graph = capture(lambda: deploy(settings.model_copy(update={"workloads": {"trainer": trainer}})))
    named = set(references(graph.named("aws:iam/rolePolicy:RolePolicy", "trainer").inputs["policy"]))
    assert {graph.by_urn[urn].name for urn in named if graph.by_urn[urn].type == BUCKET} == {"datasets", "checkpoints"}
    assert {graph.by_urn[urn].name for urn in named if graph.by_urn[urn].type == KEY} == {"personal", "derived"}


def test_every_read_and_write_of_every_store_is_recorded(prod: Graph) -> None:
    trail = prod.one("aws:cloudtrail/trail:Trail")
    recorded = {prod.by_urn[urn].name for urn in references(trail.inputs["advancedEventSelectors"])}
    assert set(load(STACKS / "Pulumi.prod.yaml").stores) <= recorded


def test_clients_of_the_file_system_are_the_nodes_of_the_cluster(prod: Graph) -> None:
    cluster = prod.one("aws:eks/cluster:Cluster")
    rules = prod.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    lustre = [rule for rule in rules if rule.inputs.get("fromPort") == 988]
    wanted = Reference(cluster.urn, "vpcConfig.clusterSecurityGroupId")
    assert wanted in {rule.inputs["referencedSecurityGroupId"] for rule in lustre}


def test_a_file_system_over_efa_lets_through_the_efa_interfaces_of_the_pools_it_feeds() -> None:
    settings = load(STACKS / "Pulumi.prod.yaml")
    scratch = settings.filesystems["scratch"].model_copy(update={"efa": True})
    graph = capture(lambda: deploy(settings.model_copy(update={"filesystems": {"scratch": scratch}})))
    servers = Reference(graph.named("aws:ec2/securityGroup:SecurityGroup", "scratch").urn, "id")
    interfaces = Reference(graph.named("aws:ec2/securityGroup:SecurityGroup", "h100-efa").urn, "id")
    rules = graph.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    both = {(rule.inputs["securityGroupId"], rule.inputs.get("referencedSecurityGroupId")) for rule in rules}
    assert {(servers, interfaces), (interfaces, servers)} <= both
    assert graph.named(FILESYSTEM, "scratch").inputs["efaEnabled"] is True
