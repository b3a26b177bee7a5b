"""The Python language host: what the Pulumi CLI starts to run a program that is written in Python.

Serves: the gRPC service `pulumirpc.LanguageRuntime` on a free local port, which is the first line on stdout.
For: a CLI that was built from its Go module and so came without `pulumi-language-python`. Not for a CLI from the
official distribution, which brings its own.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent import futures
from pathlib import Path
from typing import IO, Any

import grpc
from google.protobuf import json_format
from pulumi.runtime.proto import language_pb2 as messages
from pulumi.runtime.proto import language_pb2_grpc as service
from pulumi.runtime.proto import plugin_pb2

from sandbox.engine.run_program import FAILURE_ALREADY_REPORTED

RUNNER = Path(__file__).with_name("run_program.py")
MESSAGE_LIMIT_BYTES = 400 * 1024 * 1024  # what the engine itself accepts in one gRPC message


class LanguageHost(service.LanguageRuntimeServicer):
    """Runs Python programs, policy packs and packages for one engine."""

    def __init__(self, engine_address: str) -> None:
        self._engine_address = engine_address
        self._running: set[subprocess.Popen[bytes]] = set()

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802 (the names are the protocol's)
        self._engine_address = request.engine_address or self._engine_address
        return messages.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version="")

    def About(self, request: Any, context: Any) -> Any:  # noqa: N802
        interpreter = project_interpreter(request.info)
        version = ".".join(str(part) for part in sys.version_info[:3])
        return messages.AboutResponse(executable=interpreter, version=version)

    def GetRequiredPackages(self, request: Any, context: Any) -> Any:  # noqa: N802
        # The engine learns which provider to load from each resource as it is declared.
        return messages.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, request: Any, context: Any) -> Any:  # noqa: N802
        return messages.GetRequiredPluginsResponse()

    def GetProgramDependencies(self, request: Any, context: Any) -> Any:  # noqa: N802
        return messages.GetProgramDependenciesResponse()

    def RuntimeOptionsPrompts(self, request: Any, context: Any) -> Any:  # noqa: N802
        return messages.RuntimeOptionsResponse()

    def InstallDependencies(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        yield messages.InstallDependenciesResponse(stdout=b"The requirements are installed by `make`.\n")

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802
        from google.protobuf import empty_pb2

        self.stop()
        return empty_pb2.Empty()

    def Run(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Run one program to its end. What it prints reaches the user through this process's own output."""
        orders = {
            "program": os.path.join(request.info.program_directory, request.info.entry_point or "."),
            "monitor": request.monitor_address,
            "engine": self._engine_address,
            "project": request.project,
            "stack": request.stack,
            "organization": request.organization,
            "root_directory": request.info.root_directory,
            "parallel": request.parallel,
            "dry_run": request.dryRun,
            "config": dict(request.config),
            "secret_keys": list(request.configSecretKeys),
        }
        # Orders go through a pipe: the configuration may hold secrets, and arguments can be read by anyone.
        command = [project_interpreter(request.info), "-u", str(RUNNER), *request.args]
        code = self._run(command, request.pwd, {}, json.dumps(orders).encode())
        if code == FAILURE_ALREADY_REPORTED:
            return messages.RunResponse(bail=True)
        return messages.RunResponse(error=f"the program ended with exit code {code}" if code else "")

    def RunPlugin(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        """Serve a policy pack (`analyzer`) or a package of components (`resource`) until the engine lets go of it."""
        interpreter = project_interpreter(request.info)
        program = request.info.program_directory
        if request.kind == "analyzer":
            command = [interpreter, "-u", "-m", "pulumi.policy", *request.args[:1], program]
        else:
            command = [interpreter, "-u", program, *request.args]
        environment = dict(entry.split("=", 1) for entry in request.env if "=" in entry)
        process = self._start(command, request.pwd, environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        context.add_callback(process.kill)
        yield from _output(process)
        self._running.discard(process)
        yield messages.RunPluginResponse(exitcode=process.wait())

    def stop(self) -> None:
        """End what this host started: nothing may outlive the engine."""
        for process in list(self._running):
            process.terminate()

    def _run(self, command: Sequence[str], directory: str, extra: Mapping[str, str], stdin: bytes) -> int:
        process = self._start(command, directory, extra, stdin=subprocess.PIPE)
        try:
            process.communicate(stdin)
        finally:
            self._running.discard(process)
        return process.returncode

    def _start(
        self, command: Sequence[str], directory: str, extra: Mapping[str, str], **pipes: int
    ) -> subprocess.Popen[bytes]:
        pipes.setdefault("stdin", subprocess.DEVNULL)
        process = subprocess.Popen(command, cwd=directory or None, env={**os.environ, **extra}, **pipes)  # type: ignore[call-overload]
        self._running.add(process)
        return process  # type: ignore[no-any-return]


def _output(process: subprocess.Popen[bytes]) -> Iterator[Any]:
    """What the process says on both of its streams, line by line as it comes."""
    said: queue.Queue[Any] = queue.Queue()

    def read(stream: IO[bytes], response: Callable[[bytes], Any]) -> None:
        for line in stream:
            said.put(response(line))
        said.put(None)

    assert process.stdout is not None
    assert process.stderr is not None
    for pipe in (
        (process.stdout, lambda line: messages.RunPluginResponse(stdout=line)),
        (process.stderr, lambda line: messages.RunPluginResponse(stderr=line)),
    ):
        threading.Thread(target=read, args=pipe, daemon=True).start()
    for _ in range(2):
        yield from iter(said.get, None)


def project_interpreter(info: Any) -> str:
    """The interpreter of the project's virtual environment, or the one that runs this host where it has none."""
    options = json_format.MessageToDict(info.options) if info.HasField("options") else {}
    name = options.get("virtualenv")
    for directory in (info.program_directory, info.root_directory):
        interpreter = Path(directory, name, "bin", "python") if name and directory else None
        if interpreter is not None and interpreter.exists():
            return str(interpreter)
    return sys.executable


def serve(engine_address: str) -> None:
    """Serve until SIGINT or SIGTERM, which `sandbox.engine.plugin` sends when the engine is gone."""
    leave = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: leave.set())

    limits = [("grpc.max_receive_message_length", MESSAGE_LIMIT_BYTES), ("grpc.so_reuseport", 0)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16), options=limits)
    host = LanguageHost(engine_address)
    service.add_LanguageRuntimeServicer_to_server(host, server)
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()

    leave.wait()
    host.stop()
    server.stop(grace=None)


if __name__ == "__main__":
    serve(sys.argv[-1] if len(sys.argv) > 1 else "")
