"""The smallest and the fullest valid inputs of every component, one module per component.

Each module has `COMPONENT` (the class's name), `MINIMAL` (required inputs only) and `FULL` (every input).
"""

import importlib
import pkgutil
from typing import Any

MINIMAL: dict[str, dict[str, Any]] = {}
FULL: dict[str, dict[str, Any]] = {}

for _module in pkgutil.iter_modules(__path__):
    if not _module.name.startswith("_"):
        _example = importlib.import_module(f"{__name__}.{_module.name}")
        MINIMAL[_example.COMPONENT] = _example.MINIMAL
        FULL[_example.COMPONENT] = _example.FULL
