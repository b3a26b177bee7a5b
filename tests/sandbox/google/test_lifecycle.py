"""The record-only provider of Google Cloud: a life on record, what replaces what, and what it refuses."""

import itertools
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.cloud.records import Records
from sandbox.cloud.server import listening
from sandbox.errors import Refused
from sandbox.google.lifecycle import Lifecycle
from sandbox.google.types import TYPES
from sandbox.wire import COMPUTED

_numbers = itertools.count(1)
NETWORK, SUBNET = "gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork"
CLUSTER, POOL = "gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"
KEY, ACCOUNT = "gcp:kms/cryptoKey:CryptoKey", "gcp:serviceaccount/account:Account"


@pytest.fixture(scope="module")
def endpoint_url() -> Iterator[str]:
    server = listening(Records())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def google(endpoint_url: str) -> Lifecycle:
    """A project of its own in the one cloud."""
    return Lifecycle(endpoint_url, {"project": f"project-{next(_numbers)}"})


def urn(token: str, name: str = "it") -> str:
    return f"urn:pulumi:test::groundwork::groundwork:index:GcpNetwork${token}::{name}"


def made(
    google: Lifecycle, token: str, called: str = "it", **inputs: Any
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Id, inputs and outputs of something new."""
    project = google._project
    checked, failures = google.check(urn(token, called), {}, {"project": project, **inputs}, b"seed")
    assert failures == []
    id_, outputs = google.create(urn(token, called), checked, preview=False)
    return id_, checked, outputs


def test_a_life_on_record(google: Lifecycle) -> None:
    id_, inputs, outputs = made(google, NETWORK)
    assert id_ == f"projects/{google._project}/global/networks/{inputs['name']}"
    assert outputs["selfLink"].endswith(id_)
    assert google.read(urn(NETWORK), id_, inputs, outputs) == (id_, outputs, inputs)
    assert google.diff(urn(NETWORK), inputs, inputs, []).kinds == {}
    changed = google.update(urn(NETWORK), id_, inputs, {**inputs, "routingMode": "GLOBAL"}, outputs, preview=False)
    assert changed["routingMode"] == "GLOBAL"
    assert google.read(urn(NETWORK), id_, {}, {})[2]["routingMode"] == "GLOBAL"
    google.delete(urn(NETWORK), id_, inputs, outputs)
    assert google.read(urn(NETWORK), id_, inputs, outputs) == ("", {}, {})


def test_a_name_is_made_once_and_kept(google: Lifecycle) -> None:
    first, _ = google.check(urn(NETWORK), {}, {}, b"one")
    again, _ = google.check(urn(NETWORK), first, {}, b"two")
    assert first["name"] == again["name"]
    assert first["name"].startswith("it-")
    assert len(first["name"]) == len("it-") + 7


def test_a_preview_knows_what_the_program_said_and_nothing_that_google_adds(google: Lifecycle) -> None:
    inputs = {"accountId": "nodes", "project": "p-1"}
    id_, outputs = google.create(urn(ACCOUNT), inputs, preview=True)
    assert id_ == ""
    assert outputs["email"] is COMPUTED
    assert outputs["accountId"] == "nodes"
    auth = {"masterAuth": {"clientCertificateConfig": {"issueClientCertificate": False}}}
    _, cluster = google.create(urn(CLUSTER), auth, preview=True)
    assert cluster["masterAuth"]["clusterCaCertificate"] is COMPUTED
    assert cluster["masterAuth"]["clientCertificateConfig"] == {"issueClientCertificate": False}


POOL_INPUTS = {
    "cluster": "c",
    "location": "europe-west4",
    "nodeLocations": ["europe-west4-a"],
    "nodeCount": 4,
    "placementPolicy": {"type": "COMPACT", "tpuTopology": "4x4"},
    "nodeConfig": {"machineType": "ct6e-standard-4t", "spot": True, "diskSizeGb": 100},
}


@pytest.mark.parametrize(
    ("changed", "replaced"),
    [
        ({"placementPolicy": {"type": "COMPACT", "tpuTopology": "4x8"}}, ["placementPolicy"]),
        ({"nodeConfig": {**POOL_INPUTS["nodeConfig"], "spot": False}}, ["nodeConfig"]),  # type: ignore[dict-item]
        ({"nodeConfig": {**POOL_INPUTS["nodeConfig"], "diskSizeGb": 200}}, []),  # type: ignore[dict-item]
        ({"nodeCount": 0}, []),
        ({"location": "us-central1"}, ["location"]),
    ],
)
def test_a_change_replaces_a_node_pool_where_google_cannot_change_it(
    google: Lifecycle, changed: dict[str, Any], replaced: list[str]
) -> None:
    diff = google.diff(urn(POOL), POOL_INPUTS, {**POOL_INPUTS, **changed}, [])
    assert diff.replaces == replaced
    assert diff.kinds
    assert google.diff(urn(POOL), POOL_INPUTS, {**POOL_INPUTS, **changed}, list(changed)).kinds == {}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"placementPolicy": {"tpuTopology": "3x3"}}, "invalid TPU topology 3x3 for ct6e-standard-4t"),
        ({"nodeCount": 3}, "TPU topology 4x4 needs 4 nodes, 3 given"),
        ({"autoscaling": {"minNodeCount": 0, "maxNodeCount": 8}}, "TPU topology 4x4 needs 4 nodes, 8 given"),
        ({"nodeLocations": ["europe-west4-b"]}, "ct6e-standard-4t is not available in zone europe-west4-b"),
        (
            {
                "nodeConfig": {
                    "spot": True,
                    "reservationAffinity": {"consumeReservationType": "SPECIFIC_RESERVATION"},
                }
            },
            "spot VMs cannot consume a reservation",
        ),
    ],
)
def test_a_node_pool_that_google_refuses_is_refused_before_it_is_made(
    google: Lifecycle, changed: dict[str, Any], says: str
) -> None:
    assert google.check(urn(POOL), {}, POOL_INPUTS, b"")[1] == []
    ((_, reason),) = google.check(urn(POOL), {}, {**POOL_INPUTS, **changed}, b"")[1]
    assert says in reason
    assert reason.startswith("Error 400: ")


def test_a_topology_that_is_not_known_yet_is_not_refused(google: Lifecycle) -> None:
    assert google.check(urn(POOL), {}, {**POOL_INPUTS, "placementPolicy": {"tpuTopology": COMPUTED}}, b"")[1] == []


def test_a_key_rotates_once_a_day_at_most(google: Lifecycle) -> None:
    ((_, reason),) = google.check(urn(KEY), {}, {"keyRing": "r", "rotationPeriod": "3600s"}, b"")[1]
    assert "at least 24 hours" in reason


def test_what_is_named_must_be_there_and_cannot_be_deleted(google: Lifecycle) -> None:
    wanted = {"region": "europe-west4", "network": f"projects/{google._project}/global/networks/none"}
    with pytest.raises(Refused, match=r"creating subnetwork 'it': Error 404: .*/networks/none was not found"):
        made(google, SUBNET, **wanted)
    network, inputs, outputs = made(google, NETWORK)
    subnet, *_ = made(google, SUBNET, region="europe-west4", network=network)
    with pytest.raises(Refused, match="is used by Subnetwork"):
        google.delete(urn(NETWORK), network, inputs, outputs)
    google.delete(urn(SUBNET), subnet, {}, {})
    google.delete(urn(NETWORK), network, inputs, outputs)


def test_what_belongs_to_another_project_is_taken_as_it_is(google: Lifecycle) -> None:
    made(google, SUBNET, region="europe-west4", network="projects/another-1/global/networks/shared")


def test_a_name_is_taken_once(google: Lifecycle) -> None:
    made(google, NETWORK, "one", name="net")
    with pytest.raises(Refused, match=r"Error 409: .*/networks/net already exists"):
        made(google, NETWORK, "two", name="net")


def test_a_type_it_does_not_have_is_said(google: Lifecycle) -> None:
    with pytest.raises(Refused, match=r"has no gcp:sql/databaseInstance:DatabaseInstance yet; `sandbox/README.md`"):
        google.check(urn("gcp:sql/databaseInstance:DatabaseInstance"), {}, {}, b"")


def test_every_type_of_the_stack_is_there() -> None:
    from graph.capture import capture
    from stacks.platform import deploy
    from stacks.settings import load_any
    from tests.stack_files import ON_GOOGLE

    for path in ON_GOOGLE:
        declared = {each.type for each in capture(lambda path=path: deploy(load_any(path)))}  # type: ignore[misc]
        assert {token for token in declared if token.startswith("gcp:")} <= set(TYPES)
