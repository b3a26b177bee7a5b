"""docs/capacity-refusals.md, from the tables the tests compare with what is really said.

`python -m tests.components.refusals_page` writes it.
"""

from pathlib import Path

from tests.components.refused_chains import REFUSED
from tests.settings import broken

PAGE = Path(__file__).parents[2] / "docs" / "capacity-refusals.md"
HEAD = """\
<!-- Written by `python -m tests.components.refusals_page`. Do not edit: a test compares it with what is said. -->

# What capacity is refused

Before anything is declared, each in one sentence: what is wrong, and what would be right. The day by which blocks are
judged is 2026-11-24 here.

## A chain by itself

| mistake | sentence |
|---|---|
"""
TOGETHER = """
## A chain in its stack

| mistake | sentence |
|---|---|
"""


def page() -> str:
    """The page of all refusals."""
    chain = "".join(f"| {mistake} | {sentence} |\n" for mistake, (_, sentence) in REFUSED.items())
    stack = "".join(
        f"| {case.name} | {said.split(': ', 1)[1]} |\n"
        for case in broken.table()
        for said in case.says
        if ".capacity[" in said or ".provisioner" in said
    )
    return f"{HEAD}{chain}{TOGETHER}{stack}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
