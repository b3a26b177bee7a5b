"""The sandbox's command line: `python -m sandbox --help`."""

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any

import typer

from sandbox import lifecycle
from sandbox.cloud import CloudError
from sandbox.errors import SandboxError
from sandbox.report import Screen, in_words, resource_tree, where_to_look

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=(
        "A cloud that fits in a laptop: the real Pulumi engine on an emulated AWS account.\n\n"
        "Nothing leaves this machine and no credentials are needed or used. State, plugins and the cloud's process "
        "live in .sandbox/ (GROUNDWORK_SANDBOX_HOME moves it); the engine is kept in ~/.cache/groundwork "
        "(XDG_CACHE_HOME moves it).\n\n"
        "Exit codes: 0 done; 1 the engine refused or failed; 2 wrong usage; 3 no engine can be had; "
        "4 something is left in the account; 5 another run holds the stack."
    ),
)

StackName = Annotated[str, typer.Argument(help="A stack: the NAME of stacks/Pulumi.NAME.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout; progress stays on stderr.")]


@contextmanager
def _answers(as_json: bool) -> Iterator[Screen]:
    """Turn an expected failure into its sentence and its exit code."""
    try:
        yield Screen()
    except (SandboxError, CloudError) as error:
        code = error.exit_code if isinstance(error, SandboxError) else 1
        if as_json:
            print(json.dumps({"format": 1, "error": str(error), "exit_code": code}))
        else:
            print(error, file=sys.stderr)
        raise typer.Exit(code) from None
    except KeyboardInterrupt:
        print("Interrupted; run the same command again and it goes on from here.", file=sys.stderr)
        raise typer.Exit(130) from None


def _run(as_json: bool, work: Callable[[Screen], lifecycle.Result], tell: Callable[[Screen, Any], None]) -> None:
    with _answers(as_json) as screen:
        result = work(screen)
        if as_json:
            print(json.dumps(asdict(result), indent=2))
        else:
            tell(screen, result)


@app.command()
def up(
    stack: StackName = "sandbox",
    policy_pack: Annotated[str | None, typer.Option(help="Refuse what this policy pack refuses: policies")] = None,
    as_json: AsJson = False,
) -> None:
    """Bring a stack up and say where to look. Run it again after any interruption: it goes on from there."""

    def tell(screen: Screen, result: lifecycle.Result) -> None:
        screen.console.print(resource_tree(result.stack, result.resources))
        what = in_words(result.changes, "nothing changed")
        screen.say(f"{result.stack} is up: {len(result.resources)} resources, {what}, in {result.seconds} s.")
        google = any(resource["type"].startswith("gcp:") for resource in result.resources)
        screen.say(where_to_look(result.stack, {"AWS_ENDPOINT_URL": result.endpoint_url}, google))

    _run(as_json, lambda screen: lifecycle.up(stack, screen, policy_pack), tell)


@app.command()
def preview(stack: StackName = "sandbox", as_json: AsJson = False) -> None:
    """Ask the engine what `up` would change. (`python -m preview` answers without an engine, and says more.)"""

    def tell(screen: Screen, result: lifecycle.Result) -> None:
        screen.say(f"`up` of {result.stack} would leave: {in_words(result.changes, 'everything as it is')}.")

    _run(as_json, lambda screen: lifecycle.preview(stack, screen), tell)


@app.command()
def down(stack: StackName = "sandbox", as_json: AsJson = False) -> None:
    """Take a stack down, stop the cloud when nothing else lives in it, and count what is left in the account."""

    def tell(screen: Screen, result: lifecycle.Result) -> None:
        gone = result.changes.get("delete", 0)
        screen.say(
            f"{result.stack} is down: {gone} deleted in {result.seconds} s; "
            f"{sum(result.left_in_account.values())} left in the account."
        )

    _run(as_json, lambda screen: lifecycle.down(stack, screen), tell)


@app.command()
def kubernetes(
    instance_type: Annotated[str, typer.Option(help="Type of the nodes that are played.")] = "p5.48xlarge",
    nodes: Annotated[int, typer.Option(min=0, max=1000, help="How many nodes are played.")] = 2,
    pool: Annotated[str, typer.Option(help="Pool the nodes say they are of (label groundwork/pool).")] = "train",
) -> None:
    """Run a real Kubernetes control plane with nodes that are not there, until interrupted."""
    from sandbox.kubernetes.by_hand import run

    with _answers(False) as screen:
        run(screen, pool, instance_type, nodes)


@app.command()
def env(stack: StackName = "sandbox", as_json: AsJson = False) -> None:
    """Print what a shell needs to run `pulumi`, `aws` and boto3 in the sandbox: eval "$(python -m sandbox env)"."""
    with _answers(as_json) as screen:
        ready = lifecycle.get_ready(stack, screen)
        if as_json:
            print(json.dumps({"format": 1, "path": str(ready.home / "bin"), "variables": ready.variables}, indent=2))
            return
        for name, value in ready.variables.items():
            print(f"export {name}={shlex.quote(value)}")
        print(f"export PATH={shlex.quote(str(ready.home / 'bin'))}:$PATH")
        print("unset PULUMI_ACCESS_TOKEN PULUMI_CONFIG_PASSPHRASE_FILE AWS_PROFILE AWS_SESSION_TOKEN KUBECONFIG")


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say what runs and what is up, without starting anything."""
    with _answers(as_json) as screen:
        now = lifecycle.status()
        if as_json:
            print(json.dumps(now, indent=2))
            return
        screen.say(f"The cloud runs at {now['endpoint_url']}." if now["endpoint_url"] else "The cloud is not running.")
        for name, stack in now["stacks"].items():
            notes = [f"{stack['resources']} resources"]
            if stack["unfinished_operations"]:
                notes.append(f"{stack['unfinished_operations']} unfinished operations, which the next `up` settles")
            if stack["held_by_process"]:
                notes.append(f"process {stack['held_by_process']} is working on it")
            screen.say(f"{name}: {', '.join(notes)}")
        if now["account"]:
            screen.say(f"The account holds {sum(now['account'].values())} things of {len(now['account'])} kinds.")


if __name__ == "__main__":
    app()
