"""`python -m stacks`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from stacks import schema
from stacks.__main__ import app
from tests.settings.broken import GOOD

RUN = CliRunner()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "Pulumi.broken.yaml"
    path.write_text(GOOD.read_text().replace("p5.48xlarge", "p5.48xlrge"))
    return path


def test_a_good_stack_file_ends_with_0() -> None:
    result = RUN.invoke(app, ["check", str(GOOD)])
    assert result.exit_code == 0
    assert result.output == f"{GOOD}: can be deployed\n"


def test_a_broken_one_ends_with_1_and_its_sentence(broken: Path) -> None:
    result = RUN.invoke(app, ["check", str(GOOD), str(broken)])
    assert result.exit_code == 1
    assert result.output.splitlines()[1] == (
        f"{broken}:62: accelerator_pools.h100.instance_type: unknown instance type 'p5.48xlrge';"
        " did you mean 'p5.48xlarge'?"
    )


def test_json_lists_every_file_with_its_faults(broken: Path) -> None:
    result = RUN.invoke(app, ["check", "--json", str(GOOD), str(broken)])
    found = json.loads(result.output)
    assert result.exit_code == 1
    assert found["version"] == 1
    assert [(each["file"], each["valid"], len(each["faults"])) for each in found["files"]] == [
        (str(GOOD), True, 0),
        (str(broken), False, 1),
    ]


def test_a_stale_schema_is_told_and_a_written_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "FILE", tmp_path / "settings.schema.json")
    schema.FILE.write_text("{}")
    assert RUN.invoke(app, ["schema", "--check"]).exit_code == 1
    assert RUN.invoke(app, ["schema"]).exit_code == 0
    assert RUN.invoke(app, ["schema", "--check"]).exit_code == 0
