"""Run one Pulumi program in the project's own interpreter, on the orders that the language host writes to stdin.

Stands alone: it is started by its path, in an interpreter that may know nothing of the sandbox.
"""

import asyncio
import json
import os
import runpy
import sys
import traceback
from typing import Any

FAILURE_ALREADY_REPORTED = 32
"""Exit code of a program whose error was sent to the engine already."""


def run(orders: dict[str, Any]) -> int:
    """Run the program and return the exit code."""
    import pulumi
    import pulumi.runtime

    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            project=orders["project"],
            stack=orders["stack"],
            organization=orders["organization"],
            root_directory=orders["root_directory"] or None,
            monitor=orders["monitor"],
            engine=orders["engine"] or None,
            parallel=orders["parallel"],
            dry_run=orders["dry_run"],
        )
    )
    pulumi.runtime.set_all_config(orders["config"], orders["secret_keys"])

    program = os.path.normpath(orders["program"])
    # Python puts the folder of this file first; a program's own modules must win over it.
    sys.path[0] = program if os.path.isdir(program) else os.path.dirname(program)

    def execute() -> None:
        runpy.run_path(program, run_name="__main__")

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(pulumi.runtime.run_in_stack(execute))
    except pulumi.RunError as error:
        pulumi.log.error(str(error))
        return FAILURE_ALREADY_REPORTED
    except KeyboardInterrupt:
        return FAILURE_ALREADY_REPORTED
    except Exception:
        pulumi.log.error("Program failed with an unhandled exception:\n" + traceback.format_exc())
        return FAILURE_ALREADY_REPORTED
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    code = run(json.load(sys.stdin))
    # Channels and threads of the SDK must not hold up an end that is decided.
    os._exit(code)
