"""`--records` as a person types it: files, sentences, exit codes."""

import csv
import json
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner, Result

from preview.command import app
from preview.records.sheet import Sheet, as_csv, as_markdown


def invoke(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200", "NO_COLOR": "1", "GROUNDWORK_TRACEBACK": ""}).invoke(app, words)


def test_the_records_of_prod(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    shown = invoke("prod", "--records", str(tmp_path / "new" / "records"), "--date", "2026-11-24")
    assert shown.exit_code == 0, shown.output
    files = sorted((tmp_path / "new" / "records").iterdir())
    names = [
        f"{name}.{ending}" for name in ("erasure", "processing", "retention", "transfers") for ending in ("csv", "md")
    ]
    assert [file.name for file in files] == names
    for file in files:
        if file.suffix == ".md":
            assert file.read_text(encoding="utf-8") == snapshot(name=file.name)


def test_the_same_stack_gives_the_same_bytes_and_no_date_of_its_own(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        assert invoke("sandbox", "--records", str(tmp_path / folder)).exit_code == 0
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
        assert "As of" not in file.read_text(encoding="utf-8")


def test_json_has_the_rows_of_the_files(tmp_path: Path) -> None:
    printed = json.loads(invoke("sandbox", "--records", str(tmp_path), "--json").stdout)
    for name, rows in printed.items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            assert list(csv.DictReader(lines)) == rows


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "records"
    path.write_text("")
    shown = invoke("sandbox", "--records", str(path))
    assert shown.exit_code == 2
    assert shown.stderr == f"--records {path}: this is a file; give a folder, it is made where it is missing\n"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("")
    shown = invoke("sandbox", "--records", str(tmp_path / "records" / "inside"))
    assert shown.exit_code == 2
    assert "cannot be written to (not a directory); give a folder you may write to" in shown.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--date", "2026-11-24"), "--date is for records; give --records DIR with it\n"),
        (("--records", "x", "--date", "24.11.2026"), "--date 24.11.2026: is no day; one such as 2026-11-24 is right\n"),
    ],
)
def test_a_date_that_does_nothing_or_is_none_is_one_sentence(words: tuple[str, ...], said: str) -> None:
    shown = invoke("sandbox", *words)
    assert (shown.exit_code, shown.stderr) == (2, said)


def test_a_cell_with_a_bar_or_a_line_break_stays_one_cell() -> None:
    sheet = Sheet("s", "Title", (), ("a", "b"), (("x|y", "1\n2"),), "nothing")
    assert as_markdown(sheet).splitlines()[-1] == "| x\\|y | 1 2 |"
    assert list(csv.reader(as_csv(sheet).splitlines(keepends=True)))[1] == ["x|y", "1\n2"]


def test_an_empty_sheet_says_so() -> None:
    assert "no flow at all" in as_markdown(Sheet("s", "Title", (), ("a",), (), "no flow at all"))
