"""The shape of one row of the record-only emulation: how a type is named, what it tells, what replaces it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Type:
    """One resource type of Google Cloud."""

    token: str
    kind: str
    """What Google's console calls it, for error messages."""
    identity: Callable[[Inputs], str]
    """The id, from the inputs alone: Google composes it of names."""
    named: bool = True
    """Whether its input `name` is filled from the logical name where it is absent."""
    replaces: tuple[str, ...] = ()
    """Inputs whose change makes a new resource, `outer.inner` for one inside another; "*" for all."""
    outputs: Callable[[Inputs, str], dict[str, Any]] = lambda inputs, id_: {}
    """Outputs beside the inputs, from them and the id."""
    computed: tuple[str, ...] = ()
    """Names of those outputs, `outer.inner` for one inside an input: unknown in the preview of a create."""
    names: tuple[str, ...] = ()
    """Inputs that name other things of the sandbox by their id, `outer.inner` for one inside another."""


def with_value(inputs: Inputs, path: str, value: Any) -> dict[str, Any]:
    """A copy of the inputs with a value at a path."""
    outer, _, inner = path.partition(".")
    held = inputs.get(outer)
    return {**inputs, outer: with_value(held if isinstance(held, Mapping) else {}, inner, value) if inner else value}
