"""What the engine has of a stack, as the preview and the audit read it."""

import json

from graph.model import Graph
from graph.state import from_export
from sandbox.stack import Stack


def state(stack: Stack) -> Graph:
    """The graph of a stack as it was last deployed."""
    return from_export(json.dumps({"version": 3, "deployment": stack.deployment()}))
