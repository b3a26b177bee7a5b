"""The programs in the pods, run as the programs they are: they start a test without ssh, and judge what it said."""

import ast
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from components.cluster.acceptance_manifest import PROGRAMS, ROOT
from sandbox.ports import Ports
from tests.components.acceptance_pods import EFA, PLAN, ROWS, Ended, Pods


@pytest.fixture
def pods(tmp_path: Path) -> Iterator[Pods]:
    with Ports(1) as ports:
        yield Pods(tmp_path, *ports.numbers)


def says(pods: Pods, *lines: str, code: int = 0) -> None:
    """An mpirun that says the lines."""
    pods.folder.joinpath("said").write_text("".join(lines))
    pods.program("mpirun", f"#!/bin/sh\ncat {pods.folder}/said\nexit {code}\n")


def verdict(pods: Pods, **plan: Any) -> Ended:
    ended = pods.run(**plan)
    assert (ended[1].code == 0) == (ended[0].code == 0), "the pods agree"
    return ended[0]


def test_a_fast_run_over_efa_is_accepted(pods: Pods) -> None:
    says(pods, EFA, ROWS)
    ended = verdict(pods)
    assert ended.code == 0
    assert ended.verdict == "ACCEPTED: 475.07 GB/s of bus bandwidth (300 are asked for) with 16 ranks on 2 nodes"
    assert ended.message == ended.verdict
    assert "NET/OFI Selected provider is efa" in ended.log, "the test's own log is in the pod's"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([EFA, "pod-1:9:9 [0] NCCL INFO Channel 00/0 : 8[0] -> 0[0] [send] via NET/Socket/0\n", ROWS], "NET/Socket/0"),
        ([EFA, EFA.replace("pod-0", "pod-1").replace("32", "31"), ROWS], "a node found 31 EFA devices"),
        ([EFA, ROWS.replace("475.07", "12.31")], "the bus bandwidth is 12.31 GB/s"),
        ([EFA], "the log has no measurement"),
    ],
    ids=["over TCP", "a device missing", "too slow", "no result"],
)
def test_a_run_that_is_not_what_was_paid_for_is_refused(pods: Pods, lines: list[str], sentence: str) -> None:
    says(pods, *lines)
    ended = verdict(pods)
    assert ended.code == 1
    assert ended.verdict.startswith("REFUSED: ")
    assert sentence in ended.verdict


def test_nothing_of_a_run_is_left_for_the_next_one_to_stumble_over(pods: Pods) -> None:
    says(pods, EFA, ROWS)
    with tempfile.TemporaryDirectory() as temporary:  # short, as the name of a socket has to be
        pods.temporary = temporary
        assert verdict(pods).code == 0
        assert os.listdir(temporary) == []


def test_a_test_that_fails_is_refused_with_its_own_complaint(pods: Pods) -> None:
    says(pods, "NCCL WARN Error: network AWS Libfabric not found.\n", "exiting\n", code=3)
    ended = verdict(pods)
    assert ended.verdict == (
        "REFUSED: the test ended with exit code 3; it said: NCCL WARN Error: network AWS Libfabric not found."
    )


def test_a_test_that_hangs_is_ended_and_refused_with_its_last_words(pods: Pods) -> None:
    pods.program("mpirun", "#!/bin/sh\necho waiting for pod-1\nexec sleep 600\n")
    ended = verdict(pods, seconds=4)
    assert ended.verdict == "REFUSED: the test did not end in time; it said: waiting for pod-1"


def test_an_image_without_the_test_says_so(pods: Pods) -> None:
    ended = verdict(pods, tool="nccom", program="/opt/aws/neuron/bin/nccom-test")
    assert "REFUSED: /opt/aws/neuron/bin/nccom-test could not be started" in ended.verdict


