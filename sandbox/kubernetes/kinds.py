"""Where the API server keeps objects of a kind, by what it says itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import Refused
from sandbox.kubernetes.client import Client

DEFAULT_NAMESPACE = "default"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object lives."""

    path: str
    """Of the object itself."""
    id: str
    """As the official provider has it: namespace and name, or the name alone."""


class Kinds:
    """The kinds of one API server. An answer is kept: a kind does not move."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, dict[str, Any]] = {}

    def place(self, made: Mapping[str, Any]) -> Place:
        """Where an object with apiVersion, kind, name and perhaps namespace lives."""
        version, kind = made.get("apiVersion"), made.get("kind")
        if not version or not kind:
            raise Refused(
                "the sandbox's kubernetes provider takes objects only: no charts, kustomizations or YAML files"
            )
        name = made["metadata"]["name"]
        group = f"/api/{version}" if "/" not in version else f"/apis/{version}"
        found = self._kinds_of(group).get(kind)
        if found is None:
            raise Refused(f"the cluster has no kind {kind} of {version}: has what defines it been installed?")
        if not found["namespaced"]:
            return Place(f"{group}/{found['name']}/{name}", name)
        namespace = made["metadata"].get("namespace") or DEFAULT_NAMESPACE
        return Place(f"{group}/namespaces/{namespace}/{found['name']}/{name}", f"{namespace}/{name}")

    def _kinds_of(self, group: str) -> dict[str, Any]:
        if not self._known.get(group):  # a definition may come later
            answer = self._client.get(group) or {"resources": []}
            # A subresource, such as jobs/status, has the kind of what it belongs to.
            self._known[group] = {each["kind"]: each for each in answer["resources"] if "/" not in each["name"]}
        return self._known[group]
