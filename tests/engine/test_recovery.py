"""A stack comes back from a killed engine and from a lost account."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox import cloud, lifecycle
from sandbox.home import checkout
from tests.engine.conftest import QUIET, stack_of

pytestmark = pytest.mark.engine

NAME = "sandbox"
SECONDS_A_TEST_WAITS = 180


@pytest.fixture(autouse=True)
def _one_sandbox_for_each_test(empty: Path) -> Iterator[None]:
    yield
    if stack_of(NAME, empty).resources():
        cloud.stop(empty)


def test_an_up_that_is_killed_half_way_goes_on_and_leaves_nothing(home: Path) -> None:
    running = cloud.start(home)
    before = len(cloud.created_ids(running.endpoint_url))
    command = [sys.executable, "-m", "sandbox", "up", NAME]
    with subprocess.Popen(command, cwd=checkout(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: len(cloud.created_ids(running.endpoint_url)) >= before + 8)
        holder = stack_of(NAME, home).holder()
        assert holder is not None, "the engine must still be at work when it is killed"
        os.kill(holder, signal.SIGKILL)
        assert process.wait() == 1
    made = len(stack_of(NAME, home).resources())
    assert made
    assert list((home / "state").rglob("*.attrs")) == [], "what is not written in one piece is not written at all"

    result = lifecycle.up(NAME, QUIET)
    assert result.changes["create"]
    assert stack_of(NAME, home).pending() == []
    assert lifecycle.up(NAME, QUIET).changes == {"same": len(result.resources)}
    assert lifecycle.down(NAME, QUIET).left_in_account == {}


def test_what_the_cloud_made_while_the_engine_died_is_taken_in_and_not_made_twice(home: Path) -> None:
    first = lifecycle.up(NAME, QUIET)
    leaf = one_that_nothing_needs(stack_of(NAME, home).resources())
    rewrite_state(home, unfinished=leaf)

    second = lifecycle.up(NAME, QUIET)
    assert "create" not in second.changes
    ids = {resource["urn"]: resource.get("id") for resource in second.resources}
    assert ids[leaf["urn"]] == leaf["id"]
    assert len(second.resources) == len(first.resources)
    assert lifecycle.down(NAME, QUIET).left_in_account == {}


def test_a_create_that_the_cloud_never_saw_is_taken_out_and_made(home: Path) -> None:
    lifecycle.up(NAME, QUIET)
    leaf = one_that_nothing_needs(stack_of(NAME, home).resources())
    imagined = {**leaf, "urn": leaf["urn"] + "-imagined"}
    rewrite_state(home, unfinished=imagined)

    assert "create" not in lifecycle.up(NAME, QUIET).changes
    assert stack_of(NAME, home).pending() == []
    assert lifecycle.down(NAME, QUIET).left_in_account == {}


def test_a_lost_account_is_said_in_one_sentence_and_the_stack_starts_afresh(home: Path) -> None:
    first = lifecycle.up(NAME, QUIET)
    cloud.stop(home)
    again = subprocess.run(
        [sys.executable, "-m", "sandbox", "up", NAME, "--json"],
        cwd=checkout(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "its account is lost: sandbox starts afresh" in again.stderr
    assert json.loads(again.stdout)["changes"] == {"create": len(first.resources)}
    assert lifecycle.down(NAME, QUIET).left_in_account == {}


def one_that_nothing_needs(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """A resource of the cloud that no other one is a child of or depends on."""
    needed = {urn for resource in resources for urn in [resource.get("parent"), *resource.get("dependencies", [])]}
    return next(
        resource
        for resource in reversed(resources)
        if resource["type"].startswith("aws:") and resource["urn"] not in needed
    )


def rewrite_state(home: Path, unfinished: dict[str, Any]) -> None:
    """Make the state say what a killed engine's says: the creation of the resource was begun and nothing more."""

    file = stack_of(NAME, home).state_file
    checkpoint = json.loads(file.read_text())
    deployment = checkpoint["checkpoint"]["latest"]
    deployment["resources"] = [item for item in deployment["resources"] if item["urn"] != unfinished["urn"]]
    begun = {key: value for key, value in unfinished.items() if key not in ("id", "outputs")}
    deployment["pending_operations"] = [{"resource": begun, "type": "creating"}]
    file.write_text(json.dumps(checkpoint))


def wait_for(condition: Any) -> None:
    """Ask again and again: what is waited for is an answer of the cloud, which takes time to give."""
    end = time.monotonic() + SECONDS_A_TEST_WAITS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
