"""The five processes of a control plane: how each is started, in which order, and how all of them end.

Run as a program by `sandbox.kubernetes.control_plane`: `python -m sandbox.kubernetes.processes <binary> <folder>`. It
says on stdout what it waits for, then `ready`, and ends everything it started when its stdin closes: so nothing is left
behind when the process that started it ends, however that one ends.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sandbox.errors import ControlPlaneUnavailable
from sandbox.kubernetes.client import Client, RefusedByServer, Unreachable
from sandbox.ports import Ports

PARTS = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl", "kwok")
STAGES = Path(__file__).with_name("stages.yaml")
SECONDS_TO_BE_READY = 120
SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_END = 1
"""The servers drain their watches for more than ten seconds when asked to end, and nothing here is worth that."""

Report = Callable[[str], None]


class Unwanted(Exception):
    """Whoever started the control plane has gone before it was ready."""


class Processes:
    """The processes of one control plane, in one folder."""

    def __init__(self, binary: Path, folder: Path, unwanted: threading.Event) -> None:
        self.folder = folder
        self._unwanted = unwanted
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ports = Ports(6)
        self.etcd, self.peer, self.api, self.controllers, self.scheduler, self.kwok = self._ports.numbers
        self.token = secrets.token_hex(16)
        for name in ("bin", "logs", "certificates"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            (folder / "bin" / part).symlink_to(binary)

    @property
    def client(self) -> Client:
        return Client(f"https://127.0.0.1:{self.api}", self.token, self.folder / "certificates" / "apiserver.crt")

    def start(self, report: Report) -> None:
        """Start all of them; return when the scheduler binds pods and nodes become ready."""
        self._write_credentials()
        report("waiting for the API server")
        self._start("etcd", *self._etcd())
        self._start("kube-apiserver", *self._apiserver())
        self._wait_until(lambda: (self.folder / "certificates" / "apiserver.crt").exists())
        self._wait_until(lambda: self.client.get("/readyz") is not None)
        report("waiting for the controllers")
        self._start("kube-controller-manager", *self._controller_manager())
        self._start("kube-scheduler", *self._kube_scheduler())
        self._start("kwok", *self._kwok())
        self._wait_until(lambda: self.client.get("/api/v1/namespaces/default/serviceaccounts/default") is not None)

    def stop(self) -> None:
        """End all of them, the last one first."""
        for process in reversed(self._running.values()):
            process.terminate()
        end = time.monotonic() + SECONDS_TO_END
        for process in self._running.values():
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._ports.close()

    def _start(self, part: str, *flags: str) -> None:
        with (self.folder / "logs" / f"{part}.log").open("wb") as log:
            self._running[part] = subprocess.Popen(
                [str(self.folder / "bin" / part), *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(self.folder)},
            )

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS_TO_BE_READY
        while not self._unwanted.is_set():
            for part, process in self._running.items():
                if process.poll() is not None:
                    raise ControlPlaneUnavailable(f"{part} ended with {process.returncode}: {self._last_words(part)}")
            try:
                if is_so():
                    return
            except (RefusedByServer, Unreachable):
                pass  # not there yet, or not ready yet
            if time.monotonic() > end:
                said = "; ".join(f"{part}: {self._last_words(part)}" for part in self._running)
                raise ControlPlaneUnavailable(f"not ready within {SECONDS_TO_BE_READY} seconds: {said}")
            self._unwanted.wait(SECONDS_BETWEEN_LOOKS)
        raise Unwanted

    def _last_words(self, part: str) -> str:
        lines = (self.folder / "logs" / f"{part}.log").read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def _write_credentials(self) -> None:
        certificates = self.folder / "certificates"
        _write_privately(certificates / "tokens.csv", f"{self.token},admin,admin,system:masters\n")
        _write_privately(certificates / "service-accounts.key", _rsa_key())
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "sandbox",
            "clusters": [
                {
                    "name": "sandbox",
                    "cluster": {
                        "server": f"https://127.0.0.1:{self.api}",
                        "certificate-authority": str(certificates / "apiserver.crt"),
                    },
                }
            ],
            "users": [{"name": "admin", "user": {"token": self.token}}],
            "contexts": [{"name": "sandbox", "context": {"cluster": "sandbox", "user": "admin"}}],
        }
        _write_privately(self.folder / "kubeconfig", json.dumps(config))
        scheduler = {
            "apiVersion": "kubescheduler.config.k8s.io/v1",
            "kind": "KubeSchedulerConfiguration",
            "leaderElection": {"leaderElect": False},
            "clientConnection": {"kubeconfig": str(self.folder / "kubeconfig"), "qps": 1000, "burst": 2000},
        }
        _write_privately(self.folder / "scheduler.json", json.dumps(scheduler))

    def _etcd(self) -> Iterator[str]:
        here, peers = f"http://127.0.0.1:{self.etcd}", f"http://127.0.0.1:{self.peer}"
        yield from ("--name", "sandbox", "--data-dir", str(self.folder / "etcd"), "--log-level", "warn")
        yield "--unsafe-no-fsync"  # the data is thrown away
        yield from ("--listen-client-urls", here, "--advertise-client-urls", here)
        yield from ("--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers)
        yield from ("--initial-cluster", f"sandbox={peers}")

    def _apiserver(self) -> Iterator[str]:
        certificates = self.folder / "certificates"
        key = str(certificates / "service-accounts.key")
        yield from ("--etcd-servers", f"http://127.0.0.1:{self.etcd}")
        yield from ("--bind-address", "127.0.0.1", "--advertise-address", "127.0.0.1", "--secure-port", str(self.api))
        yield from ("--cert-dir", str(certificates), "--token-auth-file", str(certificates / "tokens.csv"))
        yield from ("--authorization-mode", "RBAC", "--service-cluster-ip-range", "10.96.0.0/16")
        yield from ("--service-account-issuer", "https://kubernetes.default.svc")
        yield from ("--service-account-key-file", key, "--service-account-signing-key-file", key)
        yield "--allow-privileged=true"  # as EKS does: what a namespace admits is its own label's business
        # One server that nobody else uses: no endpoints to keep, no fair shares to compute.
        yield from ("--endpoint-reconciler-type", "none", "--enable-priority-and-fairness=false")
        yield from ("--max-requests-inflight", "0", "--max-mutating-requests-inflight", "0")

    def _controller_manager(self) -> Iterator[str]:
        certificates = self.folder / "certificates"
        yield from ("--kubeconfig", str(self.folder / "kubeconfig"), "--leader-elect=false")
        yield from ("--bind-address", "127.0.0.1", "--secure-port", str(self.controllers))
        yield from ("--cert-dir", str(certificates / "controllers"), "--allocate-node-cidrs=false")
        yield from ("--service-account-private-key-file", str(certificates / "service-accounts.key"))
        yield from ("--root-ca-file", str(certificates / "apiserver.crt"), "--use-service-account-credentials=false")
        yield from ("--kube-api-qps", "1000", "--kube-api-burst", "2000")

    def _kube_scheduler(self) -> Iterator[str]:
        yield from ("--config", str(self.folder / "scheduler.json"), "--bind-address", "127.0.0.1")
        yield from ("--secure-port", str(self.scheduler))
        yield from ("--cert-dir", str(self.folder / "certificates" / "scheduler"))

    def _kwok(self) -> Iterator[str]:
        yield from ("--config", str(STAGES), "--kubeconfig", str(self.folder / "kubeconfig"))
        yield from ("--manage-all-nodes=true", "--node-ip", "10.0.0.1", "--cidr", "10.128.0.0/9")
        yield from ("--node-lease-duration-seconds", "40", "--server-address", f"127.0.0.1:{self.kwok}")


def _write_privately(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def _rsa_key() -> str:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def _set_when_unwanted() -> threading.Event:
    """An event that is set when whoever started this program has gone, or asks it to end."""
    unwanted = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: unwanted.set())

    def watch() -> None:
        sys.stdin.read()
        unwanted.set()

    threading.Thread(target=watch, daemon=True).start()
    return unwanted


def main(binary: str, folder: str) -> int:
    """Run a control plane until stdin closes."""

    def say(what: str, text: str = "") -> None:
        print(json.dumps([what, text]), flush=True)

    unwanted = _set_when_unwanted()
    processes = Processes(Path(binary), Path(folder), unwanted)
    try:
        processes.start(lambda text: say("progress", text))
        say("ready")
        unwanted.wait()
    except Unwanted:
        pass
    except ControlPlaneUnavailable as unavailable:
        say("failed", str(unavailable))
        return 1
    finally:
        processes.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
