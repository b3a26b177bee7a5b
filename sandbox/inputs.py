"""Reading the inputs of a resource by path, `outer.inner` for one inside another."""

from collections.abc import Mapping
from typing import Any


def at(inputs: Any, path: str) -> Any:
    """The value at a path of an input; None where there is none."""
    for key in path.split("."):
        inputs = inputs.get(key) if isinstance(inputs, Mapping) else None
    return inputs
