"""Messages between the pods of an AcceptanceJob, and between mpirun's agents and their pod: a line of JSON each."""

import json
import socket
import socketserver
import threading
from collections.abc import Callable
from typing import Any


class Connection:
    """One side of a conversation."""

    def __init__(self, opened: socket.socket) -> None:
        self._stream = opened.makefile("rw", encoding="utf-8")

    def send(self, message: dict[str, Any]) -> None:
        """Say something; nothing happens where the other side is gone, which its next answer will tell."""
        try:
            self._stream.write(json.dumps(message) + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            pass

    def receive(self) -> dict[str, Any] | None:
        """The next message; None where the other side is gone."""
        try:
            line = self._stream.readline()
        except (OSError, ValueError):
            return None
        message: dict[str, Any] | None = json.loads(line) if line.endswith("\n") else None
        return message


def serve(server_class: Any, address: Any, talk: Callable[[Connection], None]) -> None:
    """Listen, and talk to everybody who connects, each in a thread of its own, until this process ends.

    `server_class` is a threading server of `socketserver`.
    """

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            talk(Connection(self.request))

    server = server_class(address, Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
