"""Commands in the documents do what the documents say."""

import gc
import re
import runpy
import sys
from pathlib import Path

import pytest

from tests.docs.commands import ROOT, Command, all_commands, commands, documents

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("command", all_commands(), ids=lambda command: f"{command.document}: {command.line}")
def test_a_command_in_a_document_ends_as_the_document_says(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.words[:2] == ["python", "-m"], f"{command.document}: a console block holds `python -m` commands only"
    module, *arguments = command.words[2:]
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "argv", [module, *arguments])
    monkeypatch.delitem(sys.modules, f"{module}.__main__", raising=False)  # another test may have it; runpy warns
    try:
        # In this process: a start of its own would take each command seconds.
        with pytest.raises(SystemExit) as end:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        gc.enable()
    assert (end.value.code or 0) == command.code, capsys.readouterr()


def test_there_are_commands_to_run() -> None:
    assert {"README.md", "docs/preview-json.md"} <= {command.document for command in all_commands()}


def test_the_exit_code_is_read_from_the_line_below() -> None:
    text = "```console\n$ python -m a\n$ python -m b\n# ends with 2\n```\n```sh\n$ rm -rf /\n```\n"
    assert list(commands(text, "x")) == [Command("x", "python -m a"), Command("x", "python -m b", 2)]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_in_a_document_leads_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    inside = [target for target in LINK.findall(text) if not target.startswith(("http://", "https://", "mailto:"))]
    gone = [target for target in inside if not (path.parent / target).exists()]
    assert not gone, f"{path.name} links to {gone}"
