"""One line for a person who waits: only on a terminal, and only after two seconds."""

import sys
import threading
from types import TracebackType
from typing import TextIO

DELAY_SECONDS = 2.0
CLEAR_LINE = "\r\x1b[2K"


class Progress:
    """Shows a line on standard error while its block runs, if that takes longer than the delay."""

    def __init__(self, line: str, stream: TextIO | None = None, delay_seconds: float = DELAY_SECONDS) -> None:
        self._line = line
        self._stream = stream if stream is not None else sys.stderr
        self._timer = threading.Timer(delay_seconds, self.show) if self._stream.isatty() else None
        self._lock = threading.Lock()
        self._shown = self._closed = False

    def show(self) -> None:
        """Print the line now, unless the block has ended meanwhile."""
        with self._lock:
            if not self._closed:
                self._stream.write(self._line)
                self._stream.flush()
                self._shown = True

    def say(self, line: str) -> None:
        """Change the line: at once where it is shown already, else for when it will be."""
        with self._lock:
            self._line = line
            if self._shown and not self._closed:
                self._stream.write(CLEAR_LINE + line)
                self._stream.flush()

    def __enter__(self) -> "Progress":
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._shown:
                self._stream.write(CLEAR_LINE)
                self._stream.flush()
