"""A resource's life in the emulated cloud: check, diff, create, read, update, delete, the same for every type."""

import hashlib
import threading
from dataclasses import dataclass, field
from typing import Any

import boto3
import botocore.config
import botocore.loaders
import botocore.session
from botocore.exceptions import ClientError, ParamValidationError

from sandbox import cloud
from sandbox.aws import references, refusals, shapes, tags
from sandbox.aws.errors import Refused
from sandbox.aws.model import Call, Request, Type
from sandbox.aws.types import TYPES
from sandbox.aws.wire import COMPUTED, is_computed

DEFAULT_ACCOUNT = "123456789012"
DEFAULT_REGION = "us-east-1"
# Every provider of this process reads the services' shapes once.
_SHAPES = botocore.loaders.create_loader()


@dataclass
class Diff:
    """What differs between two sets of inputs, and what that means."""

    kinds: dict[str, str] = field(default_factory=dict)
    """Changed input → ADD, DELETE or UPDATE."""
    replaces: list[str] = field(default_factory=list)
    delete_first: bool = False


class Lifecycle:
    """One configured provider."""

    def __init__(self, endpoint_url: str, config: dict[str, Any]) -> None:
        self.endpoint_url = endpoint_url
        self.region = config.get("region") or DEFAULT_REGION
        allowed = config.get("allowedAccountIds")
        if isinstance(allowed, str):  # the engine hands provider lists over as JSON
            import json

            allowed = json.loads(allowed)
        self.account = (allowed or [DEFAULT_ACCOUNT])[0]
        session = botocore.session.Session()
        session.register_component("data_loader", _SHAPES)
        self._session = boto3.Session(
            botocore_session=session,
            aws_access_key_id=f"AKIA0000{self.account}",
            aws_secret_access_key="sandbox",
            region_name=DEFAULT_REGION,
        )
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

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
            olds.get(key) == news.get(key) for key in spec.fixed_when_named if key in olds
        )
        return found

    def create(self, urn: str, inputs: dict[str, Any], preview: bool) -> tuple[str, dict[str, Any]]:
        spec, r = self._type(urn), self._request(urn, inputs)
        if preview:
            return "", _unknown(self._visible(r), tuple(name for name in spec.computed if name not in inputs))
        self._refuse_missing(spec, r, "creating")
        reply: Any = {}
        try:
            for number, call in enumerate(spec.create):
                if call.on and not any(r[name] not in (None, [], {}) for name in call.on):
                    continue
                answer = self._run(spec, call, r, "creating", tagged=number == 0)
                if number == 0:
                    reply = answer
                    r.id = spec.identity(r, reply)
                    self._remember(spec, r)
            self._beside(spec, r, spec.made_beside)
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
        now = {key: self._live(spec, key, value, item) for key, value in inputs.items()}
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
            return _unknown({**state, **_kept(state, self._visible(r), spec.computed)}, spec.moves if calls else ())
        self._refuse_missing(spec, r, "updating")
        for call in calls:
            self._run(spec, call, r, "updating")
        if spec.tag_calls and olds.get("tags", {}) != news.get("tags", {}):
            self._answer(
                spec,
                "tagging",
                r,
                lambda: tags.change(
                    self._client(spec.service, r), spec.tag_calls, r, olds.get("tags", {}), news.get("tags", {})
                ),
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

    # ---- how ---------------------------------------------------------------------------------------------------------

    def _type(self, urn: str) -> Type:
        token = urn.split("::")[2].rsplit("$", 1)[-1]
        if token not in TYPES:
            raise Refused(f"the sandbox has no {token} yet; `sandbox/README.md` lists what it has")
        return TYPES[token]

    def _request(self, urn: str, inputs: dict[str, Any], id_: str = "", state: dict[str, Any] | None = None) -> Request:
        region = inputs.get("region") or self.region
        partition = self._session.get_partition_for_region(region) if isinstance(region, str) else "aws"
        return Request(urn, inputs, region, self.account, partition, id_, state=dict(state or {}))

    def _client(self, service: str, r: Request) -> Any:
        key = (service, r.region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._session.client(
                    service,
                    region_name=r.region,
                    endpoint_url=self.endpoint_url,
                    config=botocore.config.Config(
                        max_pool_connections=32, retries={"mode": "standard"}, s3={"addressing_style": "path"}
                    ),
                )
            return self._clients[key]

    def _visible(self, r: Request) -> dict[str, Any]:
        visible = dict(r.inputs)
        visible.setdefault("region", r.region)
        if "tags" in r.inputs:
            visible["tagsAll"] = r.inputs["tags"]
        return visible

    def _run(self, spec: Type, call: Call, r: Request, verb: str, *, tagged: bool = False) -> Any:
        if call.unless(r):
            return {}
        client = self._client(spec.service, r)
        shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[call.operation]).input_shape
        parameters = call.parameters(r)
        if call.wrap:
            parameters[call.wrap] = {
                **shapes.request(shape.members[call.wrap], _untagged(r.inputs), call.rename),
                **parameters.get(call.wrap, {}),
            }
        if call.inputs:
            parameters = {**shapes.request(shape, _untagged(r.inputs), call.rename), **parameters}
        if tagged and r["tags"]:
            parameters |= tags.for_create(shape, r["tags"], call.tags_as)
        parameters = {key: value for key, value in parameters.items() if value is not None}
        return self._answer(
            spec, verb, r, lambda: getattr(client, call.operation)(**parameters), tolerate=call.tolerate
        )

    def _answer(self, spec: Type, verb: str, r: Request, ask: Any, tolerate: tuple[str, ...] = ()) -> Any:
        try:
            return ask()
        except ClientError as error:
            code, message = error.response["Error"].get("Code", "Unknown"), error.response["Error"].get("Message", "")
            if code in tolerate:
                return {}
            raise Refused(f"{verb} {spec.kind} {r.name!r}: {code}: {message}") from None
        except ParamValidationError as error:
            reason = " ".join(str(error).split())
            raise Refused(f"{verb} {spec.kind} {r.name!r}: ValidationException: {reason}") from None

    def _beside(self, spec: Type, r: Request, work: Any, tolerate: tuple[str, ...] = ()) -> None:
        verb = "creating" if work is spec.made_beside else "deleting"
        self._answer(spec, verb, r, lambda: work(r, lambda service: self._client(service, r)), tolerate)

    def _find(self, spec: Type, r: Request) -> Any:
        record = self._recorded(spec, r)
        if spec.read is None:
            return record["state"].get("inputs", {}) if record else None
        try:
            client = self._client(spec.service, r)
            item = spec.found(r, getattr(client, spec.read.operation)(**spec.read.parameters(r)))
            return None if item is None else {**item, **spec.beside(r, lambda service: self._client(service, r))}
        except ClientError as error:
            code = error.response["Error"].get("Code", "Unknown")
            if code in spec.gone:
                return None
            message = error.response["Error"].get("Message", "")
            raise Refused(f"reading {spec.kind} {r.id!r}: {code}: {message}") from None

    def _recorded(self, spec: Type, r: Request) -> Any:
        return cloud.ask(self.endpoint_url, "get", r.place(spec.token, r.id))

    def _live(self, spec: Type, key: str, wanted: Any, item: Any) -> Any:
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
        self._beside(spec, r, spec.cleared_first, tolerate=spec.gone)
        for call in spec.delete:
            try:
                self._run(spec, call, r, "deleting")
            except Refused as refused:
                if not any(f": {code}: " in str(refused) for code in spec.gone):
                    raise
        self._beside(spec, r, spec.removed_beside, tolerate=spec.gone)
        cloud.ask(self.endpoint_url, "remove", r.place(spec.token, r.id))


def _unknown(outputs: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The outputs with these names not known yet; what a program gave as an input it knows."""
    found = dict(outputs)
    for name in names:
        outer, _, inner = name.partition(".")
        if inner:
            within = found.get(outer)
            if isinstance(within, dict):
                found[outer] = {inner: COMPUTED, **within}
        else:
            found[name] = COMPUTED
    return found


def _kept(state: dict[str, Any], visible: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The inputs, with what the cloud had added inside them."""
    found = dict(visible)
    for outer, _, inner in (name.partition(".") for name in names):
        before = state.get(outer)
        if inner and isinstance(before, dict) and inner in before and isinstance(found.get(outer), dict):
            found[outer] = {inner: before[inner], **found[outer]}
    return found


def _untagged(inputs: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if key not in ("tags", "tagsAll", "region")}


def _auto_name(urn: str, seed: bytes, limit: int) -> str:
    """The logical name with seven hex digits behind it, as the official provider names things."""
    digest = hashlib.sha256((seed or b"") + urn.encode()).hexdigest()[:7]
    return f"{urn.rsplit('::', 1)[1][: limit - 8]}-{digest}"
