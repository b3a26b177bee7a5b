"""The engine runs Python programs and policy packs through the sandbox's language host, as through the official one."""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from sandbox.engine.environment import environment, prepare
from sandbox.errors import SandboxError
from sandbox.stack import Stack

pytestmark = pytest.mark.engine

PROJECT = """\
name: trial
runtime: python
stackConfigDir: stacks
"""


@pytest.fixture
def stack(home: Path, tmp_path: Path) -> Stack:
    """A small stack of its own project, with one plain and one secret setting."""
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "stacks" / "Pulumi.small.yaml").write_text("config:\n  trial:size: 3\n")
    made = Stack("small", prepare(), environment(home), project=tmp_path)
    made.create()
    made.pulumi("config", "set", "--secret", "word", "sesame", "--stack", made.name)
    return made


@pytest.fixture(autouse=True)
def _forget(stack: Stack) -> Iterator[None]:
    yield
    stack.forget()


def write_program(stack: Stack, program: str) -> None:
    (stack.project / "__main__.py").write_text("import pulumi\n" + dedent(program))


def up(stack: Stack, *arguments: str) -> str:
    return stack.pulumi("up", "--stack", stack.name, "--yes", "--skip-preview", *arguments)


def test_a_program_sees_its_settings_its_secrets_and_its_own_modules(stack: Stack) -> None:
    (stack.project / "run_program.py").write_text("NAME = 'the program has a module of this name too'\n")
    write_program(
        stack,
        """
        import run_program
        config = pulumi.Config()
        pulumi.export("size", config.require_int("size"))
        pulumi.export("word", config.require_secret("word").apply(lambda word: word.upper()))
        pulumi.export("module", run_program.NAME)
        pulumi.export("stack", pulumi.get_stack())
        """,
    )
    shown = up(stack)
    assert "SESAME" not in shown
    outputs = json.loads(stack.pulumi("stack", "output", "--json", "--show-secrets", "--stack", stack.name))
    assert outputs == {
        "size": 3,
        "word": "SESAME",
        "module": "the program has a module of this name too",
        "stack": "small",
    }


def test_what_a_program_prints_is_shown(stack: Stack) -> None:
    write_program(stack, "print('a line from the program')")
    assert "a line from the program" in up(stack)


def test_an_error_the_program_means_for_its_user_comes_without_a_traceback(stack: Stack) -> None:
    write_program(stack, "raise pulumi.RunError('size must be at least 4, got 3')")
    with pytest.raises(SandboxError) as error:
        up(stack)
    assert "size must be at least 4, got 3" in str(error.value)
    assert "Traceback" not in str(error.value)


def test_an_unexpected_error_names_the_line_of_the_program(stack: Stack) -> None:
    write_program(stack, "1 / 0")
    with pytest.raises(SandboxError, match=r"__main__\.py(.|\n)*ZeroDivisionError"):
        up(stack)


def test_a_program_that_kills_itself_is_an_error_and_not_a_success(stack: Stack) -> None:
    write_program(stack, "import os; os._exit(7)")
    with pytest.raises(SandboxError, match="exit code 7"):
        up(stack)


def test_a_policy_pack_refuses_what_it_says_it_refuses(stack: Stack, tmp_path: Path) -> None:
    write_program(stack, "pulumi.ComponentResource('trial:index:Thing', 'too-big', {'size': 9})")
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (pack / "__main__.py").write_text(
        dedent(
            """
            from pulumi_policy import EnforcementLevel, PolicyPack, StackValidationPolicy

            def refuse(args, report):
                for resource in args.resources:
                    if resource.name == "too-big":
                        report("things may not be big", resource.urn)

            rule = StackValidationPolicy("size", "Small things.", refuse)
            PolicyPack("trial", [rule], EnforcementLevel.MANDATORY)
            """
        )
    )
    with pytest.raises(SandboxError, match="things may not be big"):
        up(stack, "--policy-pack", str(pack))
