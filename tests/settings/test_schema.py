"""The JSON Schema that editors complete and check stack files with."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from stacks.schema import FILE, text
from stacks.settings import Settings
from tests.settings.broken import Broken, table

SCHEMA: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
FILES = sorted(FILE.parent.glob("Pulumi.*.yaml"))
# Mistakes an editor must underline while they are typed.
EDITOR_SEES = {
    "an unknown key",
    "a missing key",
    "account id as a number",
    "account id too short",
    "a version as a number",
    "a word that is not one of the choices",
    "a number out of range",
    "an unknown region",
    "an unknown endpoint",
    "an unknown instance type",
    "a log retention that does not exist",
    "a name with capitals",
    "a key of another provider",
}


def complaints(source: str) -> list[str]:
    values = YAML(typ="safe").load(source)
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(values)]


def test_the_schema_in_the_repository_is_the_one_the_model_has() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "stale: run 'python -m stacks schema'"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_editors_find_nothing_wrong_with_a_good_stack_file(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_stack_file_names_its_schema_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={FILE.name}"


@pytest.mark.parametrize("case", [case for case in table() if case.name in EDITOR_SEES], ids=lambda case: case.name)
def test_editors_underline_a_mistake(case: Broken) -> None:
    assert complaints(case.text())


def test_every_mistake_editors_must_see_is_in_the_table() -> None:
    assert {case.name for case in table()} >= EDITOR_SEES


def test_every_key_of_the_model_says_what_it_is_and_what_its_default_is() -> None:
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description"), name
        for key, of in definition["properties"].items():
            assert of.get("description"), f"{name}.{key}"
            if key not in definition.get("required", []):
                assert "Default: " in of["description"], f"{name}.{key}"


def test_the_schema_describes_every_section_of_the_model() -> None:
    assert set(SCHEMA["$defs"]["Platform"]["properties"]) == set(Settings.model_fields)
