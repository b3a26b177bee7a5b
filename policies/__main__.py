"""Two ways in. The engine runs this folder as a policy pack; people run `python -m policies`."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# The engine runs this folder by its path: then the folder is on the search path, where its modules could stand before
# others of the same name, and the project's root is not.
OTHERS = [entry for entry in sys.path if Path(entry or ".").resolve() not in (HERE, HERE.parent)]
sys.path[:] = [str(HERE.parent), *OTHERS]


def is_the_engine(arguments: list[str]) -> bool:
    """`python -m pulumi.policy <address of the engine> <this folder>` is how the engine runs a pack."""
    return len(arguments) >= 3 and ":" in arguments[1] and Path(arguments[2]).resolve() == HERE


if __name__ == "__main__":
    if is_the_engine(sys.argv):
        from policies.pack import run_from_engine
        from policies.serve import serve

        serve(run_from_engine())  # until the engine ends it
    else:
        from policies.command import app

        app(prog_name="python -m policies")
