"""The pack as the gRPC server that the engine talks to.

The SDK's own `PolicyPack` would do but for one thing: an engine that starts a pack through a language host hands the
stack's configuration over in `ConfigureStack`, and the SDK keeps nothing of it but the tags. Without the configuration
there is no residency to judge by, and nothing would say so.
"""

import sys
import threading
from concurrent import futures
from typing import Any

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _GRPC_CHANNEL_OPTIONS, _PolicyAnalyzerServicer

from policies.pack import NAME, Run, policies

VERSION = "0.0.1"
"""The engine shows the version of PulumiPolicy.yaml; this one stands where there is none."""


class Analyzer(_PolicyAnalyzerServicer):  # type: ignore[misc, unused-ignore]
    """The SDK's servicer with an ear for the stack's configuration."""

    def __init__(self, run: Run) -> None:
        super().__init__(NAME, VERSION, policies(run), EnforcementLevel.MANDATORY)
        self._run = run

    def ConfigureStack(self, request: Any, context: Any) -> Any:  # noqa: N802 (the name is the protocol's)
        self._run.configure(dict(request.config))
        return super().ConfigureStack(request, context)


def serve(run: Run) -> None:
    """Serve on a free local port, which is the first line on stdout, until the process is ended."""
    # One worker: the engine sends resources one by one, and a run is not shared between threads.
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=1), options=_GRPC_CHANNEL_OPTIONS)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(run), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Event().wait()
