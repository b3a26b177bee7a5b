"""Each whole platform of the examples comes up through the real engine, stays as it is, and leaves nothing."""

from pathlib import Path

import pytest

from tests.engine.example_project import comes_up_does_not_change_and_leaves_nothing, project_with
from tests.platforms.reading import NAMES, stack_file

pytestmark = pytest.mark.engine

ITS_OWN = {
    "pretraining-lake": {
        "aws:lakeformation/dataCellsFilter:DataCellsFilter",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
    },
    "retrieval-serving": {"aws:opensearch/domain:Domain", "aws:docdb/cluster:Cluster"},
    "streaming-features": {"aws:kinesis/stream:Stream", "aws:keyspaces/table:Table", "aws:rds/instance:Instance"},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_with(map(stack_file, NAMES), tmp_path_factory.mktemp("platforms"))


@pytest.mark.parametrize("stack", NAMES)
def test_a_platform_comes_up_does_not_change_and_leaves_nothing(engine: Path, project: Path, stack: str) -> None:
    assert comes_up_does_not_change_and_leaves_nothing(stack, project) >= ITS_OWN[stack]
