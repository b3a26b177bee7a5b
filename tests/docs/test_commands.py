"""Commands in the documents do what the documents say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.commands import ROOT, Command, all_commands, commands, documents

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("command", all_commands(), ids=lambda command: f"{command.document}: {command.line}")
def test_a_command_in_a_document_ends_as_the_document_says(command: Command) -> None:
    first, *rest = command.words
    assert first == "python", f"{command.document}: a console block is run by this test, and only python commands are"
    done = subprocess.run(
        [sys.executable, *rest],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == command.code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


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
