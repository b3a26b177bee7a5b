"""A resource's life on record: nothing is made anywhere, and everything behaves as if it were."""

import hashlib
from typing import Any

from sandbox import cloud
from sandbox.errors import Refused
from sandbox.google import refusals
from sandbox.google.model import Type, with_value
from sandbox.google.types import TYPES
from sandbox.inputs import at
from sandbox.provider import Diff
from sandbox.wire import COMPUTED, is_computed

# In the record of both clouds an identity of Google's begins with this: a made-up one is then missed.
MARK = "gcp|"


class Lifecycle:
    """One configured provider."""

    def __init__(self, endpoint_url: str, config: dict[str, Any]) -> None:
        self._endpoint_url = endpoint_url
        self._project = str(config.get("project") or "")

    def check(
        self, urn: str, olds: dict[str, Any], news: dict[str, Any], seed: bytes
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Inputs with a name filled in, and what Google would refuse without being asked for anything."""
        spec = _type(urn)
        inputs = dict(news)
        if spec.named and "name" not in inputs:
            inputs["name"] = olds.get("name") or _auto_name(urn, seed)
        return inputs, list(refusals.check(spec.token, inputs))

    def diff(self, urn: str, olds: dict[str, Any], news: dict[str, Any], ignored: list[str]) -> Diff:
        spec = _type(urn)
        found = Diff()
        for key in sorted(olds.keys() | news.keys()):
            if key in ignored or (olds.get(key) == news.get(key) and not is_computed(news.get(key))):
                continue
            found.kinds[key] = "ADD" if key not in olds else "DELETE" if key not in news else "UPDATE"
            inside = [path for path in spec.replaces if path.partition(".")[0] == key]
            if "*" in spec.replaces or any(at(olds, path) != at(news, path) for path in inside):
                found.replaces.append(key)
        # Of two things with one name the old one has to go first; a name of our own making differs.
        found.delete_first = bool(found.replaces) and (not spec.named or olds.get("name") == news.get("name"))
        return found

    def create(self, urn: str, inputs: dict[str, Any], preview: bool) -> tuple[str, dict[str, Any]]:
        spec = _type(urn)
        if preview:
            return "", _unknown(inputs, spec.computed)
        id_ = spec.identity({"project": self._project, **inputs})
        self._refuse_missing(spec, urn, inputs, "creating")
        taken = cloud.ask(self._endpoint_url, "get", self._place(spec, id_))
        if taken and taken["urn"] != urn:
            raise Refused(f"creating {spec.kind} {_name(urn)!r}: Error 409: {id_} already exists, alreadyExists")
        self._remember(spec, urn, id_, inputs)
        return id_, {**inputs, **spec.outputs(inputs, id_)}

    def read(
        self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """What is on record; nothing changes it but the provider itself."""
        spec = _type(urn)
        record = cloud.ask(self._endpoint_url, "get", self._place(spec, id_))
        if record is None:
            return "", {}, {}
        kept = record["state"]["inputs"]
        return id_, {**state, **kept, **spec.outputs(kept, id_)}, kept

    def update(
        self, urn: str, id_: str, olds: dict[str, Any], news: dict[str, Any], state: dict[str, Any], preview: bool
    ) -> dict[str, Any]:
        spec = _type(urn)
        if preview:
            return {**state, **news, **(spec.outputs(news, id_) if not is_computed(news) else {})}
        self._refuse_missing(spec, urn, news, "updating")
        self._remember(spec, urn, id_, news)
        return {**news, **spec.outputs(news, id_)}

    def delete(self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]) -> None:
        spec = _type(urn)
        holders = cloud.ask(self._endpoint_url, "dependents", self._place(spec, id_))
        if holders:
            names = ", ".join(f"{each['type'].rpartition(':')[2]} {each['id']}" for each in holders[:3])
            raise Refused(f"deleting {spec.kind} {id_!r}: Error 400: it is used by {names}, resourceInUse")
        cloud.ask(self._endpoint_url, "remove", self._place(spec, id_))

    def _place(self, spec: Type, id_: str) -> dict[str, str]:
        """Ids of Google's hold project and region themselves."""
        return {"account": self._project, "region": "", "type": spec.token, "id": id_}

    def _remember(self, spec: Type, urn: str, id_: str, inputs: dict[str, Any]) -> None:
        record = {
            "urn": urn,
            **self._place(spec, id_),
            "identities": [MARK + id_],
            "references": self._named(spec, inputs),
            "state": {"inputs": inputs},
        }
        cloud.ask(self._endpoint_url, "put", record)

    def _refuse_missing(self, spec: Type, urn: str, inputs: dict[str, Any], verb: str) -> None:
        """What is named by the id of something in this project must be there."""
        named = [each for each in self._named(spec, inputs) if each.startswith(f"{MARK}projects/{self._project}/")]
        missing = cloud.ask(self._endpoint_url, "missing", {"account": self._project, "references": named})
        if missing:
            what = missing[0].removeprefix(MARK)
            raise Refused(f"{verb} {spec.kind} {_name(urn)!r}: Error 404: {what} was not found, notFound")

    def _named(self, spec: Type, inputs: dict[str, Any]) -> list[str]:
        return [MARK + value for value in (at(inputs, path) for path in spec.names) if isinstance(value, str)]


def _type(urn: str) -> Type:
    token = urn.split("::")[2].rpartition("$")[2]
    if token not in TYPES:
        raise Refused(f"the sandbox has no {token} yet; `sandbox/README.md` lists what it has")
    return TYPES[token]


def _unknown(inputs: dict[str, Any], computed: tuple[str, ...]) -> dict[str, Any]:
    for path in computed:
        if at(inputs, path) is None:
            inputs = with_value(inputs, path, COMPUTED)
    return inputs


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _auto_name(urn: str, seed: bytes) -> str:
    """The logical name with seven hex digits behind it, as the official provider names things."""
    return f"{_name(urn)[:50]}-{hashlib.sha256((seed or b'') + urn.encode()).hexdigest()[:7]}"
