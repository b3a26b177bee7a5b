"""Finding the stack file a person means, and the lines in it."""

from pathlib import Path

import pytest

from preview.stack_file import UnknownStack, find_stack_file, read_lines, stack_name, stack_names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("prod", "dev", "sandbox"):
        (tmp_path / f"Pulumi.{name}.yaml").write_text("config: {}\n")
    (tmp_path / "settings.schema.json").write_text("{}")
    return tmp_path


def test_a_misspelt_stack_is_answered_with_the_nearest_one_and_all_there_are(folder: Path) -> None:
    with pytest.raises(UnknownStack) as wrong:
        find_stack_file("prd", folder)
    assert str(wrong.value) == f"no stack 'prd' in {folder}/; did you mean 'prod'? There are: dev, prod, sandbox."


def test_a_stack_like_no_other_is_answered_with_all_there_are(folder: Path) -> None:
    with pytest.raises(UnknownStack, match=r"no stack 'zzz' in .*/\. There are: dev, prod, sandbox\.$"):
        find_stack_file("zzz", folder)


@pytest.mark.parametrize("stack", ["", "../prod", "prod.yaml", "/"])
def test_what_is_not_a_stack_is_refused(folder: Path, stack: str) -> None:
    if stack == "../prod":  # the last part of org/project/stack is the stack
        assert find_stack_file(stack, folder) == folder / "Pulumi.prod.yaml"
        return
    with pytest.raises(UnknownStack):
        find_stack_file(stack, folder)


def test_a_folder_without_stack_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownStack, match=r"has no file named Pulumi\.<stack>\.yaml"):
        find_stack_file("prod", tmp_path)


@pytest.mark.parametrize("stack", ["prod", "acme/prod", "acme/groundwork/prod"])
def test_a_stack_is_found_by_the_names_the_engine_takes(folder: Path, stack: str) -> None:
    assert find_stack_file(stack, folder) == folder / "Pulumi.prod.yaml"


def test_a_stack_is_found_by_the_path_of_its_file(folder: Path) -> None:
    path = folder / "Pulumi.dev.yaml"
    assert find_stack_file(str(path), Path("elsewhere")) == path
    assert stack_name(path) == "dev"


def test_only_stack_files_are_stacks(folder: Path) -> None:
    assert stack_names(folder) == ["dev", "prod", "sandbox"]


def test_every_key_of_a_stack_file_has_its_line(tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.x.yaml"
    path.write_text(
        "config:\n  groundwork:platform:\n    # a comment\n    region: eu-north-1\n    stores:\n"
        "      datasets: {data_class: personal}\n      models:\n        data_class: weights\n"
    )
    lines = read_lines(path)
    assert lines.line(["region"]) == 4
    assert lines.line(["stores", "datasets"]) == 6
    assert lines.line(["stores", "models", "data_class"]) == 8
    assert lines.line(["stores", "absent"]) is None
