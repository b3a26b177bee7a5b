"""Ports for programs that must be told theirs, and so cannot let the kernel choose when they begin to listen."""

import random
import socket
from contextlib import ExitStack
from types import TracebackType

LOWEST, HIGHEST = 20_000, 29_999
"""Below what Linux (from 32768) and macOS (from 49152) give to outgoing connections, which could take a port between
the choice of it and the moment somebody listens; below Kubernetes' node ports (from 30000), too."""


class Ports:
    """Some TCP ports of the loopback that nobody listens on and nobody else who asks here is given, until `close`.

    Each is held by its UDP namesake: that keeps others who choose the same way off it, and leaves the TCP port free
    for the program it is meant for.
    """

    def __init__(self, count: int) -> None:
        self._held = ExitStack()
        self.numbers: list[int] = []
        for number in random.sample(range(LOWEST, HIGHEST + 1), HIGHEST + 1 - LOWEST):
            if len(self.numbers) == count:
                return
            if self._take(number):
                self.numbers.append(number)
        self.close()
        raise OSError(f"fewer than {count} ports from {LOWEST} to {HIGHEST} are free on this machine")

    def _take(self, number: int) -> bool:
        with ExitStack() as held:
            try:
                held.enter_context(socket.socket(type=socket.SOCK_DGRAM)).bind(("127.0.0.1", number))
                with socket.socket() as free:
                    free.bind(("", number))
            except OSError:
                return False
            self._held.push(held.pop_all())
            return True

    def close(self) -> None:
        """Give them back."""
        self._held.close()

    def __enter__(self) -> "Ports":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
