"""One stack in the sandbox's state folder, worked on through the Pulumi CLI."""

import json
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sandbox.engine.plugin import is_alive
from sandbox.engine.pulumi_shim import SALT
from sandbox.errors import Busy, SandboxError
from sandbox.home import checkout

PROJECT = "groundwork"
OnEvent = Callable[[dict[str, Any]], None]


def stack_names(project: Path | None = None) -> list[str]:
    """The stacks that have a file in the project."""
    files = (project or checkout()).glob("stacks/Pulumi.*.yaml")
    return sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in files)


class Stack:
    """A stack by name: its state, its pending operations and the CLI's commands on it."""

    def __init__(self, name: str, home: Path, environment: Mapping[str, str], project: Path | None = None) -> None:
        self.name = name
        self.home = home
        self.project = project or checkout()
        self._environment = dict(environment)
        if name not in stack_names(self.project):
            known = ", ".join(stack_names(self.project)) or "there is none"
            raise SandboxError(f"There is no stack file stacks/Pulumi.{name}.yaml; the stacks are: {known}.")

    @property
    def state_file(self) -> Path:
        """The engine's checkpoint of the stack."""
        return self.home / "state" / ".pulumi" / "stacks" / PROJECT / f"{self.name}.json"

    def setting(self, key: str) -> str | None:
        """A plain setting of the stack file, such as its region, if it is there and is text."""
        content = YAML(typ="safe").load(self.project / "stacks" / f"Pulumi.{self.name}.yaml") or {}
        value = ((content.get("config") or {}).get("groundwork:platform") or {}).get(key)
        return value if isinstance(value, str) else None

    def exists(self) -> bool:
        """Whether the state folder knows the stack."""
        return self.state_file.exists()

    def create(self) -> None:
        """Make the stack in the state folder. The stack file is not touched."""
        with tempfile.TemporaryDirectory() as folder:
            # The engine writes the salt beside the project it is started in: here, into a copy that goes away.
            shutil.copy(self.project / "Pulumi.yaml", folder)
            stacks = Path(folder, "stacks")
            stacks.mkdir()
            (stacks / f"Pulumi.{self.name}.yaml").write_text(f"encryptionsalt: {SALT}\n")
            self.pulumi("stack", "init", self.name, "--no-select", directory=Path(folder))

    def forget(self) -> None:
        """Take the stack out of the state folder with all it says."""
        self.pulumi("stack", "rm", self.name, "--force", "--yes", "--preserve-config")

    def deployment(self) -> dict[str, Any]:
        """The state as the engine keeps it."""
        content = json.loads(self.state_file.read_text()) if self.exists() else {}
        latest = content.get("checkpoint", {}).get("latest")
        return latest if isinstance(latest, dict) else {}

    def resources(self) -> list[dict[str, Any]]:
        """What the state holds: every resource that was made, components and providers included."""
        found = self.deployment().get("resources")
        return found if isinstance(found, list) else []

    def pending(self) -> list[dict[str, Any]]:
        """Operations that were begun and whose end was never written down."""
        found = self.deployment().get("pending_operations")
        return found if isinstance(found, list) else []

    def rewrite(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Change the deployment that the state holds; the engine checks the result before it takes it."""
        exported = json.loads(self.pulumi("stack", "export", "--stack", self.name))
        change(exported["deployment"])
        with tempfile.NamedTemporaryFile("w", suffix=".json", dir=self.home) as file:
            json.dump(exported, file)
            file.flush()
            self.pulumi("stack", "import", "--stack", self.name, "--file", file.name)

    def holder(self) -> int | None:
        """The process that works on the stack right now, or None. A lock whose process is gone counts as none."""
        for lock in self._locks():
            content = json.loads(lock.read_text())
            if content.get("hostname") != socket.gethostname() or is_alive(int(content["pid"])):
                return int(content["pid"])
        return None

    def release(self) -> bool:
        """Take away the lock of a run that was killed; whether there was one."""
        if not self._locks():
            return False
        holder = self.holder()
        if holder is not None:
            raise Busy(f"Another run (process {holder}) is working on the stack {self.name}: wait for its end.")
        self.pulumi("cancel", "--stack", self.name, "--yes")
        return True

    def _locks(self) -> list[Path]:
        folder = self.home / "state" / ".pulumi" / "locks" / "organization" / PROJECT / self.name
        return sorted(folder.glob("*.json"))

    def pulumi(self, *arguments: str, directory: Path | None = None) -> str:
        """Run a command of the CLI and return what it printed; raise with its own last words if it fails."""
        finished = subprocess.run(
            ["pulumi", "--non-interactive", *arguments],
            executable=str(self.home / "bin" / "pulumi"),
            cwd=directory or self.project,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode != 0:
            # The reason is on stderr, and for an operation in the diagnostics on stdout.
            said = "\n".join(text for text in (finished.stderr.strip(), finished.stdout.strip()) if text)
            raise SandboxError(f"`pulumi {' '.join(arguments[:2])}` failed: {said.removeprefix('error: ')}")
        return finished.stdout

    def operate(self, operation: Sequence[str], on_event: OnEvent, show: Callable[[str], None]) -> int:
        """Run `up`, `preview`, `refresh` or `destroy`; give its events as they come and return its exit code.

        What is not an event goes to `show`, line by line.
        """
        command = ["pulumi", "--non-interactive", *operation, "--stack", self.name, "--json"]
        with subprocess.Popen(
            command,
            executable=str(self.home / "bin" / "pulumi"),
            cwd=self.project,
            env={**self._environment, "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            with _interrupts_left_to_the_engine(show):
                for line in process.stdout:
                    try:
                        event = json.loads(line)
                    except ValueError:
                        show(line.rstrip())
                    else:
                        on_event(event)
                return process.wait()


@contextmanager
def _interrupts_left_to_the_engine(show: Callable[[str], None]) -> Iterator[None]:
    """A first interrupt lets the engine finish what it has begun; the command ends when the engine has."""
    seen = []

    def note(*_: object) -> None:
        seen.append(True)
        show("Interrupted: the engine finishes what it has begun; a second interrupt ends it at once.")

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if seen:
        raise KeyboardInterrupt
