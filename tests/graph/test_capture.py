"""What a capture says of a program."""

import json
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.capture import GraphError, capture
from graph.model import Graph, Reference, Resource, Secret, Text, Unknown

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
ROLE = "aws:iam/role:Role"
PREFIX = "urn:pulumi:test::groundwork::"


class Room(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groundwork:index:Room", name, None, opts)
        self.vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=pulumi.ResourceOptions(parent=self))
        self.register_outputs({"vpcId": self.vpc.id})


class House(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("groundwork:index:House", name)
        self.room = Room(f"{name}-room", pulumi.ResourceOptions(parent=self))


def vpc(name: str = "a", **more: Any) -> aws.ec2.Vpc:
    return aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", **more)


def only(graph: Graph) -> Resource:
    (resource,) = graph
    return resource


def test_an_output_given_to_another_resource_is_a_reference() -> None:
    graph = capture(lambda: aws.ec2.Subnet("b", vpc_id=vpc().id, cidr_block="10.0.0.0/24"))
    assert graph.one(SUBNET).inputs == {
        "vpcId": Reference(f"{PREFIX}{VPC}::a", "id"),
        "cidrBlock": "10.0.0.0/24",
    }


def test_an_output_inside_a_json_policy_is_part_of_a_text() -> None:
    def program() -> None:
        bucket = aws.s3.Bucket("b")
        policy = pulumi.Output.json_dumps({"Resource": [bucket.arn, pulumi.Output.concat(bucket.arn, "/*")]})
        aws.s3.BucketPolicy("p", bucket=bucket.bucket, policy=policy)

    policy = capture(program).one("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"]
    arn = Reference(f"{PREFIX}aws:s3/bucket:Bucket::b", "arn")
    assert policy == Text(('{"Resource": ["', arn, '", "', arn, '/*"]}'))


def test_an_output_that_repeats_an_input_is_that_input() -> None:
    graph = capture(lambda: {"cidr": vpc().cidr_block})
    assert graph.outputs == {"cidr": "10.0.0.0/16"}


def test_a_computed_value_inside_a_given_block_is_a_reference_to_its_path() -> None:
    def program() -> dict[str, Any]:
        config: Any = {"subnet_ids": ["subnet-1"], "endpoint_private_access": True}
        cluster = aws.eks.Cluster("c", role_arn="arn", vpc_config=config)
        return {
            "group": cluster.vpc_config.cluster_security_group_id,
            "issuer": cluster.identities[0].oidcs[0].issuer.apply(lambda url: url.removeprefix("https://")),
            "private": cluster.vpc_config.endpoint_private_access,
        }

    urn = f"{PREFIX}aws:eks/cluster:Cluster::c"
    assert capture(program).outputs == {
        "group": Reference(urn, "vpcConfig.clusterSecurityGroupId"),
        "issuer": Reference(urn, "identities[0].oidcs[0].issuer"),
        "private": True,
    }


def test_a_number_nobody_gave_is_unknown_and_says_where_it_comes_from() -> None:
    def program() -> None:
        group = aws.autoscaling.Group("g", max_size=1, min_size=1)
        aws.s3.Bucket("b", tags={"size": group.desired_capacity.apply(str)})

    tags = capture(program).one("aws:s3/bucket:Bucket").inputs["tags"]
    assert tags["size"] == Unknown((f"{PREFIX}aws:autoscaling/group:Group::g",))


def test_with_nothing_known_every_output_is_unknown_even_one_that_repeats_an_input() -> None:
    def program() -> None:
        a = vpc()
        aws.ec2.Subnet("b", vpc_id=a.id, cidr_block=a.cidr_block)

    source = Unknown((f"{PREFIX}{VPC}::a",))
    assert capture(program, known=False).one(SUBNET).inputs == {"vpcId": source, "cidrBlock": source}


def test_a_secret_keeps_the_fact_and_forgets_the_value() -> None:
    graph = capture(lambda: aws.ssm.Parameter("p", type="SecureString", value=pulumi.Output.secret("hunter2")))
    assert only(graph).inputs["value"] == Secret()
    assert "hunter2" not in repr(graph)


def test_whole_numbers_are_whole() -> None:
    graph = capture(lambda: aws.ec2.LaunchTemplate("l", metadata_options={"http_put_response_hop_limit": 2}))
    limit = only(graph).inputs["metadataOptions"]["httpPutResponseHopLimit"]
    assert (limit, type(limit)) == (2, int)


def test_a_child_carries_its_whole_chain_of_parents_in_its_urn() -> None:
    graph = capture(lambda: House("h"))
    (found,) = graph.of_type(VPC)
    assert found.urn == f"{PREFIX}groundwork:index:House$groundwork:index:Room${VPC}::h-room"
    assert found.parent == graph.one("groundwork:index:Room").urn
    assert graph.one("groundwork:index:Room").parent == graph.one("groundwork:index:House").urn
    assert graph.one("groundwork:index:House").parent == f"{PREFIX}pulumi:pulumi:Stack::groundwork-test"


def test_what_a_component_registers_is_its_outputs() -> None:
    graph = capture(lambda: Room("r"))
    assert graph.one("groundwork:index:Room").outputs == {"vpcId": Reference(graph.one(VPC).urn, "id")}


def test_the_options_are_there() -> None:
    def program() -> None:
        a = vpc()
        options = pulumi.ResourceOptions(
            protect=True, retain_on_delete=True, ignore_changes=["tags"], depends_on=[a], aliases=["urn:pulumi:x"]
        )
        aws.s3.Bucket("b", opts=options)

    graph = capture(program)
    bucket = graph.one("aws:s3/bucket:Bucket")
    assert (bucket.protect, bucket.retain_on_delete, bucket.ignore_changes) == (True, True, ("tags",))
    assert bucket.dependencies == (graph.one(VPC).urn,)
    assert "urn:pulumi:x" in bucket.aliases


def test_property_dependencies_name_the_property() -> None:
    graph = capture(lambda: aws.ec2.Subnet("b", vpc_id=vpc().id, cidr_block="10.0.0.0/24"))
    assert graph.one(SUBNET).property_dependencies == {"vpcId": (graph.one(VPC).urn,)}


@pytest.mark.parametrize("known", [True, False])
def test_a_resource_has_its_providers_region_unless_it_says_its_own(known: bool) -> None:
    def program() -> None:
        provider = aws.Provider("there", region="eu-west-1")
        aws.s3.Bucket("theirs", opts=pulumi.ResourceOptions(provider=provider))
        aws.s3.Bucket("own", region="eu-south-1", opts=pulumi.ResourceOptions(provider=provider))
        aws.s3.Bucket("default")

    graph = capture(program, config={"aws:region": "eu-north-1"}, known=known)
    regions = {r.name: r.region for r in graph.of_type("aws:s3/bucket:Bucket")}
    assert regions == {"theirs": "eu-west-1", "own": "eu-south-1", "default": "eu-north-1"}
    assert graph.named("aws:s3/bucket:Bucket", "theirs").provider == graph.one("pulumi:providers:aws").urn


def test_the_line_of_a_child_is_in_its_component_and_that_of_the_component_in_the_program() -> None:
    graph = capture(lambda: House("h"))
    room, house = graph.one("groundwork:index:Room").source, graph.one("groundwork:index:House").source
    assert room is not None
    assert house is not None
    assert room.file == house.file == "tests/graph/test_capture.py"
    lines = Path(__file__).read_text().splitlines()
    assert 'Room(f"{name}-room"' in lines[room.line - 1]
    assert 'House("h")' in lines[house.line - 1]


def test_two_of_one_name_are_refused_with_both_lines() -> None:
    def program() -> None:
        vpc("twice")
        vpc("twice")

    with pytest.raises(GraphError, match=r"test_capture.py:\d+ and tests/graph/test_capture.py:\d+ both .* 'twice'"):
        capture(program)


def test_one_name_under_two_parents_is_two_resources() -> None:
    def program() -> None:
        first, second = Room("x"), House("y")
        vpc("same", opts=pulumi.ResourceOptions(parent=first))
        aws.ec2.Vpc("same", cidr_block="10.1.0.0/16", opts=pulumi.ResourceOptions(parent=second))

    found = [r.inputs["cidrBlock"] for r in capture(program).of_type(VPC) if r.name == "same"]
    assert sorted(found) == ["10.0.0.0/16", "10.1.0.0/16"]


def broken(*_: Any) -> Any:
    raise LookupError("as it is")


@pytest.mark.parametrize(
    "program",
    [broken, lambda: vpc().id.apply(broken) and None, lambda: vpc("b", tags={"a": vpc().id.apply(broken)})],
    ids=["in the program", "in an apply", "in an input"],
)
def test_an_error_of_the_program_comes_out_as_it_is(program: Any) -> None:
    with pytest.raises(LookupError, match="as it is"):
        capture(program)


def test_a_question_to_the_provider_is_refused_with_its_name() -> None:
    with pytest.raises(GraphError, match="aws:index/getCallerIdentity:getCallerIdentity"):
        capture(lambda: aws.get_caller_identity())


def test_an_existing_resource_is_read_not_made() -> None:
    graph = capture(lambda: {"arn": aws.ec2.Vpc.get("old", "vpc-1").arn})
    assert only(graph).id == "vpc-1"
    assert graph.outputs == {"arn": Reference(only(graph).urn, "arn")}


def test_the_outputs_of_another_stack_are_unknown_and_come_from_its_reference() -> None:
    graph = capture(lambda: vpc(tags={"a": pulumi.StackReference("org/p/s").get_output("x")}))
    reference = graph.one("pulumi:pulumi:StackReference")
    assert graph.one(VPC).inputs["tags"] == {"a": Unknown((reference.urn,))}


def test_config_is_the_callers_and_leaves_no_trace() -> None:
    seen: list[str | None] = []
    capture(lambda: seen.append(pulumi.Config("groundwork").get("word")), config={"groundwork:word": "yes"})
    capture(lambda: seen.append(pulumi.Config("groundwork").get("word")))
    assert seen == ["yes", None]


def test_exports_and_coroutines_are_understood() -> None:
    async def program() -> dict[str, int]:
        pulumi.export("a", 1)
        return {"b": 2}

    assert capture(program).outputs == {"a": 1, "b": 2}


def test_two_captures_of_one_program_are_equal() -> None:
    def program() -> None:
        House("h"), Room("r")

    assert capture(program) == capture(program)


@settings(deadline=None, max_examples=25)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=8), st.integers(0, 3))
def test_a_text_around_outputs_comes_back_whole(around: str, outputs: int) -> None:
    def program() -> dict[str, Any]:
        a = vpc()
        parts = [around, *[part for _ in range(outputs) for part in (a.arn, around)]]
        return {"text": pulumi.Output.json_dumps(pulumi.Output.concat(*parts))}

    arn = Reference(f"{PREFIX}{VPC}::a", "arn")
    text = capture(program).outputs["text"]
    parts = text.parts if isinstance(text, Text) else (text,)
    assert [part for part in parts if not isinstance(part, str)] == [arn] * outputs
    joined = "".join(part if isinstance(part, str) else "" for part in parts)
    assert json.loads(joined) == around * (outputs + 1)
