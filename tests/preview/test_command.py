"""The command as a person types it: sentences, exit codes, and the shape of its JSON."""

import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner, Result

from preview.command import ROOT, app
from preview.document import SCHEMA_VERSION, Preview
from preview.run import run
from preview.schema import SCHEMA_FILE, schema_text
from preview.stack_file import stack_names

STACKS = ROOT / "stacks"
SANDBOX = (STACKS / "Pulumi.sandbox.yaml").read_text(encoding="utf-8")


def invoke(*words: str, columns: str = "80") -> Result:
    return CliRunner(env={"COLUMNS": columns, "NO_COLOR": "1", "GROUNDWORK_TRACEBACK": ""}).invoke(app, words)


@pytest.fixture
def weak(tmp_path: Path) -> Path:
    """The sandbox's platform, called production: what does for trying things does not do there."""
    path = tmp_path / "Pulumi.weak.yaml"
    path.write_text(SANDBOX.replace("environment: sandbox", "environment: prod"))
    return path


@pytest.mark.parametrize("stack", stack_names(STACKS))
def test_every_stack_file_of_ours_breaks_no_mandatory_rule(stack: str) -> None:
    shown = invoke(stack)
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.rstrip().splitlines()[-1].startswith("ok: no mandatory rule is broken.")


def test_the_sandbox_at_80_columns(snapshot: SnapshotAssertion) -> None:
    assert re.sub(r"[\d,]+ (rules|pass|unknown|not applicable)", r"N \1", invoke("sandbox").stdout) == snapshot


def test_nothing_is_wider_than_80_columns_even_with_all() -> None:
    assert max(len(line) for line in invoke("prod", "--all").stdout.splitlines()) <= 80


def test_a_broken_mandatory_rule_is_shown_with_both_lines_and_ends_with_1(weak: Path) -> None:
    shown = invoke(str(weak), columns="200")
    assert shown.exit_code == 1
    assert "FAIL RET-005 high, mandatory" in shown.stdout
    assert "components/network/flow_logs.py:" in shown.stdout
    assert re.search(r"asked for by .*Pulumi\.weak\.yaml:\d+ \(network\)", shown.stdout)
    assert shown.stdout.rstrip().splitlines()[-1].startswith("refused: ")


def test_a_misspelt_stack_is_answered_with_one_sentence_and_ends_with_2() -> None:
    shown = invoke("prd", "--stacks", str(STACKS))
    assert shown.exit_code == 2
    assert shown.stderr == "no stack 'prd' in stacks/; did you mean 'prod'? There are: dev, prod, sandbox, tpu.\n"
    assert shown.stdout == ""


def test_a_bad_stack_file_is_answered_with_its_sentence_and_ends_with_2(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.bad.yaml"
    path.write_text(SANDBOX.replace("nat: single", "nta: single"))
    shown = invoke(str(path), "--json")
    assert shown.exit_code == 2
    assert re.search(r"Pulumi\.bad\.yaml:\d+: network\.nta: .*did you mean 'nat'", shown.stderr)
    assert shown.stdout == ""


def test_what_a_component_refuses_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stacks.platform.deploy", refusing("Network 'network': zones is empty; give one"))
    shown = invoke("sandbox")
    assert shown.exit_code == 2
    assert shown.stderr.endswith("Pulumi.sandbox.yaml: Network 'network': zones is empty; give one\n")


def test_a_fault_of_ours_is_one_sentence_and_is_not_blamed_on_the_stack_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stacks.platform.deploy", refusing("list index\nout of range"))
    shown = invoke("sandbox")
    assert shown.exit_code == 1
    assert "Groundwork itself failed at test_command.py:" in shown.stderr
    assert "(ValueError: list index out of range)" in shown.stderr
    assert len(shown.stderr.splitlines()) == 1


def refusing(sentence: str) -> object:
    def deploy(settings: object) -> None:
        raise ValueError(sentence)

    return deploy


def test_the_json_has_the_documented_shape(weak: Path) -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    for words in (("prod",), (str(weak),)):
        document = json.loads(invoke(*words, "--json").stdout)
        jsonschema.Draft202012Validator(schema).validate(document)
        assert document["schema_version"] == SCHEMA_VERSION == "1"
    assert document["result"] == "refused"
    assert any(finding["source"] and finding["stack_file"] for finding in document["findings"])


def test_the_json_says_the_same_each_time() -> None:
    assert run(STACKS / "Pulumi.sandbox.yaml") == run(STACKS / "Pulumi.sandbox.yaml")


def test_the_schema_file_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), "run `python -m preview.schema`"


def test_every_field_of_the_document_is_explained() -> None:
    schema = json.loads(schema_text())
    for name, part in {"Preview": schema, **schema["$defs"]}.items():
        for key, field in part.get("properties", {}).items():
            assert "description" in field or "$ref" in field, f"{name}.{key}"


def test_almost_every_resource_has_its_python_line_and_its_stack_file_line() -> None:
    made: Preview = run(STACKS / "Pulumi.prod.yaml")
    resources = [entry for entry in made.resources if not entry.component]
    assert all(entry.source for entry in resources)
    keyed = [entry for entry in resources if entry.stack_file]
    assert len(keyed) / len(resources) > 0.95


def test_a_pipe_gets_the_text_without_colour_and_nothing_on_standard_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "preview", "sandbox"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
