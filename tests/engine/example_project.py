"""The project as a person has it who put stack files of examples among their own, and the sandbox's commands in it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sandbox.home import HOME_VARIABLE, checkout

NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "benchmarks")


def project_with(stack_files: Iterable[Path], folder: Path) -> Path:
    """A copy of the project in the folder."""
    copy = folder / "project"
    shutil.copytree(checkout(), copy, ignore=NOT_COPIED)
    for stack_file in stack_files:
        shutil.copy(stack_file, copy / "stacks")
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


def comes_up_does_not_change_and_leaves_nothing(stack: str, project: Path) -> set[str]:
    """Assert that it does, and give the types of what came up."""
    first = sandbox("up", stack, project)
    try:
        assert first["changes"] == {"create": len(first["resources"])}
        assert sandbox("up", stack, project)["changes"] == {"same": len(first["resources"])}
    finally:
        gone = sandbox("down", stack, project)
    assert gone["left_in_account"] == {}
    return {resource["type"] for resource in first["resources"]}


def sandbox(command: str, stack: str, project: Path) -> dict[str, Any]:
    """What `python -m sandbox` says as JSON."""
    finished = subprocess.run(
        [sys.executable, "-m", "sandbox", command, stack, "--json"],
        cwd=project,
        env={**os.environ, HOME_VARIABLE: str(project / "sandbox-home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr + finished.stdout
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer
