"""What is done about a run that was killed and an account that is lost, told from the state alone."""

import json
import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sandbox.errors import Busy, SandboxError
from sandbox.recovery import release_and_settle, start_afresh_if_account_is_lost
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
        if arguments[:2] == ("stack", "rm"):
            self.state_file.unlink()
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


def test_what_the_cloud_made_is_imported_and_what_it_did_not_is_cleared(stack: StackOfNotes, said: list[str]) -> None:
    stack.holds(pending_operations=creating(VPC, KEY))
    release_and_settle(stack, lambda: {VPC: "vpc-1", "another": "x"}, said.append)
    (command,) = stack.commands
    assert command[0] == "refresh"
    assert "--clear-pending-creates" in command
    pairs = [command[index + 1] for index, word in enumerate(command) if word == "--import-pending-creates"]
    assert pairs == [VPC, "vpc-1"]
    assert "1 had been made" in said[0]


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
