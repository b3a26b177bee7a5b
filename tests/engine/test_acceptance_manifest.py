"""The AcceptanceJob's objects before a real API server, and its pods before a real scheduler.

Its nodes are those of a real pool: labels, taints and EFA interfaces come from the graph of an AcceleratorPool.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from catalogue.fabric import fabric_need
from components.cluster.acceptance_job import AcceptanceJob
from components.compute.accelerator_pool import AcceleratorPool
from components.compute.fabric_plan import plan_fabric
from graph.capture import capture
from graph.model import Resource
from sandbox.kubernetes.client import RefusedByServer
from sandbox.kubernetes.control_plane import ControlPlane
from sandbox.kubernetes.nodes import nodes
from tests.components.reading import plain
from tests.engine.kubernetes import add_nodes, eventually, running, why_pending
from tests.examples import MINIMAL

pytestmark = pytest.mark.engine

PATHS = {
    "ServiceAccount": "/api/v1/namespaces/{}/serviceaccounts",
    "ConfigMap": "/api/v1/namespaces/{}/configmaps",
    "Service": "/api/v1/namespaces/{}/services",
    "NetworkPolicy": "/apis/networking.k8s.io/v1/namespaces/{}/networkpolicies",
    "Job": "/apis/batch/v1/namespaces/{}/jobs",
}
JOB = PATHS["Job"] + "/fabric"


def objects(namespace: str, **args: Any) -> Iterator[tuple[str, Any]]:
    """Where to create each object, and the object."""
    args = {**MINIMAL["AcceptanceJob"], "namespace": namespace, **args}
    graph = capture(lambda: AcceptanceJob("fabric", args))  # type: ignore[arg-type]
    for resource in graph:
        if resource.custom:
            made = plain(resource.inputs)
            yield PATHS[made["kind"]].format(namespace), made


def create(control_plane: ControlPlane, namespace: str, *, query: Mapping[str, str] = {}, **args: Any) -> None:
    for path, made in objects(namespace, **args):
        control_plane.client.create(path, made, fieldValidation="Strict", **query)


def pool(count: int, *, instance_type: str = "p5.48xlarge", efa: int | None = None) -> Iterator[dict[str, Any]]:
    """Nodes as the node group of an AcceleratorPool called `train` would make them."""
    args = {**MINIMAL["AcceleratorPool"], "instance_type": instance_type}
    graph = capture(lambda: AcceleratorPool("train", args))  # type: ignore[arg-type]
    group: Resource = graph.one("aws:eks/nodeGroup:NodeGroup")
    return nodes(
        "train",
        instance_type,
        count,
        labels=plain(group.inputs["labels"]),
        taints={taint["key"]: taint["value"] for taint in group.inputs["taints"]},
        efa=plan_fabric(instance_type, count).efa_interfaces if efa is None else efa,
        hugepages_mib=int(fabric_need("node_hugepages_mib")),
    )


def with_resources(node: dict[str, Any], resources: Mapping[str, str]) -> dict[str, Any]:
    return {**node, "status": {"allocatable": resources, "capacity": resources}}


@pytest.mark.parametrize("instance_type", ["p4d.24xlarge", "p5.48xlarge", "p6-b300.48xlarge", "trn2.48xlarge"])
def test_the_api_server_takes_every_object_as_it_is(
    control_plane: ControlPlane, namespace: str, instance_type: str
) -> None:
    create(control_plane, namespace, query={"dryRun": "All"}, instance_type=instance_type)


def test_a_pod_runs_on_each_node_of_the_pool(control_plane: ControlPlane, namespace: str) -> None:
    add_nodes(control_plane.client, pool(3))
    create(control_plane, namespace, nodes=3)
    found = running(control_plane.client, namespace, 3)
    assert {pod["spec"]["nodeName"] for pod in found} == {"train-0", "train-1", "train-2"}
    # The names by which the pods call each other: the program makes them of the Job's name and an index.
    assert {pod["spec"]["hostname"] for pod in found} == {"fabric-0", "fabric-1", "fabric-2"}
    assert {pod["spec"]["subdomain"] for pod in found} == {"fabric"}


def test_neuron_nodes_are_taken_whole_too(control_plane: ControlPlane, namespace: str) -> None:
    add_nodes(control_plane.client, pool(2, instance_type="trn1.32xlarge"))
    create(control_plane, namespace, nodes=2, instance_type="trn1.32xlarge")
    assert len({pod["spec"]["nodeName"] for pod in running(control_plane.client, namespace, 2)}) == 2


def test_a_node_that_lacks_one_efa_device_gets_no_pod(control_plane: ControlPlane, namespace: str) -> None:
    add_nodes(control_plane.client, pool(1, efa=31))
    create(control_plane, namespace)
    why_pending(control_plane.client, namespace, "1 Insufficient vpc.amazonaws.com/efa")


def test_a_pool_without_huge_pages_gets_no_pod(control_plane: ControlPlane, namespace: str) -> None:
    def without(node: dict[str, Any]) -> dict[str, Any]:
        return with_resources(node, {**node["status"]["allocatable"], "hugepages-2Mi": "0"})

    add_nodes(control_plane.client, map(without, pool(1)))
    create(control_plane, namespace)
    why_pending(control_plane.client, namespace, "1 Insufficient hugepages-2Mi")


def test_nodes_of_another_pool_are_left_alone(control_plane: ControlPlane, namespace: str) -> None:
    add_nodes(control_plane.client, pool(2))
    create(control_plane, namespace, pool="other")
    why_pending(control_plane.client, namespace, "node(s) didn't match Pod's node affinity/selector")


def test_two_pods_do_not_share_a_node_that_has_room_for_both(control_plane: ControlPlane, namespace: str) -> None:
    # A node with everything of two: only the anti-affinity keeps the second pod away.
    def doubled(node: dict[str, Any]) -> dict[str, Any]:
        return with_resources(
            node,
            {
                name: re.sub(r"\d+", lambda number: str(2 * int(number[0])), amount, count=1)
                for name, amount in node["status"]["allocatable"].items()
            },
        )

    add_nodes(control_plane.client, map(doubled, pool(1)))
    create(control_plane, namespace, nodes=2)
    why_pending(control_plane.client, namespace, "didn't match pod anti-affinity rules")


def test_one_pod_that_refuses_fails_the_job_at_once(control_plane: ControlPlane, namespace: str) -> None:
    client = control_plane.client
    add_nodes(client, pool(2))
    create(control_plane, namespace)
    first = running(client, namespace, 2)[0]["metadata"]["name"]
    client.patch(
        f"/api/v1/namespaces/{namespace}/pods/{first}", {"metadata": {"annotations": {"sandbox/ends-with": "1"}}}
    )

    def reasons() -> list[str]:
        conditions = client.get(JOB.format(namespace))["status"].get("conditions", [])
        return [each["reason"] for each in conditions if each["type"] == "Failed"]

    assert eventually(reasons, "the Job has failed") == ["BackoffLimitExceeded"]


def test_a_job_that_is_there_cannot_be_turned_into_another(control_plane: ControlPlane, namespace: str) -> None:
    """So that a changed AcceptanceJob is a new Job, which runs again."""
    create(control_plane, namespace)
    [changed] = [made for path, made in objects(namespace, least_gigabytes_per_second=350) if made["kind"] == "Job"]
    with pytest.raises(RefusedByServer, match="field is immutable"):
        control_plane.client.apply(JOB.format(namespace), changed, "test")
