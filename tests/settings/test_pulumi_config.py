"""Inside the engine the settings come from Pulumi's configuration; they and their sentences are those of the file."""

import contextvars
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pulumi
import pytest
from pulumi.runtime.settings import Settings as Engine
from pulumi.runtime.settings import configure
from ruamel.yaml import YAML

from stacks import loading
from stacks.settings import Settings, SettingsError, from_pulumi_config, load_any
from tests.settings.broken import GOOD, Broken, table

Found = TypeVar("Found")
FILES = sorted(GOOD.parent.glob("Pulumi.*.yaml"))
# What the engine itself refuses before it starts the program, or never hands to it.
UNREADABLE = (
    "config",
    "unknown key 'settings'",
    "unknown key 'conifg'",
    "is not YAML",
    "a second time, after",
    "merges",
    "groundwork:platform: is empty",
)


def in_engine(stack: str, platform: Any, ask: Callable[[], Found]) -> Found:
    """Run in a context of its own, as the engine would with that configuration."""

    def run() -> Found:
        configure(Engine("groundwork", stack))
        config = {} if platform is None else {"groundwork:platform": json.dumps(platform)}
        pulumi.runtime.set_all_config(config)
        return ask()

    return contextvars.Context().run(run)


def platform_in(text: str) -> Any:
    return YAML(typ="safe").load(text)["config"]["groundwork:platform"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_engine_and_the_file_give_the_same_settings(path: Path) -> None:
    stack = path.name.split(".")[1]
    assert in_engine(stack, platform_in(path.read_text()), from_pulumi_config) == load_any(path)


def test_a_time_without_quotes_is_the_same_to_the_engine_and_in_the_file() -> None:
    platform = platform_in(GOOD.read_text())
    pool = platform["accelerator_pools"]["h100"]
    pool["nodes"] = 0
    block = {**pool["capacity"][0], "purchase": "capacity_block"}
    times = {"starts": "2076-12-01 11:30:00 +0000 UTC", "ends": "2076-12-08 11:30:00 +0000 UTC"}
    pool["capacity"] = [{**block, **times}, pool["capacity"][1]]
    settings = in_engine("prod", platform, from_pulumi_config)
    assert isinstance(settings, Settings)
    step = settings.accelerator_pools["h100"].capacity[0]
    assert (step.starts, step.ends) == ("2076-12-01T11:30:00Z", "2076-12-08T11:30:00Z")


def _reaches_the_program(case: Broken) -> bool:
    return not any(word in case.says[0].split(": ", 1)[1][:70] for word in UNREADABLE)


@pytest.mark.parametrize("case", [case for case in table() if _reaches_the_program(case)], ids=lambda case: case.name)
def test_the_engine_says_of_a_mistake_what_the_file_says(
    case: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "STACKS", tmp_path)
    (tmp_path / "Pulumi.prod.yaml").write_text(case.text())
    with pytest.raises(SettingsError) as refused:
        in_engine("prod", platform_in(case.text()), from_pulumi_config)
    assert str(refused.value).replace(f"{tmp_path}/", "").splitlines() == list(case.says)


def test_a_stack_without_a_file_is_checked_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "STACKS", tmp_path)
    good = platform_in(GOOD.read_text())
    assert isinstance(in_engine("elsewhere", good, from_pulumi_config), Settings)
    with pytest.raises(SettingsError, match=r"Pulumi\.elsewhere\.yaml: layer: is 'clowd'; 'cloud' is right"):
        in_engine("elsewhere", good | {"layer": "clowd"}, from_pulumi_config)


def test_a_stack_without_configuration_is_told_what_to_write() -> None:
    with pytest.raises(SettingsError, match="'config' has no 'groundwork:platform'; put the platform below it"):
        in_engine("prod", None, from_pulumi_config)


def test_the_program_ends_with_the_sentence_and_no_traceback() -> None:
    broken = platform_in(GOOD.read_text()) | {"layer": "clowd"}
    program = GOOD.parents[1] / "__main__.py"
    with pytest.raises(pulumi.RunError, match=r"Pulumi\.prod\.yaml:5: layer: is 'clowd'; 'cloud' is right") as refused:
        in_engine("prod", broken, lambda: runpy.run_path(str(program), run_name="__main__"))
    assert refused.value.__suppress_context__
