"""One measurement in a process of its own: `python -m benchmarks.measure MODE NUMBER`.

MODE is imports, plain or capture (NUMBER resources), planning (NUMBER pools) or catalogue.

Prints one JSON object: seconds of processor time (user and system, all threads) and the peak of resident memory in MiB.
"""

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date


def main(mode: str, resources: int) -> dict[str, float]:
    """Measure, and return what was measured. Imports are everything this process did up to the program's start."""
    if mode == "catalogue":
        return {**_catalogue(), "mib": _peak_mib()}
    if mode == "planning":
        return {"planning": _planning(resources), "mib": _peak_mib()}
    from benchmarks.program import REGION, program
    from graph.capture import capture
    from policies.context import PolicyContext
    from policies.evaluate import evaluate

    _load_what_the_program_loads_lazily()
    if mode == "imports":
        return {"imports": time.process_time(), "mib": _peak_mib()}
    if mode == "plain":
        return {"plain": _seconds(_plain(program(resources))), "mib": _peak_mib()}

    captured = []
    seconds = _seconds(lambda: captured.append(capture(program(resources), config={"aws:region": REGION})))
    graph = captured[0]
    context = PolicyContext("prod", "111122223333", ("eu",), frozenset((REGION,)))
    policies = _seconds(lambda: evaluate(graph, today=date(2026, 1, 1), context=context))
    return {"capture": seconds, "policies": policies, "resources": len(graph), "mib": _peak_mib()}


def _catalogue() -> dict[str, float]:
    """The import on top of what every program has loaded before, and then the first question for each kind of fact."""
    from graph.capture import capture

    _ = capture
    _load_what_the_program_loads_lazily()
    assert "catalogue" not in sys.modules, "nothing loads the catalogue before it is measured"
    found = {"catalogue": _seconds(lambda: importlib.import_module("catalogue"))}
    import catalogue

    found["machines"] = _seconds(lambda: catalogue.accelerator("p5.48xlarge"))
    found["offerings"] = _seconds(lambda: catalogue.zones_offering("p5.48xlarge", "eu-north-1"))
    found["prices"] = _seconds(lambda: catalogue.instance_price("p5.48xlarge", "eu-north-1", "on-demand"))
    return found


def _planning(number: int) -> float:
    """Seconds to plan so many pools; what is asked for, and the facts of it, are there before."""
    from benchmarks.pools import plan, pools

    wanted = list(pools(number))
    plan(wanted[0])
    return _seconds(lambda: sum(map(plan, wanted)))


def _load_what_the_program_loads_lazily() -> None:
    """pulumi_aws loads a service's module at its first use, which must not count as declaring."""
    import pulumi_aws as aws

    _ = (aws.s3.Bucket, aws.iam.Role, aws.eks.PodIdentityAssociation)


def _plain(program: Callable[[], None]) -> Callable[[], None]:
    """The same resources through the SDK's own mocks, which answer with the inputs and keep nothing."""
    import pulumi
    from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks, set_mocks

    class Echo(Mocks):
        def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, str]]:
            return args.name, {"arn": args.name, "bucket": args.name, "name": args.name, **args.inputs}

        def call(self, args: MockCallArgs) -> dict[str, str]:  # type: ignore[override]
            raise LookupError(args.token)

    def declare() -> None:
        set_mocks(Echo())
        pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]

    return declare


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
