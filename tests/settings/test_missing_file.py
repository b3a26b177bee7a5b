"""Loading what is not there."""

from pathlib import Path

import pytest

from stacks.settings import SettingsError, load


def test_a_missing_stack_file_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.prod.yaml").touch()
    with pytest.raises(SettingsError, match=r"there is no such file; did you mean '.*Pulumi\.prod\.yaml'\?"):
        load(tmp_path / "Pulumi.prd.yaml")


def test_a_missing_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such file; give the path of a stack file"):
        load(tmp_path / "nowhere" / "Pulumi.prod.yaml")


def test_a_folder_is_not_a_stack_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read .*; give a stack file"):
        load(tmp_path)


def test_sentences_show_the_file_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "Pulumi.prod.yaml").write_text("config:\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^stacks/Pulumi\.prod\.yaml:1: "):
        load(tmp_path / "stacks" / "Pulumi.prod.yaml")
