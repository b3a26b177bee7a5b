"""A file that an engine wrote, as a graph: a stack export, or a preview as JSON."""

import json
from pathlib import Path

from graph.model import Graph
from graph.state import StateError, from_export, from_preview


def graph_in(path: Path) -> Graph:
    """The graph in a file that `pulumi stack export` or `pulumi preview --json` wrote."""
    right = "a file that `pulumi stack export` or `pulumi preview --json` wrote is right"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is no text"
        raise StateError(f"{path} cannot be read ({what}); {right}") from None
    return from_preview(text, str(path)) if _is_preview(text) else from_export(text, str(path))


def _is_preview(text: str) -> bool:
    try:
        document = json.loads(text)
    except ValueError:
        return False  # the reader of exports says what is wrong
    return isinstance(document, dict) and "steps" in document
