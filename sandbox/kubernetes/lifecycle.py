"""An object's life in a cluster, through its real API server: check, diff, create, read, update, delete of any kind.

There is no table of types: the API server says what kinds it has, what is wrong with an object, what of it cannot be
changed and what somebody else has changed. Objects are written by server-side apply. Nothing is waited for: in the
sandbox's clusters nothing really runs.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sandbox.errors import Refused
from sandbox.kubernetes.client import Client, RefusedByServer
from sandbox.kubernetes.kinds import Kinds, Place
from sandbox.kubernetes.kubeconfig import client_of
from sandbox.provider import Diff
from sandbox.wire import COMPUTED, is_computed

MANAGER = "pulumi-kubernetes"
DRY_RUN = {"dryRun": "All"}
UNPROCESSABLE, NOT_FOUND = 422, 404
NAME_DIGITS = 8
# What changes with every look or write, whoever has written.
PASSING = ("managedFields", "resourceVersion", "generation")

Object = dict[str, Any]


class Lifecycle:
    """One configured provider: one cluster."""

    def __init__(self, _endpoint_url: str, config: Object) -> None:
        self._config = config
        self._connected: tuple[Client, Kinds] | None = None

    def check(self, urn: str, olds: Object, news: Object, seed: bytes) -> tuple[Object, list[tuple[str, str]]]:
        """Inputs with a name filled in, as the official provider makes one."""
        metadata = dict(news.get("metadata") or {})
        if "name" not in metadata:
            metadata["name"] = (olds.get("metadata") or {}).get("name") or _auto_name(urn, seed)
        return {**news, "metadata": metadata}, []

    def diff(self, urn: str, olds: Object, news: Object, ignored: list[str]) -> Diff:
        """What differs; everything is made anew where the server would not take the change."""
        found = Diff()
        for key in sorted(olds.keys() | news.keys()):
            if key not in ignored and (olds.get(key) != news.get(key) or is_computed(news.get(key))):
                found.kinds[key] = "ADD" if key not in olds else "DELETE" if key not in news else "UPDATE"
        if not found.kinds or is_computed(news):
            return found
        moved = _identity(olds) != _identity(news)
        if moved or self._cannot_become(urn, news):
            found.replaces = list(found.kinds)
        # Of two objects of one name the old one has to go first.
        found.delete_first = bool(found.replaces) and not moved
        return found

    def create(self, urn: str, inputs: Object, preview: bool) -> tuple[str, Object]:
        if preview:
            return "", self._previewed(urn, inputs)
        made = self._apply(urn, "creating", inputs)
        return self._place(inputs).id, _visible(made)

    def read(self, urn: str, id_: str, inputs: Object, state: Object) -> tuple[str, Object, Object]:
        """The object as it is: inputs differ from those given only where applying them again would change it."""
        place = self._place(inputs or state)
        live = self._told(urn, "reading", lambda: self._client.get(place.path))
        if live is None:
            return "", {}, {}
        try:
            again = self._client.apply(place.path, inputs, MANAGER, **DRY_RUN)
        except RefusedByServer:  # what was changed cannot be changed back
            again = inputs
        return id_, _visible(live), _as_it_is(inputs, live, again)

    def update(self, urn: str, id_: str, olds: Object, news: Object, state: Object, preview: bool) -> Object:
        if preview:
            return self._previewed(urn, news)
        return _visible(self._apply(urn, "updating", news))

    def delete(self, urn: str, id_: str, inputs: Object, state: Object) -> None:
        place = self._place(inputs or state)
        self._told(urn, "deleting", lambda: self._client.delete(place.path))
        self._told(urn, "deleting", lambda: self._client.wait_until_gone(place.path))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _previewed(self, urn: str, inputs: Object) -> Object:
        """What the server says to it, where all is known and its namespace is there already."""
        if not is_computed(inputs):
            try:
                self._client.apply(self._place(inputs).path, inputs, MANAGER, **DRY_RUN)
            except RefusedByServer as refused:
                if refused.status != NOT_FOUND:
                    raise _sentence(urn, "creating", refused) from None
        return {**inputs, "status": COMPUTED}

    def _apply(self, urn: str, doing: str, inputs: Object) -> Object:
        place = self._place(inputs)
        made: Object = self._told(urn, doing, lambda: self._client.apply(place.path, inputs, MANAGER))
        return made

    def _cannot_become(self, urn: str, news: Object) -> bool:
        try:
            self._client.apply(self._place(news).path, news, MANAGER, **DRY_RUN)
        except RefusedByServer as refused:
            return refused.status == UNPROCESSABLE and "immutable" in str(refused)
        return False

    def _told(self, urn: str, doing: str, ask: Any) -> Any:
        try:
            return ask()
        except RefusedByServer as refused:
            raise _sentence(urn, doing, refused) from None

    def _place(self, inputs: Object) -> Place:
        _, kinds = self._connection()
        return kinds.place(inputs)

    @property
    def _client(self) -> Client:
        return self._connection()[0]

    def _connection(self) -> tuple[Client, Kinds]:
        if self._connected is None:
            client = client_of(self._kubeconfig())
            self._connected = client, Kinds(client)
        return self._connected

    def _kubeconfig(self) -> Object:
        """From the provider's own configuration, text or a path, else from the variable that the sandbox sets."""
        given = str(self._config.get("kubeconfig") or os.environ.get("KUBECONFIG", ""))
        if not given:
            raise Refused(
                "the kubernetes provider has no cluster: give it a kubeconfig; `python -m sandbox kubernetes` starts a "
                "control plane and says where its own is"
            )
        try:
            text = given if "\n" in given or given.lstrip().startswith("{") else Path(given).read_text()
            found = YAML(typ="safe").load(text)
        except OSError as error:
            raise Refused(f"the kubeconfig of the kubernetes provider cannot be read: {error}") from None
        return dict(found)


def _as_it_is(wanted: Any, live: Any, again: Any) -> Any:
    """`wanted`, with the live value of whatever would be another one after applying it again."""
    if isinstance(wanted, dict) and isinstance(live, dict) and isinstance(again, dict):
        return {key: _as_it_is(value, live.get(key), again.get(key)) for key, value in wanted.items() if key in live}
    return wanted if live == again else live


def _visible(made: Object) -> Object:
    """The object as its outputs."""
    metadata = {key: value for key, value in made.get("metadata", {}).items() if key not in PASSING}
    return {**made, "metadata": metadata}


def _identity(inputs: Object) -> tuple[Any, ...]:
    metadata = inputs.get("metadata") or {}
    return inputs.get("apiVersion"), inputs.get("kind"), metadata.get("namespace"), metadata.get("name")


def _sentence(urn: str, doing: str, refused: RefusedByServer) -> Refused:
    token, name = urn.split("::")[2].rpartition("$")[2], urn.rpartition("::")[2]
    return Refused(f"{doing} {token.rpartition(':')[2]} {name!r}: {refused.reason or refused.status}: {refused}")


def _auto_name(urn: str, seed: bytes) -> str:
    """The logical name with eight hex digits behind it, as the official provider names objects."""
    digest = hashlib.sha256((seed or b"") + urn.encode()).hexdigest()[:NAME_DIGITS]
    return f"{urn.rpartition('::')[2]}-{digest}"
