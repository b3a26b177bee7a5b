"""Which line of the project declares a resource."""

import site
import sys
import sysconfig
from pathlib import Path
from types import FrameType

import pulumi

from graph.model import Source

ROOT = Path(__file__).resolve().parent.parent
"""The project's root: files inside it are named relative to it."""

_LIBRARIES = tuple(
    sorted(
        {
            *(f"{path}/" for path in site.getsitepackages()),
            *(f"{sysconfig.get_path(name)}/" for name in ("stdlib", "platstdlib", "purelib", "platlib")),
            f"{Path(pulumi.__file__).resolve().parent.parent}/",
            f"{Path(__file__).resolve().parent}/",
        }
    )
)
_CONSTRUCTORS = ("__init__", "_internal_init", "__internal_init__")

# Per file: its name in a Source, or None for a library. A program has few files and many resources.
_names: dict[str, str | None] = {}


def declaring_line(resource: pulumi.Resource) -> Source | None:
    """The innermost line outside libraries that constructs `resource`, which must be under construction now.

    A component's own constructor is not that line (its caller is); for a child it is, because it declares the child.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        try:
            name = _names[code.co_filename]
        except KeyError:
            name = _names[code.co_filename] = _name(code.co_filename)
        if name is not None and not (code.co_name in _CONSTRUCTORS and _constructs(frame, resource)):
            return Source(name, frame.f_lineno)
        frame = frame.f_back
    return None


def _constructs(frame: FrameType, resource: pulumi.Resource) -> bool:
    return frame.f_code.co_argcount > 0 and frame.f_locals.get(frame.f_code.co_varnames[0]) is resource


def _name(file: str) -> str | None:
    if file.startswith("<") or file.startswith(_LIBRARIES) or "/site-packages/" in file:
        return None
    path = Path(file).resolve()
    if str(path).startswith(_LIBRARIES):
        return None
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
