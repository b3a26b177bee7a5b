"""A fault of a stack file: where it is, what is wrong, what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Key = str | int
KeyPath = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to change. `wrong` and `right` are the two halves of its sentence."""

    path: KeyPath
    """Keys and list places from `groundwork:platform` down."""
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sentences of a stack file point to."""

    file: str
    lines: dict[KeyPath, int]
    """Line of each key and list entry, from 1."""

    def sentence(self, fault: Fault) -> str:
        """File, line, key path, what is wrong and what is right."""
        line = self.line(fault.path)
        where = f"{self.file}:{line}" if line else self.file
        return one_line(f"{where}: {dotted(fault.path)}: {fault.wrong}; {fault.right}")

    def line(self, path: KeyPath) -> int:
        """Line of a key; of one that is not written, that of the section it belongs to; 0 where no line is known."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 0

    def sentences(self, faults: Iterable[Fault]) -> list[str]:
        """The sentences from the top of the file to its end."""
        return [self.sentence(fault) for fault in sorted(faults, key=lambda fault: self.line(fault.path))]


def one_line(text: str) -> str:
    """A sentence on one line, whatever was in the names it quotes."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def dotted(path: KeyPath) -> str:
    """A key path as people write it, such as `network.zones[1]`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return text.lstrip(".") or "groundwork:platform"


def listed(words: Iterable[object], last: str = "or") -> str:
    """Words as a person lists them: `a, b or c`."""
    texts = [str(word) for word in words]
    return f"{', '.join(texts[:-1])} {last} {texts[-1]}" if len(texts) > 1 else "".join(texts)


MOST_LISTED = 6


def some(words: Iterable[object], last: str = "and") -> str:
    """The first of many words, and how many more there are."""
    texts = [str(word) for word in words]
    if len(texts) <= MOST_LISTED + 1:
        return listed(texts, last)
    return f"{', '.join(texts[:MOST_LISTED])} and {len(texts) - MOST_LISTED} more"


def shown(path: Path) -> str:
    """A file's name from the working directory, where it is below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
