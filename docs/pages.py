"""The generated pages and what makes each."""

from collections.abc import Callable
from pathlib import Path

from docs.accelerators_page import accelerators_page
from docs.changes_page import changes_page
from docs.components_page import components_page
from docs.databases_page import databases_page
from docs.fabric_page import fabric_page
from docs.interfaces_page import interfaces_page
from docs.stack_file_page import stack_file_page

FOLDER = Path(__file__).parent

PAGES: dict[Path, Callable[[], str]] = {
    FOLDER / "accelerators.md": accelerators_page,
    FOLDER / "changes.md": changes_page,
    FOLDER / "components.md": components_page,
    FOLDER / "databases.md": databases_page,
    FOLDER / "fabric.md": fabric_page,
    FOLDER / "interfaces.md": interfaces_page,
    FOLDER / "stack-file.md": stack_file_page,
}
