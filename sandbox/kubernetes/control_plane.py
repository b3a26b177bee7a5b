"""A Kubernetes control plane that runs as long as somebody uses it, in a private folder, on free ports."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.engine.go_build import Report
from sandbox.errors import ControlPlaneUnavailable
from sandbox.home import checkout
from sandbox.kubernetes.client import Client
from sandbox.kubernetes.install import control_plane_binary
from sandbox.kubernetes.kubeconfig import client_of


@dataclass(frozen=True)
class ControlPlane:
    """A control plane that runs."""

    folder: Path
    kubeconfig: Path
    """File that leads a client to it as an administrator."""
    client: Client
    """The same, for this process."""


@contextmanager
def control_plane(report: Report = lambda _: None) -> Iterator[ControlPlane]:
    """Build what is missing, start a control plane, and end it; what it said is kept only until then."""
    binary = control_plane_binary(report)
    folder = Path(tempfile.mkdtemp(prefix="groundwork-kubernetes-"))
    try:
        with _processes(binary, folder, report):
            kubeconfig = folder / "kubeconfig"
            yield ControlPlane(folder, kubeconfig, client_of(json.loads(kubeconfig.read_text())))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _processes(binary: Path, folder: Path, report: Report) -> Iterator[None]:
    command = [sys.executable, "-m", "sandbox.kubernetes.processes", str(binary), str(folder)]
    with subprocess.Popen(command, cwd=checkout(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            for line in process.stdout:
                what, text = json.loads(line)
                if what == "ready":
                    break
                if what == "failed":
                    raise ControlPlaneUnavailable(f"The Kubernetes control plane did not start: {text}.")
                report(text)
            else:
                raise ControlPlaneUnavailable("The Kubernetes control plane did not start and did not say why.")
            yield
        finally:
            process.stdin.close()
            process.wait()
