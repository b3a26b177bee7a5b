"""The control plane's binary and its processes: what is built when, and that nothing is left behind."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.engine.plugin import is_alive
from sandbox.errors import BuildFailed, ControlPlaneUnavailable, SandboxError
from sandbox.home import checkout
from sandbox.kubernetes import install
from sandbox.kubernetes.by_hand import run
from sandbox.kubernetes.nodes import nodes, nodes_of_pool
from sandbox.report import Screen


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def built(program: Any, binary: Path, workshop: Path, report: Any) -> None:
    binary.parent.mkdir(parents=True)
    binary.write_text(program.link_flags)


def test_it_is_built_once_and_told_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "build", built)
    binary = install.control_plane_binary()
    assert f"gitVersion=v{install.KUBERNETES}" in binary.read_text()
    monkeypatch.setattr(install, "build", lambda *_: pytest.fail("built again"))
    assert install.control_plane_binary() == binary


def test_another_main_is_another_binary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = install._key()
    for name in ("go.mod", "go.sum", "main.go"):
        (tmp_path / name).write_bytes((install.MODULE / name).read_bytes())
    monkeypatch.setattr(install, "MODULE", tmp_path)
    assert install._key() == before
    (tmp_path / "main.go").write_text("package main\n")
    assert install._key() != before


def test_a_build_that_fails_is_one_sentence_and_leaves_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(program: Any, binary: Path, workshop: Path, report: Any) -> None:
        binary.parent.mkdir(parents=True)
        raise BuildFailed("`go list .` failed (no such module)")

    monkeypatch.setattr(install, "build", fail)
    with pytest.raises(ControlPlaneUnavailable, match=r"^The Kubernetes control plane could not be built: `go list"):
        install.control_plane_binary()
    assert not list(cache.rglob("*unfinished*"))


def test_the_versions_are_those_of_the_module() -> None:
    module = (install.MODULE / "go.mod").read_text()
    assert f"require k8s.io/kubernetes v{install.KUBERNETES}\n" in module
    assert f"require sigs.k8s.io/kwok v{install.KWOK}\n" in module
    staging = set(re.findall(r"\tk8s.io/\S+ => k8s.io/\S+ (\S+)", module))
    assert staging == {"v0." + install.KUBERNETES.partition(".")[2]}


def started(tmp_path: Path, script: str) -> "subprocess.Popen[str]":
    """The processes of a control plane whose binary is a shell script."""
    binary = tmp_path / "binary"
    binary.write_text(f"#!/bin/sh\n{script}\n")
    binary.chmod(0o755)
    command = [sys.executable, "-m", "sandbox.kubernetes.processes", str(binary), str(tmp_path / "folder")]
    return subprocess.Popen(command, cwd=checkout(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_nothing_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ids")
    process = started(tmp_path, f"echo $$ > {tmp_path}/ids; exec sleep 600")
    first = int((tmp_path / "ids").read_text().split()[0])  # waits for one of them to have written it
    assert is_alive(first)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0
    assert process.stdout is not None
    process.stdout.close()
    assert not is_alive(first)


def test_a_part_that_ends_at_once_is_named_with_its_last_words(tmp_path: Path) -> None:
    process = started(tmp_path, 'echo "no space left on device"; exit 3')
    assert process.stdout is not None
    assert process.stdin is not None
    *_, last = process.stdout
    process.stdout.close()
    process.stdin.close()
    assert process.wait(30) == 1
    what, text = json.loads(last)
    assert what == "failed"
    assert re.fullmatch(r"(etcd|kube-apiserver) ended with 3: no space left on device", text)


def test_a_node_has_what_the_catalogue_says_its_type_has() -> None:
    [node] = nodes("a", "p5.48xlarge", 1, labels={"groundwork/pool": "a"}, taints={"nvidia.com/gpu": "true"})
    allocatable = node["status"]["allocatable"]
    assert allocatable["cpu"] == "192"
    assert allocatable["nvidia.com/gpu"] == "8"
    assert allocatable["vpc.amazonaws.com/efa"] == "32"
    assert node["metadata"]["labels"]["groundwork/pool"] == "a"
    assert node["spec"]["taints"] == [{"key": "nvidia.com/gpu", "value": "true", "effect": "NoSchedule"}]


def test_huge_pages_are_taken_from_the_memory() -> None:
    [plain] = nodes("a", "trn2.48xlarge", 1, labels={}, taints={})
    [huge] = nodes("a", "trn2.48xlarge", 1, labels={}, taints={}, hugepages_mib=4096)
    memory = [int(node["status"]["allocatable"]["memory"].removesuffix("Mi")) for node in (plain, huge)]
    assert memory[0] - memory[1] == 4096
    assert huge["status"]["allocatable"]["hugepages-2Mi"] == "4096Mi"


def test_a_node_whose_plugin_found_no_efa_offers_none() -> None:
    [node] = nodes("a", "p5.48xlarge", 1, labels={}, taints={}, efa=0)
    assert "vpc.amazonaws.com/efa" not in node["status"]["allocatable"]


def test_nodes_of_a_pool_have_what_its_pods_look_for() -> None:
    [node] = nodes_of_pool("train", "trn1.32xlarge", 1)
    assert node["metadata"]["labels"]["groundwork/pool"] == "train"
    assert [taint["key"] for taint in node["spec"]["taints"]] == ["aws.amazon.com/neuron"]
    assert node["status"]["allocatable"]["hugepages-2Mi"] == "10256Mi"


def test_a_type_that_does_not_exist_is_refused_before_anything_starts() -> None:
    with pytest.raises(SandboxError, match=r"--instance-type: .*did you mean 'p5.48xlarge'"):
        run(Screen(quiet=True), "train", "p5.48xlrge", 1)
