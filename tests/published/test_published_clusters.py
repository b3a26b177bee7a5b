"""What holds for every published cluster that is written anew as a stack file."""

import re
from pathlib import Path

import pytest

from preview.run import run

FOLDERS = sorted(
    path.parent
    for path in (Path(__file__).resolve().parent.parent.parent / "examples" / "published").glob("*/README.md")
)
EACH = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def stack_file(folder: Path) -> Path:
    return folder / f"Pulumi.{folder.name}.yaml"


def test_there_are_at_least_five_and_the_overview_lists_each() -> None:
    overview = (FOLDERS[0].parent / "README.md").read_text(encoding="utf-8")
    assert len(FOLDERS) >= 5
    assert [folder.name for folder in FOLDERS if f"({folder.name}/README.md)" not in overview] == []


@EACH
def test_it_breaks_no_rule_and_nothing_is_unknown_or_broken(folder: Path) -> None:
    preview = run(stack_file(folder))
    assert preview.result == "ok"
    assert [(finding.rule, finding.name) for finding in preview.findings] == []


@EACH
def test_its_page_names_the_commit_it_was_read_at(folder: Path) -> None:
    assert re.search(r"commit `[0-9a-f]{40}`", (folder / "README.md").read_text(encoding="utf-8"))


@EACH
def test_its_accounts_are_those_of_documentation(folder: Path) -> None:
    accounts = set(re.findall(r"\b\d{12}\b", stack_file(folder).read_text(encoding="utf-8")))
    assert accounts == {"111122223333"}
