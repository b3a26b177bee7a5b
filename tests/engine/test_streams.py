"""Streams of every kind and a processor come up through the real engine, stay, change in place, and leave nothing."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import cloud, lifecycle
from sandbox.engine.environment import environment
from sandbox.home import checkout
from sandbox.lifecycle import account_variables
from sandbox.stack import Stack
from tests.engine.conftest import QUIET

pytestmark = pytest.mark.engine

APPLICATION = "aws:kinesisanalyticsv2/application:Application"
STREAM = "aws:kinesis/stream:Stream"
CONFIGURATION = "aws:msk/configuration:Configuration"
CLUSTERS = ("aws:msk/cluster:Cluster", "aws:msk/serverlessCluster:ServerlessCluster")


def program(code_key: str, retention_hours: int) -> str:
    return f"""\
import sys

sys.path.insert(0, {str(checkout())!r})
from tests.engine.streams import declare

declare({code_key!r}, {retention_hours})
"""


@pytest.fixture
def streams(empty: Path, tmp_path: Path) -> Iterator[Stack]:
    """A stack in the sandbox's account, whose program is the streams and their processor."""
    (tmp_path / "stacks").mkdir()
    shutil.copy(checkout() / "Pulumi.yaml", tmp_path)
    shutil.copy(checkout() / "stacks" / "Pulumi.sandbox.yaml", tmp_path / "stacks" / "Pulumi.streams.yaml")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "__main__.py").write_text(program("features-1.0.0.jar", 48))
    ready = lifecycle.get_ready("sandbox", QUIET)
    variables = environment(empty, account_variables(ready.cloud, ready.stack))
    stack = Stack("streams", empty, variables, project=tmp_path)
    stack.create()
    yield stack
    stack.forget()


def one(stack: Stack, type_: str) -> dict[str, Any]:
    (found,) = [each for each in stack.resources() if each["type"] == type_]
    return found


def test_streams_and_their_processor_come_up_stay_change_in_place_and_leave_nothing(
    streams: Stack, empty: Path, tmp_path: Path
) -> None:
    running = cloud.running(empty)
    assert running is not None
    streams.pulumi("up", "--stack", "streams", "--yes", "--skip-preview")
    before = {each["urn"]: each.get("id") for each in streams.resources()}
    for type_ in (APPLICATION, STREAM, CONFIGURATION, *CLUSTERS):
        assert one(streams, type_)["id"]
    streams.pulumi("refresh", "--stack", "streams", "--yes", "--skip-preview", "--expect-no-changes")
    streams.pulumi("up", "--stack", "streams", "--yes", "--skip-preview", "--expect-no-changes")

    (tmp_path / "__main__.py").write_text(program("features-1.1.0.jar", 72))
    streams.pulumi("up", "--stack", "streams", "--yes", "--skip-preview")
    assert {each["urn"]: each.get("id") for each in streams.resources()} == before
    configured = one(streams, APPLICATION)["inputs"]["applicationConfiguration"]
    content = configured["applicationCodeConfiguration"]["codeContent"]["s3ContentLocation"]
    assert content["fileKey"] == "features-1.1.0.jar"
    assert configured["runConfiguration"]["flinkRunConfiguration"]["allowNonRestoredState"] is False
    assert one(streams, STREAM)["outputs"]["retentionPeriod"] == 72
    # The cluster goes by the new revision of how its brokers forget.
    assert one(streams, CONFIGURATION)["outputs"]["latestRevision"] == 2
    assert one(streams, CLUSTERS[0])["inputs"]["configurationInfo"]["revision"] == 2

    streams.pulumi("state", "unprotect", "--all", "--yes", "--stack", "streams")
    streams.pulumi("destroy", "--stack", "streams", "--yes", "--skip-preview")
    assert streams.resources() == []
    assert cloud.inventory(running.endpoint_url) == {}
