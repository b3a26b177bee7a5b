"""The client that a kubeconfig leads to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox.errors import Refused
from sandbox.kubernetes.client import Client


def client_of(kubeconfig: Mapping[str, Any]) -> Client:
    """The client of the current context: a server with a certificate authority in a file, a user with a token.

    That is how the sandbox's own control plane is reached; a cluster that is logged in to otherwise is no sandbox.
    """
    try:
        context = _named(kubeconfig, "contexts", kubeconfig["current-context"])["context"]
        cluster = _named(kubeconfig, "clusters", context["cluster"])["cluster"]
        user = _named(kubeconfig, "users", context["user"])["user"]
        return Client(cluster["server"], user["token"], Path(cluster["certificate-authority"]))
    except KeyError as missing:
        raise Refused(
            f"the kubeconfig lacks {missing}: only the sandbox's own control plane is spoken to, by token and file"
        ) from None


def _named(kubeconfig: Mapping[str, Any], kind: str, name: str) -> Any:
    found = [entry for entry in kubeconfig[kind] if entry["name"] == name]
    if not found:
        raise KeyError(f"{kind}: {name}")
    return found[0]
