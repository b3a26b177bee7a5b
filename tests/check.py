"""What must be clean before a commit: `python -m tests.check`. Every check runs, and each failure is shown."""

import subprocess
import sys
import time

CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy", "."],
}


def main() -> int:
    """Return 0 when every check is clean."""
    failed = []
    for name, command in CHECKS.items():
        began = time.monotonic()
        finished = subprocess.run([sys.executable, "-m", *command], check=False)
        print(
            f"{name}: {'clean' if finished.returncode == 0 else 'NOT CLEAN'} ({time.monotonic() - began:.0f} s)",
            flush=True,
        )
        if finished.returncode != 0:
            failed.append(name)
    if failed:
        print(f"Not clean: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
