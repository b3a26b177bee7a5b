"""`python -m stacks pods` and `python -m stacks fabric-log`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from stacks.__main__ import app
from stacks.fault import shown
from tests.settings.broken import GOOD

RUN = CliRunner()
PODS = GOOD.parent.parent / "examples" / "pods"


def pods(*manifests: Path, pool: str = "h100") -> tuple[int, list[str]]:
    result = RUN.invoke(app, ["pods", str(GOOD), pool, *map(str, manifests)])
    return result.exit_code, result.output.splitlines()


def test_pods_that_use_efa_end_with_0() -> None:
    code, said = pods(PODS / "all-reduce.yaml")
    assert (code, said) == (0, ["nothing keeps these pods from the 32 EFA interfaces of a p5.48xlarge"])


def test_pods_that_would_talk_over_tcp_end_with_1_and_a_sentence_for_each_thing_in_the_way() -> None:
    code, said = pods(PODS / "all-reduce.yaml", PODS / "falls-back.yaml")
    assert code == 1
    assert len(said) == 5
    where = f"{shown(PODS / 'falls-back.yaml')}: spec.template.spec.containers[0] 'worker': "
    assert all(sentence.startswith(where) for sentence in said)
    assert said[0] == f"{where}asks for no vpc.amazonaws.com/efa, and so talks over TCP; ask for 32"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a: [", "is not YAML: "),
        ("spec: {containers: [{resources: {limits: {nvidia.com/gpu: lots}}}]}", "cannot read the quantity 'lots'"),
    ],
)
def test_a_manifest_that_cannot_be_read_ends_with_2_and_a_sentence(content: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "pod.yaml"
    path.write_text(content)
    code, [said] = pods(path)
    assert code == 2
    assert said.startswith(f"{shown(path)}: {sentence}")


def test_a_manifest_that_is_not_there_ends_with_2_and_a_sentence() -> None:
    assert pods(Path("gone.yaml")) == (2, ["gone.yaml: cannot be read: No such file or directory"])


def test_a_pool_that_is_not_there_ends_with_2_and_the_pools_there_are() -> None:
    code, [said] = pods(PODS / "all-reduce.yaml", pool="h200")
    assert code == 2
    assert said.endswith("has no accelerator pool 'h200'; its pools are h100")


def log(path: Path, floor: float = 0) -> tuple[int, list[str]]:
    result = RUN.invoke(app, ["fabric-log", str(path), "--floor", str(floor)])
    return result.exit_code, result.output.splitlines()


def test_a_log_of_a_run_over_efa_ends_with_0_and_its_bandwidth() -> None:
    assert log(PODS / "all-reduce.log", 400) == (0, ["over EFA through GPU memory: 475.07 GB/s"])


def test_a_log_below_the_floor_ends_with_1() -> None:
    path = PODS / "all-reduce.log"
    assert log(path, 500) == (1, [f"{shown(path)}: the bus bandwidth is 475.07 GB/s; 500 or more is right"])


def test_a_log_of_a_fall_back_ends_with_1_and_its_line(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text((PODS / "all-reduce.log").read_text() + "NCCL INFO Using network Socket\n")
    code, [said] = log(path)
    assert code == 1
    assert said == f"{shown(path)}: the network is tcp: line 11: NCCL INFO Using network Socket; EFA is right"


def test_a_log_that_is_not_there_ends_with_2() -> None:
    assert log(Path("gone.log")) == (2, ["gone.log: cannot be read: No such file or directory"])
