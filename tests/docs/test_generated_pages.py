"""Generated pages say what the code says."""

from pathlib import Path

import pytest

from components import COMPONENTS
from docs.components_page import components_page, package_schema, snake
from docs.pages import PAGES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_generated_page_is_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == PAGES[path](), f"docs/{path.name} is stale: run `python -m docs`"


def test_every_component_and_every_argument_is_on_the_page() -> None:
    page, schema = components_page(), package_schema()
    for component in COMPONENTS:
        resource = schema["resources"][f"groundwork:index:{component.__name__}"]
        section = page.partition(f"### {component.__name__}\n")[2].partition("\n### ")[0]
        for key in (*resource["inputProperties"], *resource["properties"]):
            assert f"| `{snake(key)}` |" in section, f"{component.__name__}.{key}"


def test_the_python_name_of_an_argument_is_the_one_in_python() -> None:
    assert snake("gigabytesPerSecondPerAccelerator") == "gigabytes_per_second_per_accelerator"


def test_every_decision_is_in_the_index_with_its_title() -> None:
    folder = Path(__file__).resolve().parent.parent.parent / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for record in sorted(folder.glob("0*.md")):
        number, _, title = record.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ").partition(": ")
        assert f"| [{number}]({record.name}) | {title} |" in index
