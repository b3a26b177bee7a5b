"""Run an MPI program over the pods of an indexed Job without ssh, and judge what it says.

`python3 -m components.cluster.acceptance.launch plan.json` runs in every pod. Pod 0 waits for the others, starts the
test with `mpirun` and judges its log. mpirun starts a daemon on every other node through a remote shell; here that is
this program again (`agent <host> <command>`): it hands the command to pod 0's main process, which passes it on over the
connection that the pod of that host has opened. Nobody listens but pod 0, and a pod runs only what pod 0 tells it:
whoever else connects gets nothing run.
"""

import json
import os
import re
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from components.cluster.acceptance.messages import Connection, serve
from components.cluster.acceptance.workers import NOT_RUN, Failed, Workers
from components.compute.fabric_log import TCP, faults_of_log, read_fabric_log

# Processes of one machine that play the pods need a port of their own, the loopback, and another place for the verdict.
PORT = int(os.environ.get("ACCEPTANCE_PORT", "7777"))
LEADER = os.environ.get("ACCEPTANCE_LEADER", "")
TERMINATION_LOG = os.environ.get("ACCEPTANCE_TERMINATION_LOG", "/dev/termination-log")
AGENT_SOCKET = "ACCEPTANCE_AGENT_SOCKET"
SECONDS_BETWEEN_TRIES = 0.5
SECONDS_TO_CONNECT = 5
SHARE_OF_TIME_TO_GATHER = 0.5
COMPLAINT = re.compile(r"NCCL WARN|\b(?:ERROR|Error|error)\b")


def lead(plan: dict[str, Any], hosts: list[str]) -> bool:
    """Pod 0: gather the pods, run the test, judge it."""
    workers = Workers(hosts[1:])
    serve(socketserver.ThreadingTCPServer, ("", PORT), workers.welcome)
    end = time.monotonic() + plan["seconds"]
    accepted = False
    try:
        workers.gather(plan["seconds"] * SHARE_OF_TIME_TO_GATHER)
        accepted, sentence = judge(plan, *run_test(test_command(plan, hosts), workers, end))
    except Failed as failed:
        sentence = str(failed)
    finally:
        workers.dismiss(accepted)
    report(accepted, sentence)
    return accepted


def test_command(plan: dict[str, Any], hosts: list[str]) -> list[str]:
    """The command of the test, its ranks and its hosts."""
    ranks, nodes = plan["ranks_per_node"], plan["nodes"]
    test = [plan["program"], *plan["arguments"]]
    if plan["tool"] == "nccom":  # which calls mpirun itself
        return [*test, "-r", str(ranks * nodes), "-N", str(nodes), "--hosts", *hosts]
    slots = ",".join(f"{host}:{ranks}" for host in hosts)
    # MPI itself only tells the ranks of each other: over TCP, so that EFA's devices are NCCL's alone.
    mpi = ["--bind-to", "none", "--mca", "pml", "ob1", "--mca", "btl", "tcp,self"]
    return ["mpirun", "--host", slots, "-np", str(ranks * nodes), *mpi, *test]


def run_test(command: list[str], workers: Workers, end: float) -> tuple[list[str], str]:
    """Run the test and pass its output on; return its lines, and what happened where it did not end well."""
    # A folder of this run's own: a name by process id may be that of an earlier run, which left its socket.
    with tempfile.TemporaryDirectory(prefix="acceptance-") as folder:
        path = f"{folder}/agents.socket"
        serve(socketserver.ThreadingUnixStreamServer, path, lambda agent: _serve_agent(agent, workers))
        print(f"launch: {' '.join(command)}", flush=True)
        return _run(command, agent_environment(path), end)


def _run(command: list[str], environment: dict[str, str], end: float) -> tuple[list[str], str]:
    try:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise Failed(f"{command[0]} could not be started: {error}") from None
    late = threading.Event()

    def stop() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(max(0.0, end - time.monotonic()), stop)
    timer.start()
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    code = process.wait()
    timer.cancel()
    if late.is_set():
        return lines, "the test did not end in time"
    return lines, f"the test ended with exit code {code}" if code else ""


