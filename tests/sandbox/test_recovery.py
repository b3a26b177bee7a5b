"""What is done about a run that was killed and an account that is lost, told from the state alone."""

import fcntl
import json
import os
import socket
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from sandbox.engine.plugin import wait_for_orphans
from sandbox.errors import Busy, SandboxError
from sandbox.recovery import release_and_settle, settle, start_afresh_if_account_is_lost
from sandbox.stack import PROJECT, Stack

VPC = "urn:pulumi:dev::groundwork::aws:ec2/vpc:Vpc::network"
KEY = "urn:pulumi:dev::groundwork::aws:kms/key:Key::personal"


class StackOfNotes(Stack):
    """A stack that notes the engine's commands and runs none."""

    def __init__(self, folder: Path) -> None:
        (folder / "stacks").mkdir()
        (folder / "stacks" / "Pulumi.dev.yaml").touch()
        (folder / "Pulumi.yaml").touch()
        self.commands: list[tuple[str, ...]] = []
        super().__init__("dev", folder / "home", {}, project=folder)
        self.state_file.parent.mkdir(parents=True)

    def pulumi(self, *arguments: str, directory: Path | None = None) -> str:
        self.commands.append(arguments)
        match arguments[:2]:
            case ("stack", "rm"):
                self.state_file.unlink()
            case ("stack", "export"):
                return json.dumps({"deployment": self.deployment()})
            case ("stack", "import"):
                self.holds(**json.loads(Path(arguments[-1]).read_text())["deployment"])
        return ""

    def holds(self, **latest: Any) -> None:
        self.state_file.write_text(json.dumps({"checkpoint": {"latest": latest}}))

    def is_locked_by(self, pid: int) -> None:
        folder = self.home / "state" / ".pulumi" / "locks" / "organization" / PROJECT / self.name
        folder.mkdir(parents=True)
        (folder / "lock.json").write_text(json.dumps({"pid": pid, "hostname": socket.gethostname()}))


@pytest.fixture
def stack(tmp_path: Path) -> StackOfNotes:
    return StackOfNotes(tmp_path)


@pytest.fixture
def said() -> list[str]:
    return []


def creating(*urns: str) -> list[dict[str, Any]]:
    return [{"type": "creating", "resource": {"urn": urn}} for urn in urns]


def dead_process() -> int:
    with subprocess.Popen(["true"]) as process:
        pass
    return process.pid


def test_a_stack_whose_last_run_ended_well_is_left_alone(stack: StackOfNotes, said: list[str]) -> None:
    stack.holds(resources=[{"urn": VPC}])
    release_and_settle(stack, dict, said.append)
    assert stack.commands == []
    assert said == []


def test_the_lock_of_a_dead_run_is_taken_away(stack: StackOfNotes, said: list[str]) -> None:
    stack.is_locked_by(dead_process())
    release_and_settle(stack, dict, said.append)
    assert stack.commands == [("cancel", "--stack", "dev", "--yes")]


def test_the_lock_of_a_living_run_is_respected(stack: StackOfNotes, said: list[str]) -> None:
    stack.is_locked_by(os.getpid())
    with pytest.raises(Busy, match=f"process {os.getpid()}"):
        release_and_settle(stack, dict, said.append)
    assert stack.commands == []


def test_what_the_cloud_made_is_taken_in_and_what_it_did_not_is_taken_out(stack: StackOfNotes, said: list[str]) -> None:
    stack.holds(pending_operations=creating(VPC, KEY))
    release_and_settle(stack, lambda: {VPC: "vpc-1", "another": "x"}, said.append)
    assert [(resource["urn"], resource["id"]) for resource in stack.resources()] == [(VPC, "vpc-1")]
    assert stack.pending() == []
    assert stack.commands[-1][0] == "refresh"
    assert said == ["It left operations unfinished; made, and now taken into the state: network."]


def test_a_replacement_whose_new_half_was_made_still_has_its_old_half_to_delete() -> None:
    deployment: dict[str, Any] = {"resources": [{"urn": VPC, "id": "old"}], "pending_operations": creating(VPC)}
    assert settle(deployment, {VPC: "new"}) == ["network"]
    assert [(item["id"], item.get("delete")) for item in deployment["resources"]] == [("old", True), ("new", None)]


def test_a_replacement_whose_new_half_was_not_made_is_as_it_was() -> None:
    deployment: dict[str, Any] = {"resources": [{"urn": VPC, "id": "old"}], "pending_operations": creating(VPC)}
    assert settle(deployment, {VPC: "old"}) == []
    assert deployment == {"resources": [{"urn": VPC, "id": "old"}]}


def test_an_update_or_a_deletion_that_was_begun_is_left_to_the_refresh() -> None:
    begun = [{"type": kind, "resource": {"urn": VPC, "id": "vpc-1"}} for kind in ("updating", "deleting")]
    deployment: dict[str, Any] = {"resources": [{"urn": VPC, "id": "vpc-1"}], "pending_operations": begun}
    settle(deployment, {VPC: "vpc-1"})
    assert deployment == {"resources": [{"urn": VPC, "id": "vpc-1"}]}


def test_recovery_waits_for_a_plugin_that_outlived_its_engine(tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir()
    lock = folder / f"{dead_process()}.1.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = threading.Thread(target=wait_for_orphans, args=(tmp_path,))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
    waiting.join(30)
    assert not lock.exists()


def test_recovery_does_not_wait_for_a_plugin_whose_engine_lives(tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir()
    with (folder / f"{os.getpid()}.1.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        wait_for_orphans(tmp_path)


def test_a_state_of_a_lost_account_is_forgotten_with_one_sentence(stack: StackOfNotes, said: list[str]) -> None:
    stack.holds()
    start_afresh_if_account_is_lost(stack, "first", said.append)
    stack.holds(resources=[{"urn": VPC}])
    start_afresh_if_account_is_lost(stack, "second", said.append)
    assert [command[:2] for command in stack.commands] == [("stack", "rm"), ("stack", "init")]
    assert len(said) == 1
    assert "dev starts afresh" in said[0]


def test_a_state_of_the_living_account_is_kept(stack: StackOfNotes, said: list[str]) -> None:
    stack.holds()
    start_afresh_if_account_is_lost(stack, "first", said.append)
    stack.holds(resources=[{"urn": VPC}])
    start_afresh_if_account_is_lost(stack, "first", said.append)
    assert stack.commands == []
    assert said == []


def test_an_unknown_stack_is_refused_with_the_names_there_are(stack: StackOfNotes) -> None:
    with pytest.raises(SandboxError, match=r"no stack file stacks/Pulumi\.prdo\.yaml; the stacks are: dev\."):
        Stack("prdo", stack.home, {}, project=stack.project)
