"""Run a plugin of the sandbox as a child of the engine: end when the engine ends, and be seen until then.

An engine that is killed tells its plugins nothing, and a plugin may be in the middle of making something. So a plugin
ends itself when its engine is gone, after what it has begun, and holds a lock file until then, on which recovery waits.
"""

import atexit
import fcntl
import os
import runpy
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from sandbox.home import sandbox_home

SECONDS_BETWEEN_LOOKS_AT_THE_ENGINE = 0.3


def run(module: str) -> None:
    """Run the module as a program, as the engine's child."""
    engine = os.getppid()
    folder = _folder(sandbox_home())
    folder.mkdir(exist_ok=True)
    path = folder / f"{engine}.{os.getpid()}.lock"
    held = os.open(path, os.O_WRONLY | os.O_CREAT)  # closed, and so unlocked, by the end of the process and not before
    fcntl.flock(held, fcntl.LOCK_EX)
    # Runs when every worker is done with what it is making.
    atexit.register(path.unlink, missing_ok=True)
    threading.Thread(target=_end_with, args=(engine,), daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def wait_for_orphans(home: Path) -> None:
    """Return when no plugin of an engine that is gone is at work any more."""
    for path in _folder(home).glob("*.lock"):
        if is_alive(int(path.name.partition(".")[0])):
            continue
        with suppress(FileNotFoundError), path.open("r") as orphan:
            fcntl.flock(orphan, fcntl.LOCK_EX)
        path.unlink(missing_ok=True)


def _folder(home: Path) -> Path:
    return home / "plugins"


def _end_with(engine: int) -> None:
    while os.getppid() == engine:
        time.sleep(SECONDS_BETWEEN_LOOKS_AT_THE_ENGINE)
    os.kill(os.getpid(), signal.SIGTERM)


def is_alive(pid: int) -> bool:
    """Whether there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    sys.argv.pop(0)
    run(sys.argv[0])
