"""The pods that pod 0 of an AcceptanceJob has at its command."""

import threading

from components.cluster.acceptance.messages import Connection

NOT_RUN = 255
"""Exit code of a remote command that was not run, as ssh has it."""


class Failed(Exception):
    """One sentence that says why the pool is not accepted."""


class Workers:
    """The other pods, by host name: each has opened a connection and waits for a command."""

    def __init__(self, hosts: list[str]) -> None:
        self._expected = set(hosts)
        self._connections: dict[str, Connection] = {}
        self._changed = threading.Condition()
        self._over = threading.Event()

    def welcome(self, connection: Connection) -> None:
        """Keep the connection of a pod that is expected until the test is over."""
        said = connection.receive() or {}
        with self._changed:
            if said.get("host") not in self._expected - set(self._connections):
                return
            self._connections[said["host"]] = connection
            self._changed.notify_all()
        self._over.wait()

    def gather(self, seconds: float) -> None:
        """Return when every pod has come."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._connections) == len(self._expected), seconds)
            missing = sorted(self._expected - set(self._connections))
        if missing:
            of_all = f"{len(missing)} of {len(self._expected) + 1} pods"
            names = ", ".join(missing[:5])
            raise Failed(f"{of_all} did not come within {seconds:.0f} seconds: {names}; `kubectl describe` says why")

    def run(self, host: str, command: str) -> int:
        """Have a command run in the pod of a host; return its exit code."""
        connection = self._connections.get(host.split(".")[0])
        if connection is None:
            print(f"launch: no pod is called {host}", flush=True)
            return NOT_RUN
        connection.send({"run": command})
        return (connection.receive() or {}).get("exit", NOT_RUN)  # type: ignore[no-any-return]

    def dismiss(self, accepted: bool) -> None:
        """Tell every pod how it ended."""
        for connection in self._connections.values():
            connection.send({"end": accepted})
        self._over.set()
