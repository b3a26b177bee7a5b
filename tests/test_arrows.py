"""Arrows between rooms point one way (docs/design: which room may import which)."""

import ast
import functools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "__main__": {"stacks"},
    "stacks": {"components", "catalogue"},
    "components": {"catalogue"},
    "catalogue": set(),
    "graph": set(),
    "policies": {"graph", "catalogue"},
    "preview": {"graph", "policies", "catalogue", "stacks"},
    "operations": {"graph", "policies", "catalogue", "preview"},  # docs/decisions/0021
    "sandbox": {"catalogue"},  # docs/decisions/0013
}
ROOMS = MAY_IMPORT.keys() | {"tests", "benchmarks", "examples"}
CLOUD = {"boto3", "botocore", "moto", "requests", "httpx", "urllib3"}
MAY_CALL_A_CLOUD = {"sandbox", "operations"}
# The one file of another room that may, and only inside a function: docs/decisions/0014.
MAY_CALL_A_CLOUD_WHEN_ASKED = "catalogue/live.py"
PULUMI = {"pulumi", "pulumi_aws", "pulumi_gcp", "pulumi_kubernetes", "pulumi_policy"}


def violations(root: Path) -> list[str]:
    """A sentence for every import that a room must not have."""
    return sorted(
        sentence for room in MAY_IMPORT for file in _files(root, room) for sentence in _wrong(root, room, file)
    )


def _files(root: Path, room: str) -> Iterator[Path]:
    yield from root.glob("__main__.py") if room == "__main__" else (root / room).rglob("*.py")


def _wrong(root: Path, room: str, file: Path) -> Iterator[str]:
    place = file.relative_to(root)
    facts = _facts(file.read_text())
    for line, module, names, inside in facts.imports:
        package = module.partition(".")[0]
        if package in ROOMS and package not in MAY_IMPORT[room] | {room}:
            yield f"{place}:{line}: {room} must not import {package}"
        when_asked = inside and place.as_posix() == MAY_CALL_A_CLOUD_WHEN_ASKED
        if package in CLOUD and room not in MAY_CALL_A_CLOUD and not when_asked:
            yield f"{place}:{line}: {room} must not call a cloud ({package})"
        if package in PULUMI and room == "catalogue":
            yield f"{place}:{line}: facts must not know {package}"
        if room == "components" and place.name != "__init__.py":
            for name in names & COMPONENT_NAMES:
                yield f"{place}:{line}: a component must not import another one ({name})"
    if room == "components":
        for line in facts.config_uses:
            yield f"{place}:{line}: a component must not read pulumi.Config"


@dataclass(frozen=True)
class Facts:
    """What of a file is asked about. Its syntax tree is not kept: a million nodes slow down the garbage collector."""

    imports: tuple[tuple[int, str, frozenset[str], bool], ...]
    """Line, module and names of every import, wherever in the file it stands, and whether that is in a function."""
    config_uses: tuple[int, ...]
    components: frozenset[str]


@functools.cache
def _facts(text: str) -> Facts:
    imports: list[tuple[int, str, frozenset[str], bool]] = []
    config_uses: list[int] = []
    components: set[str] = set()
    waiting: list[tuple[ast.AST, bool]] = [(ast.parse(text), False)]
    while waiting:
        node, inside = waiting.pop()
        match node:
            case ast.Import():
                imports.extend((node.lineno, alias.name, frozenset(), inside) for alias in node.names)
            case ast.ImportFrom(level=0):
                names = frozenset(alias.name for alias in node.names)
                imports.append((node.lineno, node.module or "", names, inside))
                if (node.module or "").partition(".")[0] == "pulumi" and "Config" in names:
                    config_uses.append(node.lineno)
            case ast.Attribute(attr="Config") if ast.unparse(node.value) == "pulumi":
                config_uses.append(node.lineno)
            case ast.ClassDef() if "Component" in map(ast.unparse, node.bases):
                components.add(node.name)
        inside = inside or isinstance(node, ast.FunctionDef)
        waiting.extend((child, inside) for child in ast.iter_child_nodes(node))
    return Facts(tuple(imports), tuple(config_uses), frozenset(components))


COMPONENT_NAMES = frozenset[str]().union(*(_facts(file.read_text()).components for file in _files(ROOT, "components")))


def test_every_import_follows_its_arrow() -> None:
    assert violations(ROOT) == []


def test_the_components_are_found() -> None:
    assert {"Network", "ObjectStore"} <= COMPONENT_NAMES


@pytest.mark.parametrize(
    ("file", "line", "sentence"),
    [
        ("components/base.py", "from stacks.settings import Settings", "components must not import stacks"),
        ("components/network/network.py", "import policies", "components must not import policies"),
        ("graph/model.py", "from policies.rule import Rule", "graph must not import policies"),
        ("policies/rule.py", "import components.base", "policies must not import components"),
        ("catalogue/__init__.py", "import pulumi", "facts must not know pulumi"),
        ("stacks/settings.py", "import boto3", "stacks must not call a cloud"),
        ("catalogue/live.py", "import boto3", "catalogue must not call a cloud"),
        ("catalogue/prices.py", "def f():\n    import boto3", "catalogue must not call a cloud"),
        ("sandbox/__init__.py", "import graph.model", "sandbox must not import graph"),
        ("operations/command.py", "from stacks.settings import load", "operations must not import stacks"),
        ("stacks/settings.py", "def f():\n    import preview", "stacks must not import preview"),
        (
            "components/storage/object_store.py",
            "from components.network.network import Network",
            "a component must not import another one",
        ),
        ("components/base.py", "pulumi.Config()", "a component must not read pulumi.Config"),
        ("components/base.py", "from pulumi import Config", "a component must not read pulumi.Config"),
        ("__main__.py", "import components", "__main__ must not import components"),
    ],
)
def test_an_arrow_turned_round_is_seen(tmp_path: Path, file: str, line: str, sentence: str) -> None:
    room = file.split("/")[0]
    if room == file:
        shutil.copy(ROOT / file, tmp_path)
    else:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.json"))
    assert violations(tmp_path) == []
    with (tmp_path / file).open("a") as copy:
        copy.write(f"\n{line}\n")
    found = violations(tmp_path)
    assert len(found) == 1
    assert found[0].startswith(f"{file}:")
    assert sentence in found[0]
