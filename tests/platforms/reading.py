"""The whole platforms in examples/: their pages, stack files and graphs."""

from functools import cache
from pathlib import Path

from graph.capture import capture
from graph.model import Graph
from stacks.platform import deploy
from stacks.settings import Settings, load

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
NAMES = ("pretraining-lake", "retrieval-serving", "streaming-features")


def stack_file(name: str) -> Path:
    """The stack file of an example."""
    return EXAMPLES / name / f"Pulumi.{name}.yaml"


def page(name: str) -> str:
    """The page of an example, each run of white space as one space."""
    return " ".join((EXAMPLES / name / "README.md").read_text(encoding="utf-8").split())


@cache
def settings_of(name: str) -> Settings:
    """What the stack file says."""
    return load(stack_file(name))


@cache
def graph_of(name: str) -> Graph:
    """What it declares."""
    return capture(lambda: deploy(settings_of(name)), stack=name)
