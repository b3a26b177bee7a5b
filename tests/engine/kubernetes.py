"""How tests look at a cluster: by what becomes true within a while, never by a pause."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sandbox.kubernetes.client import Client

SECONDS_TO_BECOME_TRUE = 60
SECONDS_BETWEEN_LOOKS = 0.1

Found = TypeVar("Found")


def eventually(look: Callable[[], Found], what: str) -> Found:
    """The first answer of `look` that is true of itself; a test that waits in vain says for what."""
    end = time.monotonic() + SECONDS_TO_BECOME_TRUE
    while not (found := look()):
        assert time.monotonic() < end, f"not within {SECONDS_TO_BECOME_TRUE} seconds: {what}"
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return found


def add_nodes(client: Client, nodes: Iterable[Mapping[str, Any]]) -> None:
    """Register the nodes and wait until every one is ready."""
    names = [client.create("/api/v1/nodes", node)["metadata"]["name"] for node in nodes]

    def ready() -> bool:
        return all(_is_ready(client.get(f"/api/v1/nodes/{name}")) for name in names)

    eventually(ready, f"{', '.join(names)} are ready")


def pods(client: Client, namespace: str) -> list[Any]:
    found: list[Any] = client.get(f"/api/v1/namespaces/{namespace}/pods")["items"]
    return found


def running(client: Client, namespace: str, count: int) -> list[Any]:
    """The pods of the namespace once `count` of them run."""

    def look() -> list[Any]:
        found = [pod for pod in pods(client, namespace) if pod["status"]["phase"] == "Running"]
        return found if len(found) == count else []

    return eventually(look, f"{count} pods run")


def why_pending(client: Client, namespace: str, says: str) -> str:
    """What the scheduler says of a pod that it cannot place, once it says this: at first it may know no ready node."""

    def look() -> str:
        conditions = [each for pod in pods(client, namespace) for each in pod["status"].get("conditions", [])]
        said = [each["message"] for each in conditions if each.get("reason") == "Unschedulable"]
        return next((message for message in said if says in message), "")

    return eventually(look, f"the scheduler says {says!r} of a pod that has to wait")


def _is_ready(node: Mapping[str, Any]) -> bool:
    conditions = node["status"].get("conditions", [])
    tainted = any(taint["key"].startswith("node.kubernetes.io/") for taint in node["spec"].get("taints", []))
    return not tainted and any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
