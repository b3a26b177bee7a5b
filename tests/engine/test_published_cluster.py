"""The published p5 cluster's stack file goes up through the real engine, stays as it is, and leaves nothing."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.home import HOME_VARIABLE, checkout

pytestmark = pytest.mark.engine

STACK_FILE = checkout() / "examples" / "awsome-distributed-training" / "Pulumi.p5-odcr.yaml"
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "benchmarks")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project as a person has it who put the example's stack file among their own."""
    copy = tmp_path / "project"
    shutil.copytree(checkout(), copy, ignore=NOT_COPIED)
    shutil.copy(STACK_FILE, copy / "stacks")
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


def sandbox(command: str, project: Path) -> dict[str, Any]:
    finished = subprocess.run(
        [sys.executable, "-m", "sandbox", command, "p5-odcr", "--json"],
        cwd=project,
        env={**os.environ, HOME_VARIABLE: str(project / "sandbox-home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer


def test_the_published_cluster_comes_up_does_not_change_and_leaves_nothing(engine: Path, project: Path) -> None:
    first = sandbox("up", project)
    try:
        assert first["changes"] == {"create": len(first["resources"])}
        kinds = [resource["type"] for resource in first["resources"]]
        assert kinds.count("aws:eks/nodeGroup:NodeGroup") == 3
        assert "aws:fsx/lustreFileSystem:LustreFileSystem" in kinds
        assert sandbox("up", project)["changes"] == {"same": len(first["resources"])}
    finally:
        gone = sandbox("down", project)
    assert gone["left_in_account"] == {}
