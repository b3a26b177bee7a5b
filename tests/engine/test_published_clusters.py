"""Each published cluster's stack file goes up through the real engine, stays as it is, and leaves nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from preview.stack_file import stack_name
from sandbox.home import HOME_VARIABLE, checkout

pytestmark = pytest.mark.engine

STACK_FILES = sorted((checkout() / "examples" / "published").glob("*/Pulumi.*.yaml"))
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "benchmarks")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a person has it who put the examples' stack files among their own."""
    copy = tmp_path_factory.mktemp("published") / "project"
    shutil.copytree(checkout(), copy, ignore=NOT_COPIED)
    for stack_file in STACK_FILES:
        shutil.copy(stack_file, copy / "stacks")
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


def sandbox(command: str, stack: str, project: Path) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, "-m", "sandbox", command, stack, "--json"],
        cwd=project,
        env={**os.environ, HOME_VARIABLE: str(project / "sandbox-home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


@pytest.mark.parametrize("stack", [stack_name(path) for path in STACK_FILES])
def test_a_published_cluster_comes_up_does_not_change_and_leaves_nothing(
    engine: Path, project: Path, stack: str
) -> None:
    first = sandbox("up", stack, project)
    try:
        assert first["changes"] == {"create": len(first["resources"])}
        assert "aws:eks/cluster:Cluster" in {resource["type"] for resource in first["resources"]}
        assert sandbox("up", stack, project)["changes"] == {"same": len(first["resources"])}
    finally:
        gone = sandbox("down", stack, project)
    assert gone["left_in_account"] == {}
