"""The emulated cloud: one process on this machine that any AWS client can talk to.

`start` brings it up (or finds it running), `stop` ends it. What lives in it is lost when the process ends: `cloud_id`
then differs, which is how a caller knows that the state it holds speaks of an account that is gone.
"""

import json
import os
import select
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATE_FILE = "cloud.json"
START_SECONDS = 60
DEFAULT_ACCOUNT = "123456789012"


class CloudError(RuntimeError):
    """The emulated cloud could not be started or reached; the message is one sentence."""


@dataclass(frozen=True)
class Cloud:
    """A running emulated cloud."""

    endpoint_url: str
    cloud_id: str
    pid: int


def ask(endpoint_url: str, question: str, body: dict[str, Any] | None = None) -> Any:
    """Ask the sandbox's own record; see `sandbox.cloud.server` for the questions."""
    request = urllib.request.Request(f"{endpoint_url}/sandbox/{question}", data=json.dumps(body or {}).encode())
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)
    except OSError as error:
        raise CloudError(f"the emulated cloud at {endpoint_url} does not answer ({error}); run `make up`") from None


def running(home: Path) -> Cloud | None:
    """The cloud of this sandbox home, where it runs and answers."""
    try:
        state = json.loads((home / STATE_FILE).read_text())
        cloud = Cloud(f"http://127.0.0.1:{state['port']}", state["cloud_id"], state["pid"])
        os.kill(cloud.pid, 0)
        ask(cloud.endpoint_url, "inventory")
    except (OSError, ValueError, KeyError, CloudError):
        return None
    return cloud


def start(home: Path) -> Cloud:
    """The running cloud of this home, started where there is none."""
    found = running(home)
    if found:
        return found
    home.mkdir(parents=True, exist_ok=True)
    (home / STATE_FILE).unlink(missing_ok=True)
    ready, told = os.pipe()
    with (home / "cloud.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.cloud.server", str(home), str(told)],
            cwd=Path(__file__).parent.parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(told,),
            start_new_session=True,
        )
    os.close(told)
    try:
        readable, _, _ = select.select([ready], [], [], START_SECONDS)
        said = os.read(ready, 1) if readable else b""
    finally:
        os.close(ready)
    cloud = running(home) if said else None
    if cloud is None:
        process.kill()
        raise CloudError(f"the emulated cloud did not start within {START_SECONDS} s; {home / 'cloud.log'} says why")
    return cloud


def stop(home: Path) -> None:
    """End the cloud of this home; nothing happens where none runs."""
    cloud = running(home)
    if cloud:
        os.kill(cloud.pid, signal.SIGTERM)
    (home / STATE_FILE).unlink(missing_ok=True)


def inventory(endpoint_url: str, account: str = "") -> dict[str, int]:
    """What stacks made and still lives, by resource type, in one account or in all of them."""
    found: dict[str, int] = ask(endpoint_url, "inventory", {"account": account})
    return found


def created_ids(endpoint_url: str) -> dict[str, str]:
    """URN → id of everything stacks made, an interrupted run's last resource included."""
    found: dict[str, str] = ask(endpoint_url, "created_ids")
    return found
