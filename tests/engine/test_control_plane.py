"""The sandbox's control plane is a real one: it validates, admits, schedules and counts what nodes have."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.home import checkout
from sandbox.kubernetes.client import RefusedByServer
from sandbox.kubernetes.control_plane import ControlPlane
from sandbox.kubernetes.install import KUBERNETES
from sandbox.kubernetes.kubeconfig import client_of
from sandbox.kubernetes.nodes import nodes
from tests.engine.kubernetes import add_nodes, eventually, running, why_pending

pytestmark = pytest.mark.engine


def job(name: str, size: int, **resources: str) -> dict[str, Any]:
    """Pods that ask for devices of a node, and keep to the restricted profile."""
    security = {
        "runAsNonRoot": True,
        "runAsUser": 1000,
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    asked = {"requests": resources, "limits": resources}
    container = {"name": "it", "image": "it", "resources": asked, "securityContext": security}
    spec = {
        "restartPolicy": "Never",
        "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists"}],
        "containers": [container],
    }
    return {
        "metadata": {"name": name},
        "spec": {"parallelism": size, "completions": size, "backoffLimit": 0, "template": {"spec": spec}},
    }


def jobs(namespace: str) -> str:
    return f"/apis/batch/v1/namespaces/{namespace}/jobs"


def test_it_is_the_version_it_says_it_is(control_plane: ControlPlane) -> None:
    assert control_plane.client.get("/version")["gitVersion"] == f"v{KUBERNETES}"


def test_pods_that_take_a_whole_node_run_on_a_node_each(control_plane: ControlPlane, namespace: str) -> None:
    client = control_plane.client
    add_nodes(client, nodes("p5", "p5.48xlarge", 3, labels={}, taints={"nvidia.com/gpu": "true"}))
    client.create(jobs(namespace), job("gang", 3, **{"nvidia.com/gpu": "8", "vpc.amazonaws.com/efa": "32"}))
    placed = {pod["spec"]["nodeName"] for pod in running(client, namespace, 3)}
    assert placed == {"p5-0", "p5-1", "p5-2"}


def test_the_scheduler_counts_what_the_catalogue_says_a_node_has(control_plane: ControlPlane, namespace: str) -> None:
    client = control_plane.client
    add_nodes(client, nodes("p4d", "p4d.24xlarge", 1, labels={}, taints={}))
    client.create(jobs(namespace), job("greedy", 1, **{"nvidia.com/gpu": "8", "vpc.amazonaws.com/efa": "5"}))
    why_pending(client, namespace, "1 Insufficient vpc.amazonaws.com/efa")


@pytest.mark.parametrize(("code", "condition"), [("0", "Complete"), ("1", "Failed")])
def test_a_job_ends_as_the_test_wants_its_pods_to_end(
    control_plane: ControlPlane, namespace: str, code: str, condition: str
) -> None:
    client = control_plane.client
    add_nodes(client, nodes("g6e", "g6e.48xlarge", 1, labels={}, taints={}))
    client.create(jobs(namespace), job("ending", 1, **{"nvidia.com/gpu": "1"}))
    [pod] = running(client, namespace, 1)
    path = f"/api/v1/namespaces/{namespace}/pods/{pod['metadata']['name']}"
    client.patch(path, {"metadata": {"annotations": {"sandbox/ends-with": code}}})

    def ended() -> list[str]:
        found = client.get(f"{jobs(namespace)}/ending")["status"].get("conditions", [])
        return [each["type"] for each in found if each["type"] in ("Complete", "Failed") and each["status"] == "True"]

    assert eventually(ended, "the Job has ended") == [condition]


def test_a_field_that_does_not_exist_is_refused(control_plane: ControlPlane, namespace: str) -> None:
    wrong = job("wrong", 1)
    wrong["spec"]["paralelism"] = 2
    with pytest.raises(RefusedByServer, match="paralelism"):
        control_plane.client.create(jobs(namespace), wrong, fieldValidation="Strict")


def test_a_pod_with_privileges_is_not_admitted_where_only_restricted_ones_are(
    control_plane: ControlPlane, namespace: str
) -> None:
    pod = {
        "metadata": {"name": "root"},
        "spec": {"containers": [{"name": "it", "image": "it", "securityContext": {"privileged": True}}]},
    }
    with pytest.raises(RefusedByServer, match='violates PodSecurity "restricted'):
        control_plane.client.create(f"/api/v1/namespaces/{namespace}/pods", pod)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_person_gets_one_that_runs_until_it_is_ended(control_plane: ControlPlane, end: signal.Signals) -> None:
    # The fixture is here for its binary alone.
    command = [sys.executable, "-m", "sandbox", "kubernetes", "--instance-type", "trn1.32xlarge", "--nodes", "3"]
    with subprocess.Popen(command, cwd=checkout(), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        [kubeconfig] = next(found for line in process.stderr if (found := re.findall(r"export KUBECONFIG=(\S+)", line)))
        client = client_of(json.loads(Path(kubeconfig).read_text()))
        found = client.get("/api/v1/nodes")["items"]
        process.send_signal(end)
        last = process.stderr.read().splitlines()[-1]
    assert {node["metadata"]["labels"]["groundwork/pool"] for node in found} == {"train"}
    assert [node["status"]["allocatable"]["aws.amazon.com/neuron"] for node in found] == ["16", "16", "16"]
    assert (process.returncode, last) == (0, "Ended.")
    assert not Path(kubeconfig).exists()
