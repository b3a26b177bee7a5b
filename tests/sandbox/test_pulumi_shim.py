"""The sandbox's `pulumi` leaves stack files as they were."""

import sys
from pathlib import Path

import pytest

from sandbox.engine.pulumi_shim import SALT, run

WRITTEN = "config:\n  # why\n  groundwork:platform: {layer: cloud,   stores: {}}   # laid out by hand\n"
LAID_OUT_ANEW = f"config:\n  # why\n  groundwork:platform: {{layer: cloud, stores: {{}}}}\nencryptionsalt: {SALT}\n"


@pytest.fixture
def stack_file(tmp_path: Path) -> Path:
    path = tmp_path / "Pulumi.prod.yaml"
    path.write_text(WRITTEN)
    return path


def engine_that_writes(path: Path, content: str, code: int = 0) -> list[str]:
    program = f"import sys; open({str(path)!r}, 'w').write({content!r}); sys.exit({code})"
    return [sys.executable, "-c", program]


def test_a_stack_file_that_only_got_the_salt_has_its_old_bytes_back(stack_file: Path) -> None:
    run(stack_file.parent, engine_that_writes(stack_file, LAID_OUT_ANEW))
    assert stack_file.read_text() == WRITTEN


def test_a_setting_that_was_changed_meanwhile_is_kept_and_the_salt_goes(stack_file: Path) -> None:
    run(stack_file.parent, engine_that_writes(stack_file, LAID_OUT_ANEW.replace("cloud", "cluster")))
    assert "layer: cluster" in stack_file.read_text()
    assert "encryptionsalt" not in stack_file.read_text()


def test_a_file_that_holds_the_salt_and_nothing_else_goes(tmp_path: Path) -> None:
    made = tmp_path / "Pulumi.trial.yaml"
    run(tmp_path, engine_that_writes(made, f"encryptionsalt: {SALT}\n"))
    assert not made.exists()


def test_the_salt_of_a_real_stack_is_left_alone(stack_file: Path) -> None:
    real = WRITTEN + "encryptionsalt: v1:another:v1:salt\n"
    run(stack_file.parent, engine_that_writes(stack_file, real))
    assert stack_file.read_text() == real


def test_the_exit_code_is_the_engines(stack_file: Path) -> None:
    assert run(stack_file.parent, engine_that_writes(stack_file, WRITTEN, code=3)) == 3
