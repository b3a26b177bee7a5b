"""Commands that documents show, so that tests can run them.

A fenced `console` block holds lines that begin with `$ `. A line `# ends with N` after a command says its exit code;
without one it is 0. Blocks fenced as `sh` are not run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
ENDS_WITH = re.compile(r"^# ends with (\d+)$")


@dataclass(frozen=True)
class Command:
    """One command as a document shows it."""

    document: str
    line: str
    code: int = 0

    @property
    def words(self) -> list[str]:
        return self.line.split()


def documents() -> list[Path]:
    """The documents a person reads, in every room."""
    places = (ROOT, ROOT / "docs", ROOT / "docs" / "decisions")
    flat = [path for place in places for path in sorted(place.glob("*.md"))]
    return [*flat, *sorted((ROOT / "examples").rglob("*.md"))]


def commands(text: str, document: str) -> Iterator[Command]:
    for block in BLOCK.findall(text):
        lines = block.splitlines()
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            if line.startswith("$ "):
                ends = ENDS_WITH.match(after)
                yield Command(document, line[2:], int(ends[1]) if ends else 0)


def all_commands() -> list[Command]:
    """Every command once, however many documents show it."""
    found = [
        command
        for path in documents()
        for command in commands(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    return list({command.line: command for command in found}.values())
