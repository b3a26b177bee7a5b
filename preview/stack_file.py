"""Which stack file a person means, and on which of its lines a component is written."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PREFIX, SUFFIX = "Pulumi.", ".yaml"


class UnknownStack(ValueError):
    """No such stack file; the text is the sentence a person gets."""


def stack_names(folder: Path) -> list[str]:
    """Names of the stacks a folder has files for, sorted."""
    return sorted(path.name[len(PREFIX) : -len(SUFFIX)] for path in folder.glob(f"{PREFIX}?*{SUFFIX}"))


def find_stack_file(stack: str, folder: Path) -> Path:
    """The file of a stack: by name (`prod`, `org/groundwork/prod`) or by the path of the file itself."""
    if stack.endswith(SUFFIX):
        if Path(stack).is_file():
            return Path(stack)
        raise UnknownStack(f"there is no stack file {stack}; give a path to one, or the name of a stack in {folder}/")
    name = stack.rpartition("/")[2]
    path = folder / f"{PREFIX}{name}{SUFFIX}"
    if name and path.is_file():
        return path
    names = stack_names(folder)
    if not names:
        raise UnknownStack(f"no stack {stack!r}: {folder}/ has no file named {PREFIX}<stack>{SUFFIX}")
    near = difflib.get_close_matches(name, names, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else "."
    raise UnknownStack(f"no stack {stack!r} in {folder}/{guess} There are: {', '.join(names)}.")


def stack_name(path: Path) -> str:
    """The stack a file belongs to: `prod` for `Pulumi.prod.yaml`."""
    return path.name.removeprefix(PREFIX).removesuffix(SUFFIX)


@dataclass(frozen=True)
class StackFile:
    """The lines of a stack file, by key path below `groundwork:platform`."""

    path: str
    lines: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)

    def line(self, key: Sequence[str]) -> int | None:
        """The 1-based line a key stands on; None where the file leaves it out."""
        return self.lines.get(tuple(key))


def read_lines(path: Path) -> StackFile:
    """The key paths of a stack file with their lines. The file is known to be valid: settings read it first."""
    from stacks.reading import platform_of, read

    document = read(path)
    return StackFile(document.file, platform_of(document)[1])
