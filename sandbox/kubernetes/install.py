"""Put the control plane's one binary into the cache: built from Go modules, once for a machine.

It holds etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kubectl of one Kubernetes version, and kwok,
which plays the kubelets of nodes that are not there. A cold build takes about five minutes on two idle cores, 0.5 GB to
fetch and 3 GB of disk while it lasts; the binary has 140 MB.
"""

import hashlib
import shutil
from pathlib import Path

from sandbox.engine.go_build import GoProgram, Report, build, only_one
from sandbox.errors import BuildFailed, ControlPlaneUnavailable
from sandbox.home import cache_home

KUBERNETES = "1.36.3"
KWOK = "0.8.0"
MODULE = Path(__file__).with_name("gomodule")
VERSION_PACKAGES = ("k8s.io/component-base/version", "k8s.io/client-go/pkg/version")


def control_plane_binary(report: Report = lambda _: None) -> Path:
    """The path of the binary, after building it if it is not in the cache."""
    root = cache_home() / "controlplane" / _key()
    binary = root / "bin" / "controlplane"
    if binary.exists():
        return binary
    with only_one(root.with_name(f"{root.name}.lock"), "the Kubernetes control plane", report):
        if not binary.exists():
            _install(root, report)
    return binary


def _key() -> str:
    """The versions, and a mark of the module's own files: another main.go is another binary."""
    content = b"".join((MODULE / name).read_bytes() for name in ("go.mod", "go.sum", "main.go"))
    return f"kubernetes-{KUBERNETES}-kwok-{KWOK}-{hashlib.sha256(content).hexdigest()[:8]}"


def _install(root: Path, report: Report) -> None:
    unfinished = root.with_name(f"{root.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        build(_program(), unfinished / "bin" / "controlplane", root.with_name(f"{root.name}.workshop"), report)
        unfinished.rename(root)
    except BuildFailed as failed:
        raise ControlPlaneUnavailable(f"The Kubernetes control plane could not be built: {failed}.") from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _program() -> GoProgram:
    major, minor, _ = KUBERNETES.split(".")
    told = {"gitVersion": f"v{KUBERNETES}", "gitMajor": major, "gitMinor": minor}
    flags = (f"-X {package}.{name}={value}" for package in VERSION_PACKAGES for name, value in told.items())
    return GoProgram(
        title="the Kubernetes control plane",
        module=MODULE,
        package=".",
        link_flags=" ".join(flags),
        gigabytes_fetched=0.5,
        minutes=5,
    )
