"""Data that cannot be, each one mistake away from data that can; `refused_data.yaml` has the mistakes."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from components import COMPONENTS
from graph.capture import capture
from tests.examples import FULL, MINIMAL

TABLE = Path(__file__).with_name("refused_data.yaml")
CLASSES: dict[str, Any] = {component.__name__: component for component in COMPONENTS}


@dataclass(frozen=True, slots=True)
class Refused:
    """A component's inputs, right but for one mistake."""

    component: str
    mistake: str
    good: Mapping[str, Any]
    args: Mapping[str, Any]


def table() -> Iterator[Refused]:
    """Every mistake of the table."""
    for row in YAML(typ="safe").load(TABLE.read_text(encoding="utf-8")):
        component = row["component"]
        good = FULL[component] if row["base"] == "FULL" else MINIMAL[component]
        if isinstance(row["base"], dict):
            good = changed(good, row["base"])
        for mistake, changes in row["mistakes"].items():
            yield Refused(component, mistake, good, changed(good, changes))


def changed(args: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs with something else in the places the changes name, or with nothing there."""
    made = copy.deepcopy(dict(args))
    for path, value in changes.items():
        *parents, last = path.split("/")
        inner: Any = made
        for parent in parents:
            inner = inner[int(parent) if isinstance(inner, list) else parent]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    return made


def said_of(component: str, args: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The sentence the inputs get, "" if they get none, and what was declared before it."""
    sentences = [""]

    def program() -> None:
        try:
            CLASSES[component]("it", args)
        except ValueError as error:
            sentences.append(str(error))

    declared = [resource.type for resource in capture(program) if resource.custom]
    return sentences[-1].removeprefix(f"{component} 'it': "), declared