def test_a_pod_that_does_not_come_is_named(pods: Pods) -> None:
    says(pods, EFA, ROWS)
    [ended] = pods.run([0], nodes=3, seconds=2).values()
    assert ended.code == 1
    assert "2 of 3 pods did not come within 1 seconds: pod-1, pod-2" in ended.verdict


def test_a_pod_that_cannot_reach_the_first_one_gives_up(pods: Pods) -> None:
    [ended] = pods.run([1], seconds=1).values()
    assert ended.code == 1
    assert "REFUSED: pod 0 (127.0.0.1) could not be reached" in ended.verdict


def test_mpirun_starts_its_daemons_in_the_other_pods_through_the_agent(pods: Pods) -> None:
    # As Open MPI does: the agent is a command line, and the daemon's command comes in several words.
    pods.program(
        "mpirun",
        "#!/bin/sh\n"
        'echo "called with $*"\n'
        "$OMPI_MCA_plm_rsh_agent pod-1 echo daemon '-x;' hostname is '$HOSTNAME' '>&2;' exit 7\n"
        'echo "the agent ended with $?"\n'
        "$PRTE_MCA_plm_ssh_agent pod-9 true\n"
        'echo "and of a pod that is not there with $?"\n',
    )
    ended = pods.run()
    assert "--host pod-0:8,pod-1:8 -np 16" in ended[0].log
    assert "all_reduce_perf -b 512M" in ended[0].log
    assert "daemon -x" in ended[1].log
    assert "the agent ended with 7" in ended[0].log
    assert "and of a pod that is not there with 255" in ended[0].log


def test_nccom_test_is_told_its_ranks_and_hosts_and_where_they_meet(pods: Pods) -> None:
    pods.program(
        "nccom-test",
        f"#!{sys.executable}\n"
        "import os, sys\n"
        "print(' '.join(sys.argv[1:]), os.environ['NEURON_RT_ROOT_COMM_ID'])\n"
        "print('  1073741824  268435456  fp32  30000  35.79  69.34')\n",
    )
    ended = verdict(pods, tool="nccom", program="nccom-test", arguments=["all_reduce"], ranks_per_node=32, floor=70)
    assert f"all_reduce -r 64 -N 2 --hosts pod-0 pod-1 127.0.0.1:{pods.port + 1}" in ended.log
    # 69.34 GiB/s; nccom-test does not say which network it took, and what it reaches is more than TCP could.
    assert ended.verdict == "ACCEPTED: 74.45 GB/s of bus bandwidth (70 are asked for) with 64 ranks on 2 nodes"


def test_a_stranger_who_connects_gets_nothing_and_takes_nobodys_place(pods: Pods, tmp_path: Path) -> None:
    stranger = (
        "import json, socket, sys\n"
        f"opened = socket.create_connection(('127.0.0.1', {pods.port}))\n"
        'opened.sendall(b\'{"host": "pod-7"}\\n\')\n'
        "print('the stranger was told', opened.makefile().read() or 'nothing')\n"
    )
    (tmp_path / "said").write_text(EFA + ROWS)
    (tmp_path / "stranger.py").write_text(stranger)
    pods.program("mpirun", f"#!/bin/sh\n{sys.executable} {tmp_path}/stranger.py\ncat {tmp_path}/said\n")
    ended = verdict(pods)
    assert "the stranger was told nothing" in ended.log
    assert ended.code == 0


@pytest.mark.parametrize("path", PROGRAMS)
def test_a_program_runs_in_an_image_that_has_python_3_10_and_nothing_of_ours(path: str) -> None:
    ours = {each.removesuffix(".py").replace("/", ".") for each in PROGRAMS}
    tree = ast.parse((ROOT / path).read_text(), feature_version=(3, 10))
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    others = {name for name in (froms | plain) - ours if name.partition(".")[0] not in sys.stdlib_module_names}
    assert others == set()


def test_the_plan_of_these_tests_has_what_the_component_writes() -> None:
    from tests.components.test_acceptance_job import plan

    assert plan().keys() == PLAN.keys()
