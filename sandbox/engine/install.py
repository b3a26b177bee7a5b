"""Find the Pulumi CLI, or put one into the cache: from PATH, from the official installer, or built from its Go module.

The last way takes about four minutes on two idle cores, 0.2 GB to fetch and 3 GB of disk while it lasts, once for a
machine.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from sandbox.engine.go_build import GoProgram, Report, build, only_one
from sandbox.errors import BuildFailed, EngineUnavailable
from sandbox.home import cache_home

VERSION = "3.259.0"
"""The engine that is installed, and the oldest minor version that is taken from PATH."""
PROGRAM = GoProgram(
    title="Pulumi from its Go module",
    module=Path(__file__).with_name("gomodule"),
    package="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    link_flags=f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={VERSION}",
    gigabytes_fetched=0.2,
    minutes=4,
)
SHIM_MARK = "pulumi_shim"
"""Written into the sandbox's own `pulumi`, so that it is never taken for an engine."""

SECONDS_TO_REACH_THE_INSTALLER = 10
SECONDS_FOR_THE_INSTALLER = 240


def pulumi(report: Report = lambda _: None) -> Path:
    """The path of a usable `pulumi`, after installing one if there is none."""
    found = installed()
    if found:
        return found
    root = cache_home() / "engine" / VERSION
    with only_one(root.with_name(f"{VERSION}.lock"), "the engine", report):
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
    try:
        # 3 GB of Go's caches are of use only until the build is done.
        build(PROGRAM, root / "bin" / "pulumi", root.with_name(f"{VERSION}.workshop"), report)
    except BuildFailed as failed:
        raise EngineUnavailable(
            f"The engine could not be built: {failed}; put a `pulumi` of version {VERSION} or newer on PATH."
        ) from None
