"""The graph of a stack's state and of an engine's preview."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Graph, Reference, Secret, Unknown
from graph.state import StateError, from_export, from_preview
from graph.urns import known_urns

PREFIX = "urn:pulumi:prod::groundwork::"
STACK = f"{PREFIX}pulumi:pulumi:Stack::groundwork-prod"
DEFAULT = f"{PREFIX}pulumi:providers:aws::default_7_51_1"
PROVIDER = f"{PREFIX}pulumi:providers:aws::aws"
NETWORK = f"{PREFIX}groundwork:index:Network::main"
VPC = f"{PREFIX}groundwork:index:Network$aws:ec2/vpc:Vpc::main"
SUBNET = f"{PREFIX}groundwork:index:Network$aws:ec2/subnet:Subnet::main-private"
PARAMETER = f"{PREFIX}aws:ssm/parameter:Parameter::p"
BUCKET = f"{PREFIX}aws:s3/bucket:Bucket::b"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}


def state(urn: str, **more: Any) -> dict[str, Any]:
    type_ = urn.split("::")[2].rpartition("$")[2]
    return {"urn": urn, "custom": True, "type": type_, "parent": STACK, **more}


def resources(known: bool = True) -> list[dict[str, Any]]:
    """A stack's resources as the engine writes them, in its order (what is needed comes first)."""
    vpc_id = "vpc-1" if known else UNKNOWN
    return [
        {"urn": STACK, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": {"vpc_id": vpc_id}},
        state(DEFAULT, id="1", inputs={"region": "us-east-1", "version": "7.51.1"}),
        state(PROVIDER, id="2" if known else UNKNOWN, inputs={"region": "eu-north-1"}),
        state(NETWORK, custom=False, outputs={"vpcId": vpc_id}),
        state(
            VPC,
            parent=NETWORK,
            id=vpc_id,
            provider=f"{PROVIDER}::2",
            protect=True,
            inputs={"__defaults": [], "cidrBlock": "10.0.0.0/16", "tags": {"__defaults": [], "a": "b"}},
            aliases=[f"{PREFIX}aws:ec2/vpc:Vpc::old"],
        ),
        state(
            SUBNET,
            parent=NETWORK,
            id="subnet-1",
            provider=f"{PROVIDER}::2",
            inputs={"vpcId": vpc_id, "ipv6NetmaskLength": 64.0, "mapPublicIpOnLaunch": False},
            dependencies=[VPC],
            propertyDependencies={"vpcId": [VPC], "mapPublicIpOnLaunch": None},
        ),
        state(
            PARAMETER,
            id="p",
            provider=f"{DEFAULT}::1",
            inputs={"value": SECRET, "name": "p" if known else UNKNOWN},
            retainOnDelete=True,
            propertyDependencies={"name": [VPC, SUBNET]},
        ),
        state(BUCKET, id="b", provider=f"{DEFAULT}::1", inputs={"region": "eu-west-1"}),
    ]


def export(found: list[dict[str, Any]]) -> str:
    return json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": found, "metadata": {}}})


def preview(found: list[dict[str, Any]], op: str = "create", **more: Any) -> str:
    return json.dumps({"steps": [{"op": op, "urn": one["urn"], "newState": one} for one in found], **more})


READERS = pytest.mark.parametrize("graph", [from_export(export(resources())), from_preview(preview(resources()))])


@READERS
def test_the_program_declares_neither_the_stack_nor_default_providers(graph: Graph) -> None:
    assert [resource.urn for resource in graph] == sorted([PROVIDER, NETWORK, VPC, SUBNET, PARAMETER, BUCKET])
    assert (graph.project, graph.stack, graph.outputs) == ("groundwork", "prod", {"vpc_id": "vpc-1"})


@READERS
def test_a_region_is_the_resources_own_or_its_providers(graph: Graph) -> None:
    found = {resource.name: resource.region for resource in graph if resource.custom}
    assert found == {
        "aws": "eu-north-1", "main": "eu-north-1", "main-private": "eu-north-1", "p": "us-east-1", "b": "eu-west-1"
    }  # fmt: skip


@READERS
def test_only_explicit_providers_are_named(graph: Graph) -> None:
    assert (graph.by_urn[VPC].provider, graph.by_urn[BUCKET].provider) == (PROVIDER, "")


@READERS
def test_the_engines_own_notes_are_no_inputs_and_whole_numbers_are_whole(graph: Graph) -> None:
    assert graph.by_urn[VPC].inputs == {"cidrBlock": "10.0.0.0/16", "tags": {"a": "b"}}
    length = graph.by_urn[SUBNET].inputs["ipv6NetmaskLength"]
    assert (length, type(length)) == (64, int)


@READERS
def test_options_secrets_and_parents_are_kept(graph: Graph) -> None:
    assert graph.by_urn[VPC].protect
    assert graph.by_urn[PARAMETER].retain_on_delete
    assert graph.by_urn[PARAMETER].inputs["value"] == Secret()
    assert graph.by_urn[SUBNET].parent == NETWORK
    assert not graph.by_urn[NETWORK].custom
    assert graph.by_urn[SUBNET].property_dependencies == {"vpcId": (VPC,)}
    assert f"{PREFIX}aws:ec2/vpc:Vpc::old" in known_urns(graph)


def test_an_unknown_from_one_resource_is_a_reference_to_it_and_from_two_it_names_both() -> None:
    graph = from_preview(preview(resources(known=False)))
    assert graph.by_urn[SUBNET].inputs["vpcId"] == Reference(VPC, "")
    assert graph.by_urn[PARAMETER].inputs["name"] == Unknown(tuple(sorted((VPC, SUBNET))))
    assert graph.by_urn[VPC].id == ""
    assert graph.by_urn[NETWORK].outputs == {"vpcId": Unknown()}


@pytest.mark.parametrize("flag", ["delete", "pendingReplacement"])
def test_what_waits_to_be_deleted_is_not_declared(flag: str) -> None:
    old = {**state(BUCKET, inputs={"bucket": "old"}), flag: True}
    graph = from_export(export([*resources(), old]))
    assert graph.by_urn[BUCKET].inputs == {"region": "eu-west-1"}
    assert BUCKET not in from_export(export([old])).by_urn


def test_what_a_preview_deletes_is_not_declared() -> None:
    assert len(from_preview(preview(resources(), op="delete"))) == 0


def test_an_empty_stack_is_an_empty_graph() -> None:
    assert len(from_export('{"version": 3, "deployment": {"manifest": {}}}')) == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (export(resources())[:-40], r"prod.json is not JSON \(.*\); write it again with `pulumi stack export`"),
        ("", r"not JSON \(it ends too early\)"),
        ("[]", "JSON, but no object"),
        ("{}", "has no `deployment`"),
        (preview(resources()), "is a preview, not a stack export"),
        ('{"version": 1, "deployment": {}}', "of version 1; versions 3 and 4 are read"),
        ('{"version": 3, "deployment": {"resources": {}}}', r"deployment.resources is no list"),
        ('{"version": 3, "deployment": {"resources": [{"type": "a"}]}}', r"deployment.resources\[0\] has no `urn`"),
        ('{"version": 3, "deployment": {"resources": [{"urn": "a"}]}}', "has the URN 'a', which is none"),
        (json.dumps({"version": 3, "deployment": {"resources": [{"urn": VPC}]}}), "has no `type`"),
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(StateError, match=sentence) as caught:
        from_export(text, "prod.json")
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("prod.json")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "has no `steps`"),
        (export(resources()), "is a stack export, not a preview"),
        (preview([], diagnostics=[{"severity": "error", "message": "no\n such zone"}]), r"failed \(no such zone\)"),
    ],
)
def test_what_is_no_preview_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(StateError, match=sentence) as caught:
        from_preview(text)
    assert "\n" not in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["urn", "type", "steps"]), inner),
    max_leaves=8,
)


@given(JSON)
def test_no_json_at_all_ends_in_another_error(document: Any) -> None:
    for text in (json.dumps(document), json.dumps({"version": 3, "deployment": {"resources": document}})):
        for read in (from_export, from_preview):
            with suppress(StateError):
                read(text)
