"""The provider over gRPC, as the engine speaks to it."""

from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from sandbox import wire
from sandbox.aws.server import PACKAGE
from sandbox.provider import EmulatedProvider
from sandbox.wire import COMPUTED

VPC = "urn:pulumi:test::groundwork::aws:ec2/vpc:Vpc::network"
LOGS = "urn:pulumi:test::groundwork::groundwork:index:Network$aws:cloudwatch/logGroup:LogGroup::flow"


@pytest.fixture
def provider(endpoint_url: str) -> Iterator[Any]:
    """A stub of a configured provider."""
    yield from _serving(endpoint_url)


def _serving(endpoint_url: str) -> Iterator[Any]:
    server = grpc.server(futures.ThreadPoolExecutor(2))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(EmulatedProvider(PACKAGE, endpoint_url), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        stub.Configure(
            provider_pb2.ConfigureRequest(
                args=wire.write({"region": "eu-north-1", "allowedAccountIds": '["400000000001"]'})
            )
        )
        yield stub
    server.stop(grace=None)


def test_a_life_over_the_wire(provider: Any) -> None:
    news = wire.write({"cidrBlock": "10.0.0.0/16", "tags": {"Name": "n"}})
    checked = provider.Check(provider_pb2.CheckRequest(urn=VPC, news=news))
    assert list(checked.failures) == []
    seen = provider.Create(provider_pb2.CreateRequest(urn=VPC, properties=checked.inputs, preview=True))
    assert wire.read_struct(seen.properties)["arn"] is COMPUTED
    made = provider.Create(provider_pb2.CreateRequest(urn=VPC, properties=checked.inputs))
    state = wire.read_struct(made.properties)
    assert state["arn"] == f"arn:aws:ec2:eu-north-1:400000000001:vpc/{made.id}"

    wider = wire.write({"cidrBlock": "10.0.0.0/15"})
    same = provider.Diff(provider_pb2.DiffRequest(urn=VPC, id=made.id, old_inputs=checked.inputs, news=checked.inputs))
    assert same.changes == provider_pb2.DiffResponse.DIFF_NONE
    other = provider.Diff(provider_pb2.DiffRequest(urn=VPC, id=made.id, old_inputs=checked.inputs, news=wider))
    assert list(other.replaces) == ["cidrBlock"]
    assert sorted(other.diffs) == ["cidrBlock", "tags"]

    read = provider.Read(
        provider_pb2.ReadRequest(urn=VPC, id=made.id, inputs=checked.inputs, properties=made.properties)
    )
    assert (read.id, read.inputs, read.properties) == (made.id, checked.inputs, made.properties)
    gone = provider_pb2.DeleteRequest(urn=VPC, id=made.id, old_inputs=checked.inputs, properties=made.properties)
    assert provider.Delete(gone) == empty_pb2.Empty()
    assert provider.Read(provider_pb2.ReadRequest(urn=VPC, id=made.id, inputs=checked.inputs)).id == ""


def test_a_name_is_made_once_and_kept(provider: Any) -> None:
    first = provider.Check(provider_pb2.CheckRequest(urn=LOGS, news=wire.write({}), randomSeed=b"one"))
    again = provider.Check(
        provider_pb2.CheckRequest(urn=LOGS, olds=first.inputs, news=wire.write({}), randomSeed=b"two")
    )
    name = first.inputs["name"]
    assert name.startswith("flow-")
    assert len(name) == len("flow-") + 7
    assert again.inputs["name"] == name


def test_a_refusal_is_a_failure_of_the_input(provider: Any) -> None:
    checked = provider.Check(provider_pb2.CheckRequest(urn=LOGS, news=wire.write({"retentionInDays": 100})))
    assert [failure.property for failure in checked.failures] == ["retentionInDays"]
    assert checked.failures[0].reason.startswith("InvalidParameterException: 100 is no retention")


def test_an_error_is_a_status_with_aws_code_in_its_sentence(provider: Any) -> None:
    urn = VPC.replace("vpc:Vpc", "subnet:Subnet")
    inputs = wire.write({"vpcId": "vpc-0123456789abcdef0", "cidrBlock": "10.0.0.0/24"})
    with pytest.raises(grpc.RpcError) as told:
        provider.Create(provider_pb2.CreateRequest(urn=urn, properties=inputs))
    assert told.value.details() == (
        "creating EC2 Subnet 'network': InvalidVpcID.NotFound: 'vpc-0123456789abcdef0' is not in this account"
    )


def test_a_cloud_that_is_not_there_is_said_in_one_sentence() -> None:
    for provider in _serving("http://127.0.0.1:9"):
        with pytest.raises(grpc.RpcError) as told:
            provider.Create(provider_pb2.CreateRequest(urn=LOGS, properties=wire.write({"name": "x"})))
        assert "run `make up`" in told.value.details()


def test_a_look_up_is_refused_with_what_to_do_instead(provider: Any) -> None:
    with pytest.raises(grpc.RpcError) as told:
        provider.Invoke(provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion"))
    assert "give the value as a setting" in told.value.details()


def test_another_region_or_account_is_another_provider(provider: Any) -> None:
    olds = wire.write({"region": "eu-north-1", "allowedAccountIds": '["400000000001"]'})
    news = wire.write({"region": "eu-west-1", "allowedAccountIds": '["400000000001"]'})
    diff = provider.DiffConfig(provider_pb2.DiffRequest(old_inputs=olds, news=news))
    assert list(diff.replaces) == ["region"]


@pytest.mark.parametrize(
    "value", [None, True, 3, 2.5, "text", ["a", {"b": 1}], {"deep": {"er": [1, 2]}}, COMPUTED, {"in": [COMPUTED]}]
)
def test_what_is_written_is_read(value: Any) -> None:
    expected = {} if value is None else {"it": value}
    assert wire.read_struct(wire.write({"it": value})) == expected


def test_a_secret_is_read_as_its_content() -> None:
    secret = {wire.SIGNATURE: wire.SECRET, "value": "hush"}
    assert wire.read_struct(wire.write({"it": secret})) == {"it": "hush"}
