"""What a preview knows of the outputs."""

from typing import Any

from sandbox.wire import COMPUTED


def unknown(outputs: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The outputs with these names not known yet; what a program gave as an input it knows."""
    found = dict(outputs)
    for name in names:
        outer, _, inner = name.partition(".")
        if inner:
            within = found.get(outer)
            if isinstance(within, dict):
                found[outer] = {inner: COMPUTED, **within}
        else:
            found[name] = COMPUTED
    return found


def kept(state: dict[str, Any], visible: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The inputs, with what the cloud had added inside them."""
    found = dict(visible)
    for outer, _, inner in (name.partition(".") for name in names):
        before = state.get(outer)
        if inner and isinstance(before, dict) and inner in before and isinstance(found.get(outer), dict):
            found[outer] = {inner: before[inner], **found[outer]}
    return found
