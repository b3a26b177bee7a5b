"""A resource's life in the emulated cloud: check, diff, create, read, update, delete, the same for every type."""

import hashlib
import json
import re
from typing import Any

from botocore.exceptions import ClientError

from sandbox import cloud
from sandbox.aws import previews, references, refusals, shapes, tags
from sandbox.aws.calls import Calls
from sandbox.aws.model import Request, Type
from sandbox.aws.types import TYPES
from sandbox.errors import Refused
from sandbox.provider import Diff
from sandbox.wire import is_computed

DEFAULT_REGION = "us-east-1"


class Lifecycle:
    """One configured provider."""

    def __init__(self, endpoint_url: str, config: dict[str, Any]) -> None:
        self.endpoint_url = endpoint_url
        self.region = config.get("region") or DEFAULT_REGION
        allowed = config.get("allowedAccountIds")
        if isinstance(allowed, str):  # the engine hands provider lists over as JSON
            allowed = json.loads(allowed)
        self.account = (allowed or [cloud.DEFAULT_ACCOUNT])[0]
        self.calls = Calls(endpoint_url, self.account)

    # ---- the engine's questions -------------------------------------------------------------------------------------

    def check(
        self, urn: str, olds: dict[str, Any], news: dict[str, Any], seed: bytes
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Inputs with defaults and names filled in, and what AWS would refuse without being asked to make anything."""
        spec = self._type(urn)
        inputs = {**spec.defaults, **news}
        if spec.auto_name and spec.auto_name not in inputs:
            inputs[spec.auto_name] = olds.get(spec.auto_name) or _auto_name(urn, seed, spec.auto_name_limit)
        return inputs, list(refusals.check(spec.token, self._request(urn, inputs)))

    def diff(self, urn: str, olds: dict[str, Any], news: dict[str, Any], ignored: list[str]) -> Diff:
        spec = self._type(urn)
        found = Diff()
        for key in sorted(olds.keys() | news.keys()):
            old, new = olds.get(key), news.get(key)
            if key in ignored or (not is_computed(new) and shapes.same(old, new)):
                continue
            found.kinds[key] = "ADD" if key not in olds else "DELETE" if key not in news else "UPDATE"
            if key in spec.replaces or "*" in spec.replaces or key == "region":
                found.replaces.append(key)
        found.delete_first = bool(found.replaces) and any(
            olds.get(key) == news.get(key)
            for key in spec.fixed_when_named
            if key in olds and not (key == spec.auto_name and _is_auto_name(urn, olds[key]))
        )
        return found

    def create(self, urn: str, inputs: dict[str, Any], preview: bool) -> tuple[str, dict[str, Any]]:
        spec, r = self._type(urn), self._request(urn, inputs)
        if preview:
            return "", previews.unknown(self._visible(r), tuple(name for name in spec.computed if name not in inputs))
        self._refuse_missing(spec, r, "creating")
        reply: Any = {}
        try:
            for number, call in enumerate(spec.create):
                if call.on and not any(r[name] not in (None, [], {}) for name in call.on):
                    continue
                answer = self.calls.run(spec, call, r, "creating", tagged=number == 0)
                if number == 0:
                    reply = answer
                    r.id = spec.identity(r, reply)
                    self._remember(spec, r)
            self.calls.beside(spec, r, spec.made_beside)
        except Refused:
            if r.id:  # AWS would leave it half made; here what failed to come up goes away again
                self._remove(spec, r)
            raise
        if not r.id:  # record-only: nothing was called
            r.id = spec.identity(r, reply)
            self._remember(spec, r)
        item = self._find(spec, r)
        if item is None:
            raise Refused(f"creating {spec.kind} {r.name!r}: it is not there after it was made")
        r.state = {**self._visible(r), **spec.outputs(r, item)}
        self._remember(spec, r)
        return r.id, r.state

    def read(
        self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """The resource as it is now: inputs differ from those given only where somebody changed it."""
        spec = self._type(urn)
        record = self._recorded(spec, self._request(urn, inputs, id_))
        if not inputs and record:
            inputs = record["state"].get("inputs", {})
        r = self._request(urn, inputs, id_, state)
        item = self._find(spec, r)
        if item is None:
            return "", {}, {}
        now = {key: self.live(spec, key, value, item) for key, value in inputs.items()}
        r = self._request(urn, now, id_, state)
        return id_, {**state, **self._visible(r), **spec.outputs(r, item)}, now

    def update(
        self,
        urn: str,
        id_: str,
        olds: dict[str, Any],
        news: dict[str, Any],
        state: dict[str, Any],
        preview: bool,
    ) -> dict[str, Any]:
        spec = self._type(urn)
        r = self._request(urn, news, id_, state)
        r.olds = olds
        calls = [
            call
            for call in spec.update
            if not call.on or any(not shapes.same(olds.get(name), news.get(name)) for name in call.on)
        ]
        if preview:
            known = {**state, **previews.kept(state, self._visible(r), spec.computed)}
            return previews.unknown(known, spec.moves if calls else ())
        self._refuse_missing(spec, r, "updating")
        for call in calls:
            self.calls.run(spec, call, r, "updating")
        before, after = olds.get("tags", {}), news.get("tags", {})
        if spec.tag_calls and before != after:
            self.calls.answer(
                spec,
                "tagging",
                r,
                lambda: tags.change(self.calls.client(spec.service, r.region), spec.tag_calls, r, before, after),
            )
        r.state = {**state, **self._visible(r)}
        self._remember(spec, r)
        item = self._find(spec, r)
        r.state.update(spec.outputs(r, item or {}) if item is not None else {})
        return r.state

    def delete(self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]) -> None:
        spec = self._type(urn)
        r = self._request(urn, inputs or state, id_, state)
        if "*" not in spec.may_be_named_when_deleted:
            holders = cloud.ask(self.endpoint_url, "dependents", r.place(spec.token, id_))
            holders = [h for h in holders if h["type"] not in spec.may_be_named_when_deleted]
            if holders and self._find(spec, r) is not None:
                names = ", ".join(f"{h['type'].rsplit(':', 1)[1]} {h['id']}" for h in holders[:3])
                raise Refused(
                    f"deleting {spec.kind} {id_!r}: {refusals.in_use_code(spec.service)}: it is still named by {names}"
                )
        self._remove(spec, r)

    def item(self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]) -> Any:
        """What the cloud says of it, in the cloud's own words; None where it is gone."""
        return self._find(self._type(urn), self._request(urn, inputs, id_, state))

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _type(self, urn: str) -> Type:
        token = urn.split("::")[2].rsplit("$", 1)[-1]
        if token not in TYPES:
            raise Refused(f"the sandbox has no {token} yet; `sandbox/README.md` lists what it has")
        return TYPES[token]

    def _request(self, urn: str, inputs: dict[str, Any], id_: str = "", state: dict[str, Any] | None = None) -> Request:
        region = inputs.get("region") or self.region
        partition = self.calls.session.get_partition_for_region(region) if isinstance(region, str) else "aws"
        return Request(urn, inputs, region, self.account, partition, id_, state=dict(state or {}))

    def _visible(self, r: Request) -> dict[str, Any]:
        visible = dict(r.inputs)
        visible.setdefault("region", r.region)
        if "tags" in r.inputs:
            visible["tagsAll"] = r.inputs["tags"]
        return visible

    def _find(self, spec: Type, r: Request) -> Any:
        record = self._recorded(spec, r)
        if spec.read is None:
            return record["state"].get("inputs", {}) if record else None
        try:
            client = self.calls.client(spec.service, r.region)
            item = spec.found(r, getattr(client, spec.read.operation)(**spec.read.parameters(r)))
            return None if item is None else {**item, **spec.beside(r, self.calls.clients(r))}
        except ClientError as error:
            code = error.response["Error"].get("Code", "Unknown")
            if code in spec.gone:
                return None
            message = error.response["Error"].get("Message", "")
            raise Refused(f"reading {spec.kind} {r.id!r}: {code}: {message}") from None

    def _recorded(self, spec: Type, r: Request) -> Any:
        return cloud.ask(self.endpoint_url, "get", r.place(spec.token, r.id))

    def live(self, spec: Type, key: str, wanted: Any, item: Any) -> Any:
        """An input as the item has it; `wanted` itself where that means the same, or where the cloud does not say."""
        if spec.read is None or key in spec.forgotten or key in ("region", "namePrefix"):
            return wanted
        if key == "tags":
            found = tags.from_item(item)
            if found is None:
                return wanted
            mine = {k: v for k, v in found.items() if not k.startswith("aws:")}
            return wanted if mine == wanted else mine
        if key in spec.read_as:
            found = spec.read_as[key](item)
            return wanted if found is None else shapes.live(wanted, found, {})
        by_name = {shapes.normal(name): value for name, value in item.items()}
        found = by_name.get(shapes.normal(key))
        rename = {k: v for call in spec.create for k, v in call.rename.items()}
        if found is None and key in rename:
            found = by_name.get(shapes.normal(rename[key]))
        return wanted if found is None else shapes.live(wanted, found, rename)

    def _remember(self, spec: Type, r: Request) -> None:
        identities = [r.id, *spec.named(r), *([r.state["arn"]] if r.state.get("arn") else [])]
        named = [*references.ids(r.inputs, spec.unowned), *spec.names(r)]
        cloud.ask(
            self.endpoint_url,
            "put",
            {
                "urn": r.urn,
                **r.place(spec.token, r.id),
                "identities": list(dict.fromkeys(identities)),
                "references": list(dict.fromkeys(named)),
                "state": {"inputs": r.inputs},
            },
        )

    def _refuse_missing(self, spec: Type, r: Request, verb: str) -> None:
        named = [*references.ids(r.inputs, spec.unowned), *spec.names(r)]
        missing = (
            cloud.ask(self.endpoint_url, "missing", {"account": self.account, "references": named}) if named else []
        )
        if missing:
            code = references.not_found_code(missing[0])
            raise Refused(
                f"{verb} {spec.kind} {r.name!r}: {code}: {missing[0].replace('|', ' ')!r} is not in this account"
            )
        for sentence in refusals.create(spec.token, r, self.endpoint_url):
            raise Refused(f"{verb} {spec.kind} {r.name!r}: {sentence}")

    def _remove(self, spec: Type, r: Request) -> None:
        self.calls.beside(spec, r, spec.cleared_first, tolerate=spec.gone)
        for call in spec.delete:
            try:
                self.calls.run(spec, call, r, "deleting")
            except Refused as refused:
                if not any(f": {code}: " in str(refused) for code in spec.gone):
                    raise
        self.calls.beside(spec, r, spec.removed_beside, tolerate=spec.gone)
        cloud.ask(self.endpoint_url, "remove", r.place(spec.token, r.id))


def _auto_name(urn: str, seed: bytes, limit: int) -> str:
    """The logical name with seven hex digits behind it, as the official provider names things."""
    digest = hashlib.sha256((seed or b"") + urn.encode()).hexdigest()[:7]
    return f"{urn.rsplit('::', 1)[1][: limit - 8]}-{digest}"


def _is_auto_name(urn: str, name: str) -> bool:
    """Whether the name was made by `_auto_name`: then a replacement gets another, and can be made first."""
    made = re.fullmatch(r"(.+)-[0-9a-f]{7}", name)
    return made is not None and urn.rsplit("::", 1)[1].startswith(made[1])
