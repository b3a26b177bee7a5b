"""Keep the URNs of a release: `python -m tests.release` adds today's to tests/released/, one file a component.

A URN that was released once is an identity in somebody's state for ever. The files only grow; the contract test fails
when a component no longer answers to one of them, and then an alias is missing.
"""

import argparse
from pathlib import Path

from components import COMPONENTS
from components.base import Component
from graph.urns import known_urns
from tests.contract.build import EXAMPLES, build

RELEASED = Path(__file__).with_name("released")


def known(component: type[Component]) -> frozenset[str]:
    """Every URN the component answers to, over its examples."""
    return frozenset().union(*(known_urns(build(component, size)) for size in EXAMPLES))


def released(component: type[Component], folder: Path = RELEASED) -> frozenset[str]:
    """Every URN a release had. A component that was never released has none."""
    file = folder / f"{component.__name__}.txt"
    return frozenset(file.read_text().splitlines()) if file.exists() else frozenset()


def release(folder: Path = RELEASED) -> int:
    """Add the URNs there are today; the number of new ones."""
    folder.mkdir(exist_ok=True)
    added = 0
    for component in COMPONENTS:
        before = released(component, folder)
        today = {resource.urn for size in EXAMPLES for resource in build(component, size)}
        (folder / f"{component.__name__}.txt").write_text("".join(f"{urn}\n" for urn in sorted(before | today)))
        added += len(today - before)
    return added


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m tests.release", description=__doc__).parse_args()
    print(f"{release()} new URNs in tests/released/")
