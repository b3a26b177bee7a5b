"""Calls to the emulated account, and how their errors are told."""

import threading
from collections.abc import Callable
from typing import Any

import boto3
import botocore.config
import botocore.loaders
import botocore.session
from botocore.exceptions import ClientError, ParamValidationError

from sandbox.aws import shapes, tags
from sandbox.aws.model import Call, Request, Type
from sandbox.errors import Refused

# Every provider of this process reads the services' shapes once.
_SHAPES = botocore.loaders.create_loader()


class Calls:
    """The account as boto3 reaches it; a client is made once for each service and region."""

    def __init__(self, endpoint_url: str, account: str) -> None:
        self._endpoint_url = endpoint_url
        session = botocore.session.Session()
        session.register_component("data_loader", _SHAPES)
        self.session = boto3.Session(
            botocore_session=session,
            aws_access_key_id=f"AKIA0000{account}",
            aws_secret_access_key="sandbox",
            region_name="us-east-1",
        )
        self._clients: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, region: str) -> Any:
        key = (service, region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self.session.client(
                    service,
                    region_name=region,
                    endpoint_url=self._endpoint_url,
                    config=botocore.config.Config(
                        max_pool_connections=32, retries={"mode": "standard"}, s3={"addressing_style": "path"}
                    ),
                )
            return self._clients[key]

    def clients(self, r: Request) -> Callable[[str], Any]:
        """A client of any service in the request's region."""
        return lambda service: self.client(service, r.region)

    def run(self, spec: Type, call: Call, r: Request, verb: str, *, tagged: bool = False) -> Any:
        if call.unless(r):
            return {}
        client = self.client(spec.service, r.region)
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
        return self.answer(spec, verb, r, lambda: getattr(client, call.operation)(**parameters), tolerate=call.tolerate)

    def answer(self, spec: Type, verb: str, r: Request, ask: Any, tolerate: tuple[str, ...] = ()) -> Any:
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

    def beside(self, spec: Type, r: Request, work: Any, tolerate: tuple[str, ...] = ()) -> None:
        verb = "creating" if work is spec.made_beside else "deleting"
        self.answer(spec, verb, r, lambda: work(r, self.clients(r)), tolerate)


def _untagged(inputs: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if key not in ("tags", "tagsAll", "region")}
