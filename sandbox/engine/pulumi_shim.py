"""The sandbox's `pulumi`: runs the real one and leaves the stack files as they were.

The engine writes the salt of its passphrase into a stack file whenever a stack is used, and lays the whole file out
anew. The sandbox's passphrase and salt are no secrets and mean nothing to a real stack, whose file they would break: so
they go again, and where nothing but the salt was written the file gets its old bytes back.
"""

import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

PASSPHRASE = "groundwork-sandbox"
SALT = "v1:YkbVOvR385U=:v1:T6EELBV5j5VZFDW5:JSKt/b0z4Qtw75MN0mfKDaoTtvsVGg=="


def run(stacks: Path, command: list[str]) -> int:
    """Run the command; return its exit code, as a shell would give it."""
    before = {path: path.read_bytes() for path in stacks.glob("Pulumi.*.yaml")}
    # An interrupt from the terminal reaches the engine by itself; this process only has to outlive it.
    signal.signal(signal.SIGINT, lambda *_: None)
    process = subprocess.Popen(command)

    def pass_on(number: int, _: FrameType | None) -> None:
        process.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    code = process.wait()
    for path in stacks.glob("Pulumi.*.yaml"):
        _tidy(path, before.get(path))
    return 128 - code if code < 0 else code


def _tidy(path: Path, before: bytes | None) -> None:
    now = path.read_bytes()
    salt = f"encryptionsalt: {SALT}".encode()
    if salt not in now:
        return
    without = b"".join(line for line in now.splitlines(keepends=True) if line.strip() != salt)
    if before is not None and salt not in before and _mean_the_same(before, without):
        path.write_bytes(before)
    elif without.strip():
        path.write_bytes(without)
    else:
        path.unlink()


def _mean_the_same(one: bytes, other: bytes) -> bool:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    reader = YAML(typ="safe")
    try:
        return bool(reader.load(one) == reader.load(other))
    except YAMLError:
        return False


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
