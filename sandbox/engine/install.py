"""Find the Pulumi CLI, or put one into the cache: from PATH, from the official installer, or built from its Go module.

The last way takes about four minutes on two idle cores, 0.2 GB to fetch and 3 GB of disk while it lasts, once for a
machine.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.engine.go_toolchain import find_go
from sandbox.errors import EngineUnavailable
from sandbox.home import cache_home

VERSION = "3.259.0"
"""The engine that is installed, and the oldest minor version that is taken from PATH."""
GO_MODULE = Path(__file__).with_name("gomodule")
GO_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
SHIM_MARK = "pulumi_shim"
"""Written into the sandbox's own `pulumi`, so that it is never taken for an engine."""

SECONDS_TO_REACH_THE_INSTALLER = 10
SECONDS_FOR_THE_INSTALLER = 240

Report = Callable[[str], None]


def pulumi(report: Report = lambda _: None) -> Path:
    """The path of a usable `pulumi`, after installing one if there is none."""
    found = installed()
    if found:
        return found
    root = cache_home() / "engine" / VERSION
    root.parent.mkdir(parents=True, exist_ok=True)
    with _only_one(root.with_name(f"{VERSION}.lock"), report):
        if not _is_usable(root / "bin" / "pulumi"):
            _install(root, report)
    return root / "bin" / "pulumi"


def installed() -> Path | None:
    """The path of a usable `pulumi` that is here already, if there is one."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        candidate = Path(folder or ".", "pulumi")
        if os.access(candidate, os.X_OK) and not _is_our_shim(candidate) and _is_usable(candidate):
            return candidate
    cached = cache_home() / "engine" / VERSION / "bin" / "pulumi"
    return cached if _is_usable(cached) else None


def _is_usable(candidate: Path) -> bool:
    if not candidate.exists():
        return False
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        answer = subprocess.run(
            [candidate, "version"],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    match = re.match(r"v?(\d+)\.(\d+)\.", answer.stdout.strip())
    wanted_major, wanted_minor, _ = VERSION.split(".")
    return bool(match) and match[1] == wanted_major and int(match[2]) >= int(wanted_minor)  # type: ignore[index]


def _is_our_shim(candidate: Path) -> bool:
    with candidate.open("rb") as file:
        return SHIM_MARK.encode() in file.read(1000)


@contextmanager
def _only_one(lock: Path, report: Report) -> Iterator[None]:
    """Hold the lock file: of two runs at once the second waits and finds the first one's engine."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another run that is installing the engine")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _install(root: Path, report: Report) -> None:
    unfinished = root.with_name(f"{VERSION}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        report(f"fetching Pulumi {VERSION} with its official installer")
        if not _run_official_installer(unfinished):
            shutil.rmtree(unfinished, ignore_errors=True)
            _build(unfinished, report)
        if not _is_usable(unfinished / "bin" / "pulumi"):
            raise EngineUnavailable(f"The engine that was installed does not answer `pulumi version` with {VERSION}.")
        shutil.rmtree(root, ignore_errors=True)
        unfinished.rename(root)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _run_official_installer(root: Path) -> bool:
    program = (
        "import socket, sys; from semver import VersionInfo; from pulumi.automation import PulumiCommand; "
        "socket.setdefaulttimeout(float(sys.argv[3])); "
        "PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(root), VERSION, str(SECONDS_TO_REACH_THE_INSTALLER)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(SECONDS_FOR_THE_INSTALLER) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)  # the download runs in children of its own
            process.wait()


def _build(root: Path, report: Report) -> None:
    # 3 GB of Go's caches are of use only until the build is done. One that is interrupted finds them again.
    workshop = root.with_name(f"{VERSION}.workshop")
    go = find_go(workshop, report)
    environment = {**os.environ, "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    environment.pop("GOROOT", None)  # it may belong to another Go
    environment["GOCACHE"] = str(workshop / "cache")
    if go.is_relative_to(workshop):
        environment["GOPATH"] = str(workshop / "path")
        # Modules are written read-only by default, and could then not be deleted like other files.
        environment["GOFLAGS"] = f"{environment.get('GOFLAGS', '')} -modcacherw".strip()

    report("building Pulumi from its Go module: fetching the modules (0.2 GB)")
    packages = _go([str(go), "list", "-deps", GO_PACKAGE], environment, lambda _: None)
    total, built = len(packages), 0

    def count(_: str) -> None:
        nonlocal built
        built += 1
        report(f"building Pulumi from its Go module (about 4 minutes), {min(built, total)} of {total} packages")

    flags = f"-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={VERSION}"
    binary = str(root / "bin" / "pulumi")
    _go([str(go), "build", "-v", "-trimpath", "-ldflags", flags, "-o", binary, GO_PACKAGE], environment, count)
    shutil.rmtree(workshop)


def _go(command: list[str], environment: dict[str, str], on_line: Callable[[str], None]) -> list[str]:
    """Run Go in the module of the engine and return what it printed."""
    lines = []
    with subprocess.Popen(
        command,
        cwd=GO_MODULE,
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
        raise EngineUnavailable(
            f"The engine could not be built: `go {command[1]} {GO_PACKAGE}` failed ({reason}); put a `pulumi` of "
            f"version {VERSION} or newer on PATH."
        )
    return lines
