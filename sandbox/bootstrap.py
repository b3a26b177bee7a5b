"""Make `.venv` and install the requirements into it, when they are missing or have changed. Standard library only."""

import hashlib
import subprocess
import sys
import time
import venv
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements-dev.txt"
FOLDER = ROOT / ".venv"
STAMP = FOLDER / "requirements.sha256"
SECONDS_BETWEEN_SIGNS_OF_LIFE = 20


def main() -> int:
    """Return the exit code: 0 when the virtual environment holds what the requirements ask for."""
    if sys.version_info < OLDEST_PYTHON:
        _say(f"Groundwork needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}.")
        return 2
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + f"{sys.version_info[:2]}".encode()).hexdigest()
    interpreter = FOLDER / "bin" / "python"
    if FOLDER.is_symlink():
        return 0  # somebody's own virtual environment, which is theirs to keep up
    if STAMP.exists() and STAMP.read_text() == wanted and _runs(interpreter):
        return 0
    if not _runs(interpreter) or (STAMP.exists() and STAMP.read_text() != wanted):
        _say(f"Making .venv with Python {sys.version.split()[0]}")
        venv.create(FOLDER, clear=True, with_pip=True)
    return _install(interpreter, wanted)


def _install(interpreter: Path, stamp: str) -> int:
    _say(f"Installing {REQUIREMENTS.name} into .venv: a minute or two, once")
    command = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    began = time.monotonic()
    with subprocess.Popen([*command, "-r", str(REQUIREMENTS)], stdin=subprocess.DEVNULL) as process:
        while True:
            try:
                code = process.wait(SECONDS_BETWEEN_SIGNS_OF_LIFE)
                break
            except subprocess.TimeoutExpired:
                _say(f"  still installing, {time.monotonic() - began:.0f} s")
    if code != 0:
        _say(f"The requirements could not be installed: pip ended with exit code {code}, its words are above.")
        return 1
    STAMP.write_text(stamp)
    return 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # stdout belongs to the command that follows


def _runs(interpreter: Path) -> bool:
    if not interpreter.exists():
        return False
    return subprocess.run([interpreter, "-c", "import pip"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
