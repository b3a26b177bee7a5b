"""A program built from one of the sandbox's own Go modules, into the cache.

The workshop (Go where the machine has none, its caches, for some programs its modules) lies beside the result while the
build lasts and goes when it is done; a build that is interrupted finds what it had.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.engine.go_toolchain import find_go
from sandbox.errors import BuildFailed

Report = Callable[[str], None]


@dataclass(frozen=True)
class GoProgram:
    """What is built, and what its user should be told meanwhile."""

    title: str
    """What progress messages call it."""
    module: Path
    """Folder of its go.mod and go.sum."""
    package: str
    link_flags: str
    gigabytes_fetched: float
    minutes: int
    """Wall time on two idle cores with cold caches."""


def build(program: GoProgram, binary: Path, workshop: Path, report: Report) -> None:
    """Build the program; a failure is a BuildFailed that says which command failed and its last line."""
    go = find_go(workshop, report)
    environment = {**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    environment.pop("GOROOT", None)  # it may belong to another Go
    environment["GOCACHE"] = str(workshop / "cache")
    if go.is_relative_to(workshop):
        environment["GOPATH"] = str(workshop / "path")
        # Modules are written read-only by default, and could then not be deleted like other files.
        environment["GOFLAGS"] = f"{environment.get('GOFLAGS', '')} -modcacherw".strip()

    report(f"building {program.title}: fetching its Go modules ({program.gigabytes_fetched} GB)")
    packages = _go(program, [str(go), "list", "-deps", program.package], environment, lambda _: None)
    total, built = len(packages), 0

    def count(_: str) -> None:
        nonlocal built
        built += 1
        report(f"building {program.title} (about {program.minutes} minutes), {min(built, total)} of {total} packages")

    flags = f"-s -w {program.link_flags}"
    command = [str(go), "build", "-v", "-trimpath", "-ldflags", flags, "-o", str(binary), program.package]
    _go(program, command, environment, count)
    shutil.rmtree(workshop)


@contextmanager
def only_one(lock: Path, what: str, report: Report) -> Iterator[None]:
    """Hold the lock file: of two runs at once the second waits and finds what the first one made."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report(f"waiting for another run that is installing {what}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _go(
    program: GoProgram, command: list[str], environment: dict[str, str], on_line: Callable[[str], None]
) -> list[str]:
    """Run Go in the module of the program and return what it printed."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=program.module,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.strip())
            on_line(line)
    if process.returncode != 0:
        reason = lines[-1] if lines else f"exit code {process.returncode}"
        raise BuildFailed(f"`go {command[1]} {program.package}` failed ({reason})")
    return lines
