"""Each published cluster's stack file goes up through the real engine, stays as it is, and leaves nothing."""

from pathlib import Path

import pytest

from preview.stack_file import stack_name
from sandbox.home import checkout
from tests.engine.example_project import comes_up_does_not_change_and_leaves_nothing, project_with

pytestmark = pytest.mark.engine

STACK_FILES = sorted((checkout() / "examples" / "published").glob("*/Pulumi.*.yaml"))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_with(STACK_FILES, tmp_path_factory.mktemp("published"))


@pytest.mark.parametrize("stack", [stack_name(path) for path in STACK_FILES])
def test_a_published_cluster_comes_up_does_not_change_and_leaves_nothing(
    engine: Path, project: Path, stack: str
) -> None:
    assert "aws:eks/cluster:Cluster" in comes_up_does_not_change_and_leaves_nothing(stack, project)
