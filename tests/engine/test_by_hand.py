"""What a user types in a shell after `eval "$(python -m sandbox env)"`."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.home import checkout
from sandbox.stack import stack_names

pytestmark = pytest.mark.engine


def shell(commands: str) -> subprocess.CompletedProcess[str]:
    script = f'eval "$({sys.executable} -m sandbox env 2>/dev/null)" && {commands}'
    return subprocess.run(
        ["sh", "-c", script], cwd=checkout(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_pulumi_preview_of_prod_works_by_hand_and_leaves_the_stack_file_alone(home: Path) -> None:
    before = (checkout() / "stacks" / "Pulumi.prod.yaml").read_bytes()
    typed = shell("pulumi preview --stack prod")
    assert typed.returncode == 0, typed.stdout + typed.stderr
    assert "to create" in typed.stdout
    assert "$PATH" not in typed.stdout + typed.stderr, "no warning about where the plugins come from"
    assert (checkout() / "stacks" / "Pulumi.prod.yaml").read_bytes() == before


def test_every_stack_file_is_a_stack(home: Path) -> None:
    listed = shell("pulumi stack ls --json")
    assert all(f'"name": "{name}"' in listed.stdout for name in stack_names()), listed.stdout + listed.stderr


def test_boto3_finds_the_account(home: Path) -> None:
    program = "import boto3; print(boto3.client('sts').get_caller_identity()['Account'])"
    asked = shell(f'{sys.executable} -c "{program}"')
    assert asked.stdout.strip().isdigit(), asked.stderr
