"""docs/data-refusals.md, from what is really said of each mistake.

`python -m tests.components.data_refusals_page` writes it.
"""

from itertools import groupby
from pathlib import Path

from tests.components.refused_data import said_of, table
from tests.settings import broken

PAGE = Path(__file__).parents[2] / "docs" / "data-refusals.md"
SECTIONS = ("stores", "filesystems", "home_filesystems", "caches", "streams", "workloads")
HEAD = """\
<!-- Written by `python -m tests.components.data_refusals_page`. Do not edit: a test compares it with what is said. -->

# What is refused of data

Before anything is declared, each in one sentence: what is wrong, and what would be right. Before each sentence a
program says which component it is of, such as `BackupPlan 'nightly': `, and a stack file the line.
"""
COLUMNS = "\n| mistake | sentence |\n|---|---|\n"


def page() -> str:
    """The page of all refusals."""
    parts = [HEAD]
    for component, mistakes in groupby(sorted(table(), key=lambda each: each.component), lambda each: each.component):
        rows = "".join(f"| {each.mistake} | {_cell(said_of(component, each.args)[0])} |\n" for each in mistakes)
        parts.append(f"\n## `{component}`\n{COLUMNS}{rows}")
    stack = "".join(
        f"| {case.name} | {_cell(said.split(': ', 1)[1])} |\n"
        for case in broken.table()
        for said in case.says
        if said.split(": ", 1)[1].partition(".")[0] in SECTIONS
    )
    parts.append(f"\n## In a stack file, with what is around it\n{COLUMNS}{stack}")
    return "".join(parts)


def _cell(sentence: str) -> str:
    return sentence.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
