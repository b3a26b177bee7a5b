"""A control plane for a person: it runs until interrupted, and says how to reach it."""

import shlex
import signal
import threading
from contextlib import ExitStack

from catalogue.unknown import UnknownFact
from sandbox.errors import SandboxError
from sandbox.kubernetes.control_plane import control_plane
from sandbox.kubernetes.nodes import nodes_of_pool
from sandbox.report import Screen


def run(screen: Screen, pool: str, instance_type: str, count: int) -> None:
    """Start it with the nodes, say where it is, and wait for the interrupt."""
    try:
        wanted = list(nodes_of_pool(pool, instance_type, count))
    except UnknownFact as unknown:
        raise SandboxError(f"--instance-type: {unknown}") from None
    with ExitStack() as running:
        with screen.progress("Starting a Kubernetes control plane") as show:
            started = running.enter_context(control_plane(show))
        for node in wanted:
            started.client.create("/api/v1/nodes", node)
        ended = threading.Event()
        # A shell that starts it behind `&` has it ignore the interrupt: then only a handler of its own ends it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        screen.say(
            f"Kubernetes runs, with {count} nodes of {instance_type} that are not there: pods are placed, none runs.\n"
            f"  export KUBECONFIG={shlex.quote(str(started.kubeconfig))}\n"
            f"  {shlex.quote(str(started.folder / 'bin' / 'kubectl'))} get nodes\n"
            "Interrupt it to end it; nothing is kept."
        )
        ended.wait()
    screen.say("Ended.")
