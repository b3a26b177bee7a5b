"""A provider named aws that agrees to everything and makes nothing, to test what happens before a provider acts."""

import sys
import threading
from concurrent import futures
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

ACCOUNT = "111122223333"


class Agreeable(provider_pb2_grpc.ResourceProviderServicer):
    """Accepts every input and returns it, with an id, a name and an ARN once it is no preview."""

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802 (the names are the protocol's)
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        if request.preview:
            return provider_pb2.CreateResponse(properties=request.properties)
        type_, name = request.urn.split("::")[-2:]
        made = {
            "id": f"{name}-1",
            "arn": f"arn:aws:{type_.split(':')[1].split('/')[0]}:eu-north-1:{ACCOUNT}:{name}-1",
            "bucket": f"{name}-1",
            "name": f"{name}-1",
            **json_format.MessageToDict(request.properties),
        }
        properties = struct_pb2.Struct()
        properties.update(made)
        return provider_pb2.CreateResponse(id=f"{name}-1", properties=properties)

    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version="0.0.0")


if __name__ == "__main__":
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Agreeable(), server)
    sys.stdout.write(f"{server.add_insecure_port('127.0.0.1:0')}\n")
    sys.stdout.flush()
    server.start()
    threading.Event().wait()