def judge(plan: dict[str, Any], lines: list[str], trouble: str) -> tuple[bool, str]:
    """Whether the pool is accepted, and a sentence that says why."""
    log = read_fabric_log("".join(lines))
    if trouble:
        said = [line.strip() for line in lines if line.strip()] or ["nothing"]
        complaints = [line for line in said if COMPLAINT.search(line)]
        network = "" if log.network != TCP else f"; the network is tcp: {log.why}"
        return False, f"{trouble}; it said: {(complaints or said[-1:])[0]}{network}"
    faults = faults_of_log(log, plan["floor"], plan["efa_interfaces"], names_network=plan["tool"] == "nccl")
    if faults:
        return False, "; ".join(faults)
    reached = f"{log.bus_gigabytes_per_second:g} GB/s of bus bandwidth ({plan['floor']:g} are asked for)"
    return True, f"{reached} with {plan['nodes'] * plan['ranks_per_node']} ranks on {plan['nodes']} nodes"


def agent_environment(path: str) -> dict[str, str]:
    """What makes Open MPI start its daemons through this program; version 4 and version 5 have names of their own."""
    agent = f"{sys.executable} -m components.cluster.acceptance.launch agent"
    return {
        AGENT_SOCKET: path,
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "OMPI_MCA_plm_rsh_agent": agent,
        "OMPI_MCA_plm_rsh_no_tree_spawn": "1",
        "PRTE_MCA_plm_ssh_agent": agent,
        "PRTE_MCA_plm_ssh_no_tree_spawn": "1",
        # Where Neuron's ranks find each other.
        "NEURON_RT_ROOT_COMM_ID": f"{LEADER or socket.gethostbyname(socket.gethostname())}:{PORT + 1}",
    }


def _serve_agent(agent: Connection, workers: Workers) -> None:
    asked = agent.receive()
    if asked:
        agent.send({"exit": workers.run(asked["host"], asked["command"])})


def ask_as_agent(host: str, command: str) -> int:
    """What mpirun calls in place of ssh."""
    with socket.socket(socket.AF_UNIX) as opened:
        opened.connect(os.environ[AGENT_SOCKET])
        pod = Connection(opened)
        pod.send({"host": host, "command": command})
        return (pod.receive() or {}).get("exit", NOT_RUN)  # type: ignore[no-any-return]


def follow(plan: dict[str, Any], leader: str, host: str) -> bool:
    """Any pod but 0: run what pod 0 says until it says how it ended."""
    connection = connect(leader, time.monotonic() + plan["seconds"])
    connection.send({"host": host})
    while True:
        message = connection.receive()
        if message is None:
            raise Failed(f"pod 0 ({leader}) is gone")
        if "end" in message:
            return bool(message["end"])
        process = subprocess.run(message["run"], shell=True, stdin=subprocess.DEVNULL, check=False)
        connection.send({"exit": process.returncode})


def connect(leader: str, end: float) -> Connection:
    """The connection to pod 0, which may not run yet, and whose name may not be known yet."""
    while True:
        try:
            opened = socket.create_connection((leader, PORT), timeout=SECONDS_TO_CONNECT)
        except OSError as error:
            if time.monotonic() > end:
                raise Failed(f"pod 0 ({leader}) could not be reached: {error}") from None
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            opened.settimeout(None)
            return Connection(opened)


def report(accepted: bool, sentence: str) -> None:
    """Say it in the log and where `kubectl describe pod` shows it."""
    said = f"{'ACCEPTED' if accepted else 'REFUSED'}: {sentence}"
    print(said, flush=True)
    with suppress(OSError):  # the log has it
        Path(TERMINATION_LOG).write_text(said)


def main(path: str) -> int:
    """Play the part that the pod's index gives it; return 0 where the pool is accepted."""
    plan = json.loads(Path(path).read_text())
    index = int(os.environ["JOB_COMPLETION_INDEX"])
    # A pod of an indexed Job is called after the Job and its index.
    job = os.environ.get("HOSTNAME", socket.gethostname()).split(".")[0].rpartition("-")[0]
    hosts = [f"{job}-{number}" for number in range(plan["nodes"])]
    try:
        accepted = lead(plan, hosts) if index == 0 else follow(plan, LEADER or hosts[0], hosts[index])
    except Failed as failed:
        report(False, str(failed))
        return 1
    return 0 if accepted else 1


if __name__ == "__main__":
    if sys.argv[1] == "agent":
        sys.exit(ask_as_agent(sys.argv[2], " ".join(sys.argv[3:])))
    sys.exit(main(sys.argv[1]))
