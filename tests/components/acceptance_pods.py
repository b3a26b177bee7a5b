"""The pods of an AcceptanceJob as processes of this machine, with an `mpirun` that a test has written.

They talk over the loopback: each pod has the host name and index that Kubernetes would give it, and the programs lie as
the ConfigMap lays them.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.cluster.acceptance_manifest import MODULE, PROGRAMS, ROOT

SECONDS_BEFORE_A_TEST_GIVES_UP = 60
# A bandwidth of 475 GB/s at the largest size.
ROWS = """
  4294967296   1073741824     float     sum      -1    17123  250.83  470.31      0    17100  251.17  470.94      0
  8589934592   2147483648     float     sum      -1    33846  253.80  475.87      0    33902  253.37  475.07      0
# Out of bounds values : 0 OK
# Avg bus bandwidth    : 473.04
"""
EFA = "pod-0:31:31 [0] NCCL INFO NET/OFI Selected provider is efa, fabric is efa-direct (found 32 nics)\n"
PLAN = {
    "tool": "nccl",
    "program": "all_reduce_perf",
    "arguments": ["-b", "512M"],
    "nodes": 2,
    "ranks_per_node": 8,
    "efa_interfaces": 32,
    "floor": 300.0,
    "seconds": 40,
}


@dataclass(frozen=True)
class Ended:
    """How a pod ended."""

    code: int
    log: str
    message: str
    """What `kubectl describe pod` would show."""

    @property
    def verdict(self) -> str:
        return self.log.strip().splitlines()[-1]


class Pods:
    """The pods of one Job, in one folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.temporary = tempfile.gettempdir()
        for path in PROGRAMS:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes((ROOT / path).read_bytes())
        (folder / "bin").mkdir()

    def program(self, name: str, text: str) -> None:
        """A program on the PATH of every pod."""
        path = self.folder / "bin" / name
        path.write_text(text)
        path.chmod(0o755)

    def run(self, indexes: Sequence[int] = (0, 1), **plan: Any) -> dict[int, Ended]:
        """Run the pods of these indexes until each has ended."""
        (self.folder / "plan.json").write_text(json.dumps({**PLAN, **plan}))
        started = {index: self._start(index) for index in indexes}
        try:
            said = {index: each.communicate(timeout=SECONDS_BEFORE_A_TEST_GIVES_UP) for index, each in started.items()}
        finally:
            for each in started.values():
                each.kill()
        return {index: Ended(started[index].returncode, log, self._message(index)) for index, (log, _) in said.items()}

    def _start(self, index: int) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, str(self.folder / "plan.json")],
            cwd=self.folder,
            env={**_environment(self.folder, self.port), "TMPDIR": self.temporary, **_pod(self.folder, index)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _message(self, index: int) -> str:
        path = self.folder / f"message-{index}"
        return path.read_text() if path.exists() else ""


def _environment(folder: Path, port: int) -> Mapping[str, str]:
    return {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "ACCEPTANCE_PORT": str(port)}


def _pod(folder: Path, index: int) -> Mapping[str, str]:
    return {
        "HOSTNAME": f"pod-{index}",
        "JOB_COMPLETION_INDEX": str(index),
        "ACCEPTANCE_TERMINATION_LOG": str(folder / f"message-{index}"),
        "ACCEPTANCE_LEADER": "127.0.0.1",
    }
