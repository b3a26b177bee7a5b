"""The example's program through the real engine and the real API server: up, no change, drift, a new floor, destroy."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.engine.environment import environment, prepare
from sandbox.home import checkout
from sandbox.kubernetes.control_plane import ControlPlane
from sandbox.kubernetes.nodes import nodes_of_pool
from tests.engine.kubernetes import add_nodes, running

pytestmark = pytest.mark.engine

NAMESPACE = "/api/v1/namespaces/acceptance"
CONFIG_MAP = f"{NAMESPACE}/configmaps/accept-train"
JOB = "/apis/batch/v1/namespaces/acceptance/jobs/accept-train"


class Project:
    """The example as somebody has it in a checkout of their own."""

    def __init__(self, folder: Path, home: Path, kubeconfig: str) -> None:
        self.folder = folder / "examples" / "acceptance"
        shutil.copytree(checkout() / "examples" / "acceptance", self.folder)
        for room in ("components", "catalogue"):
            (folder / room).symlink_to(checkout() / room)
        (folder / ".venv").symlink_to(sys.prefix)
        self._pulumi = home / "bin" / "pulumi"
        self._environment = environment(home, {"KUBECONFIG": kubeconfig, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"})

    def pulumi(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self._pulumi), "--non-interactive", *arguments, "--stack", "p5"],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def succeeds(self, *arguments: str) -> str:
        finished = self.pulumi(*arguments)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout


@pytest.fixture
def project(control_plane: ControlPlane, home: Path, tmp_path: Path) -> Iterator[Project]:
    prepare()
    made = Project(tmp_path, home, str(control_plane.kubeconfig))
    made.succeeds("stack", "init")
    add_nodes(control_plane.client, nodes_of_pool("train", "p5.48xlarge", 2))
    yield made
    made.succeeds("stack", "rm", "--force", "--yes")
    control_plane.client.delete(NAMESPACE)
    control_plane.client.ask("DELETE", "/api/v1/nodes", {})


def test_the_example_comes_up_does_not_change_and_leaves_nothing(control_plane: ControlPlane, project: Project) -> None:
    client = control_plane.client
    project.succeeds("up", "--yes", "--skip-preview")
    assert len({pod["spec"]["nodeName"] for pod in running(client, "acceptance", 2)}) == 2
    assert project.succeeds("stack", "output", "job").strip() == "accept-train"
    project.succeeds("preview", "--refresh", "--expect-no-changes")

    before = uid(client.get(JOB))
    client.patch(CONFIG_MAP, {"data": {"plan.json": "{}"}})
    drifted = project.pulumi("preview", "--refresh", "--expect-no-changes")
    assert drifted.returncode != 0, "what somebody changed by hand is seen"
    project.succeeds("up", "--yes", "--skip-preview", "--refresh")
    assert client.get(CONFIG_MAP)["data"]["plan.json"] != "{}"
    assert uid(client.get(JOB)) == before, "the Job did not have to run again"

    project.succeeds("config", "set", "least_gigabytes_per_second", "350")
    assert "Job" in project.succeeds("up", "--yes", "--skip-preview")
    assert uid(client.get(JOB)) != before, "another floor is another Job"
    project.succeeds("preview", "--refresh", "--expect-no-changes")

    project.succeeds("destroy", "--yes", "--skip-preview")
    assert client.get(NAMESPACE) is None


def uid(made: Any) -> str:
    found: str = made["metadata"]["uid"]
    return found


def test_what_the_server_refuses_is_told_in_its_words_before_anything_is_made(
    control_plane: ControlPlane, project: Project
) -> None:
    program = project.folder / "__main__.py"
    wrong = 'kubernetes.core.v1.Service("wrong", metadata={"name": "wrong"}, spec={"clusterIP": "banana"}'
    program.write_text(f"{program.read_text()}\n{wrong}, opts=pulumi.ResourceOptions(provider=cluster))\n")
    refused = project.pulumi("preview")
    assert refused.returncode != 0
    assert "creating Service 'wrong': Invalid:" in refused.stdout
    assert "banana" in refused.stdout
    assert control_plane.client.get(NAMESPACE) is None
