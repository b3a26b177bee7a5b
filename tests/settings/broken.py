"""Stack files that cannot be deployed, each one mistake away from a good one, and the sentences each gets.

The table is `broken.yaml`; `python -m tests.settings.broken` prints it with what is really said.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from stacks.settings import SettingsError, load

TABLE = Path(__file__).with_name("broken.yaml")
GOOD = Path(__file__).parents[2] / "stacks" / "Pulumi.prod.yaml"


@dataclass(frozen=True, slots=True)
class Broken:
    """A mistake: texts of the good file, what stands there instead, and what a person is told."""

    name: str
    edits: tuple[tuple[str, str], ...]
    says: tuple[str, ...]

    def text(self) -> str:
        """The good file with the mistake in it."""
        text = GOOD.read_text(encoding="utf-8")
        for old, new in self.edits:
            if old not in text:
                raise ValueError(f"{self.name}: the good file does not have {old!r}")
            text = text.replace(old, new, 1)
        return text


def table() -> list[Broken]:
    """Every mistake of the table."""
    rows = YAML(typ="safe").load(TABLE.read_text(encoding="utf-8"))
    return [
        Broken(row["name"], tuple((edit["old"], edit["new"]) for edit in row["edits"]), tuple(row["says"]))
        for row in rows
    ]


def said_of(content: bytes, folder: Path) -> list[str]:
    """What a person who wrote that file is told; nothing if it can be deployed."""
    path = folder / "Pulumi.prod.yaml"
    path.write_bytes(content)
    try:
        load(path)
    except SettingsError as error:
        return str(error).replace(str(path), path.name).splitlines()
    return []


def main() -> None:
    """Print each mistake and what is said of it."""
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(table(), 1):
            print(f"{number:2}. {case.name}")
            for sentence in said_of(case.text().encode(), Path(folder)):
                print(f"    {sentence}")


if __name__ == "__main__":
    main()
