"""Where the sandbox keeps things: one folder for what it runs, one cache folder for what it builds.

The folder `.sandbox/` in the checkout holds state, plugins and the cloud's process files; GROUNDWORK_SANDBOX_HOME moves
it. The cache holds the engine, keyed by version and shared by every checkout; XDG_CACHE_HOME moves it.
"""

import os
from pathlib import Path

HOME_VARIABLE = "GROUNDWORK_SANDBOX_HOME"


def checkout() -> Path:
    """The root of this checkout: where `Pulumi.yaml` is."""
    return Path(__file__).resolve().parent.parent


def sandbox_home() -> Path:
    """The folder of this sandbox, made if it is not there."""
    home = Path(os.environ.get(HOME_VARIABLE) or checkout() / ".sandbox").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return home


def cache_home() -> Path:
    """The cache folder outside the checkout."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "groundwork"
