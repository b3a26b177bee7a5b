"""An emulated provider as the engine sees it: a gRPC server, one method a step of a resource's life.

The SDK's own provider class hands over neither the old inputs of a diff nor a way to answer with a plain sentence, so
the generated service is implemented directly.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent import futures
from dataclasses import dataclass, field
from typing import Any, Protocol

import grpc
from botocore.exceptions import BotoCoreError
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from catalogue.unknown import UnknownFact
from sandbox import wire
from sandbox.cloud import CloudError
from sandbox.errors import Refused

THREADS = 16


def _told(method: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a refusal into a gRPC status whose message is the sentence."""

    def told(self: "EmulatedProvider", request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(self, request, context)
        except (Refused, CloudError, UnknownFact) as refused:
            context.abort(grpc.StatusCode.UNKNOWN, str(refused))
        except BotoCoreError as error:
            context.abort(
                grpc.StatusCode.UNKNOWN, f"the emulated cloud does not answer ({error}); run `make up` to start it"
            )

    return told


@dataclass
class Diff:
    """What differs between two sets of inputs, and what that means."""

    kinds: dict[str, str] = field(default_factory=dict)
    """Changed input → ADD, DELETE or UPDATE."""
    replaces: list[str] = field(default_factory=list)
    delete_first: bool = False


class Lifecycle(Protocol):
    """What a cloud does at each step of a resource's life. Refused is how it says no."""

    def check(
        self, urn: str, olds: dict[str, Any], news: dict[str, Any], seed: bytes
    ) -> tuple[dict[str, Any], list[tuple[str, str]]]: ...

    def diff(self, urn: str, olds: dict[str, Any], news: dict[str, Any], ignored: list[str]) -> Diff: ...

    def create(self, urn: str, inputs: dict[str, Any], preview: bool) -> tuple[str, dict[str, Any]]: ...

    def read(
        self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Any]]: ...

    def update(
        self, urn: str, id_: str, olds: dict[str, Any], news: dict[str, Any], state: dict[str, Any], preview: bool
    ) -> dict[str, Any]: ...

    def delete(self, urn: str, id_: str, inputs: dict[str, Any], state: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Package:
    """A package of Pulumi that the sandbox answers for."""

    version: str
    lifecycle: Callable[[str, dict[str, Any]], Lifecycle]
    """Makes the cloud of an endpoint and a provider's configuration."""
    moves: tuple[str, ...]
    """Configuration whose change means another account or region, and so everything anew."""


class EmulatedProvider(provider_pb2_grpc.ResourceProviderServicer):
    """A package over the sandbox's cloud."""

    def __init__(self, package: Package, endpoint_url: str) -> None:
        self._package, self._endpoint_url = package, endpoint_url
        self._lifecycle: Lifecycle | None = None
        self._lock = threading.Lock()

    @property
    def lifecycle(self) -> Lifecycle:
        with self._lock:
            if self._lifecycle is None:
                self._lifecycle = self._package.lifecycle(self._endpoint_url, {})
            return self._lifecycle

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=False, accept_resources=False, accept_outputs=False
        )

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version=self._package.version)

    def Attach(self, request: Any, context: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.CheckResponse(inputs=request.news)

    @_told
    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        old, new = wire.read_struct(request.old_inputs), wire.read_struct(request.news)
        changed = [key for key in old.keys() | new.keys() if key != "version" and old.get(key) != new.get(key)]
        replaced = [key for key in changed if key in self._package.moves]
        some = provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=some, diffs=changed, replaces=replaced)

    @_told
    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        with self._lock:
            self._lifecycle = self._package.lifecycle(self._endpoint_url, wire.read_struct(request.args))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=False, supportsPreview=True, acceptResources=False, acceptOutputs=False
        )

    @_told
    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        inputs, failures = self.lifecycle.check(
            request.urn, wire.read_struct(request.olds), wire.read_struct(request.news), request.randomSeed
        )
        return provider_pb2.CheckResponse(
            inputs=wire.write(inputs),
            failures=[provider_pb2.CheckFailure(property=prop, reason=reason) for prop, reason in failures],
        )

    @_told
    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        olds = wire.read_struct(request.old_inputs)
        diff = self.lifecycle.diff(request.urn, olds, wire.read_struct(request.news), list(request.ignoreChanges))
        kinds = provider_pb2.PropertyDiff
        detailed = {}
        for prop, kind in diff.kinds.items():
            name = f"{kind}_REPLACE" if prop in diff.replaces else kind
            detailed[prop] = kinds(kind=getattr(kinds, name), inputDiff=True)
        changes = provider_pb2.DiffResponse.DIFF_SOME if diff.kinds else provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=changes,
            replaces=diff.replaces,
            deleteBeforeReplace=diff.delete_first,
            diffs=list(diff.kinds),
            detailedDiff=detailed,
            hasDetailedDiff=True,
        )

    @_told
    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        id_, outputs = self.lifecycle.create(request.urn, wire.read_struct(request.properties), request.preview)
        return provider_pb2.CreateResponse(id=id_, properties=wire.write(outputs))

    @_told
    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        id_, outputs, inputs = self.lifecycle.read(
            request.urn, request.id, wire.read_struct(request.inputs), wire.read_struct(request.properties)
        )
        return provider_pb2.ReadResponse(id=id_, properties=wire.write(outputs), inputs=wire.write(inputs))

    @_told
    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        outputs = self.lifecycle.update(
            request.urn,
            request.id,
            wire.read_struct(request.old_inputs),
            wire.read_struct(request.news),
            wire.read_struct(request.olds),
            request.preview,
        )
        return provider_pb2.UpdateResponse(properties=wire.write(outputs))

    @_told
    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        self.lifecycle.delete(
            request.urn, request.id, wire.read_struct(request.old_inputs), wire.read_struct(request.properties)
        )
        return empty_pb2.Empty()

    @_told
    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        raise Refused(
            f"the sandbox answers no {request.tok}: give the value as a setting, as Groundwork's components do"
        )


def serve(package: Package) -> None:
    """Print the port, then serve until the engine ends this process."""
    # The variable is boto3's: AWS's emulation and the record of both clouds are at the one address.
    endpoint_url = os.environ.get("AWS_ENDPOINT_URL", "")
    if not endpoint_url:
        sys.exit("an emulated provider needs AWS_ENDPOINT_URL: start the sandbox with `make up`")
    server = grpc.server(
        futures.ThreadPoolExecutor(THREADS), options=[("grpc.max_receive_message_length", 400 * 1024 * 1024)]
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(EmulatedProvider(package, endpoint_url), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    print(port, flush=True)
    stopped.wait()
    server.stop(grace=1)
