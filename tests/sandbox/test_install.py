"""Which `pulumi` is used, and what is said where none can be had."""

import fcntl
import os
import threading
from pathlib import Path

import pytest

from sandbox.engine import go_toolchain, install
from sandbox.engine.go_build import Report
from sandbox.errors import BuildFailed, EngineUnavailable


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("version", ["v3.259.0", "3.260.4", "v3.300.0-alpha.1"])
def test_a_pulumi_on_path_that_is_new_enough_is_used_as_it_is(path: Path, version: str) -> None:
    found = script(path / "pulumi", f"echo {version}")
    assert install.pulumi() == found


@pytest.mark.parametrize("body", ["echo v3.258.9", "echo v2.400.0", "echo v4.0.0", "echo banana", "exit 1"])
def test_another_pulumi_on_path_is_not_used(path: Path, body: str) -> None:
    script(path / "pulumi", body)
    assert install.installed() is None


def test_the_sandboxs_own_pulumi_is_not_taken_for_an_engine(path: Path) -> None:
    script(path / "pulumi", "# exec python pulumi_shim.py\necho v3.259.0")
    assert install.installed() is None


def test_the_engine_in_the_cache_is_used_before_anything_is_fetched(path: Path, tmp_path: Path) -> None:
    cached = script(tmp_path / "cache" / "groundwork" / "engine" / install.VERSION / "bin" / "pulumi", "echo v3.259.0")
    assert install.pulumi() == cached


def test_of_two_runs_at_once_only_one_installs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installations = []

    def install_slowly(root: Path, report: Report) -> None:
        installations.append(root)
        script(root / "bin" / "pulumi", "echo v3.259.0")

    monkeypatch.setattr(install, "_install", install_slowly)
    lock = tmp_path / "cache" / "groundwork" / "engine" / f"{install.VERSION}.lock"
    lock.parent.mkdir(parents=True)
    waiting = threading.Event()
    found: list[Path] = []
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = threading.Thread(target=lambda: found.append(install.pulumi(lambda text: waiting.set())))
        second.start()
        assert waiting.wait(30), "the second run must say that it waits"
        install_slowly(lock.parent / install.VERSION, lambda _: None)
    second.join(30)
    assert len(installations) == 1
    assert found == [lock.parent / install.VERSION / "bin" / "pulumi"]


def test_a_build_that_fails_is_one_sentence_and_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install, "_run_official_installer", lambda root: False)
    script(path / "go", 'case "$1" in env) echo go1.26.1;; *) echo "no such module" >&2; exit 1;; esac')
    with pytest.raises(EngineUnavailable, match=r"could not be built: `go list .*\(no such module\); put a `pulumi`"):
        install.pulumi()
    assert not list((tmp_path / "cache").rglob("*unfinished*"))


def test_a_go_that_is_too_old_is_passed_over_for_the_one_from_the_index(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(path / "go", "echo go1.19.2")
    fake_python = script(tmp_path / "python", 'echo "no network here" >&2; exit 1')
    monkeypatch.setattr("sandbox.engine.go_toolchain.sys.executable", str(fake_python))
    with pytest.raises(BuildFailed, match=r"needs Go 1.26 or newer.*no network here"):
        go_toolchain.find_go(tmp_path, lambda _: None)
