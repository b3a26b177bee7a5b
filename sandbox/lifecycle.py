"""Up, preview, down and status of a stack in the sandbox."""

import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox import cloud
from sandbox.aws.lifecycle import Lifecycle
from sandbox.engine.environment import environment, prepare, sandbox_variables
from sandbox.errors import LeftBehind, SandboxError
from sandbox.home import sandbox_home
from sandbox.recovery import release_and_settle, start_afresh_if_account_is_lost
from sandbox.report import Run, Screen
from sandbox.stack import Stack, stack_names
from sandbox.throwaway import let_go


@dataclass
class Result:
    """What a command did; its JSON form is the fields."""

    command: str
    stack: str
    seconds: float
    endpoint_url: str
    changes: dict[str, int]
    resources: list[dict[str, Any]] = field(default_factory=list)
    outputs: dict[str, Any] = field(default_factory=dict)
    left_in_account: dict[str, int] = field(default_factory=dict)
    format: int = 1


def account_variables(running: cloud.Cloud, stack: Stack) -> dict[str, str]:
    """What leads boto3, the AWS command line and the provider plugin to the account and region of the stack."""
    region = stack.setting("region") or "eu-north-1"
    return {
        "AWS_ENDPOINT_URL": running.endpoint_url,
        # The emulated cloud reads the account from the key: every stack file has the account that it names.
        "AWS_ACCESS_KEY_ID": f"AKIA0000{stack.setting('account_id') or '123456789012'}",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
    }


@dataclass
class Ready:
    """A sandbox in which the engine can work on one stack."""

    home: Path
    cloud: cloud.Cloud
    stack: Stack
    screen: Screen

    @property
    def variables(self) -> dict[str, str]:
        """The variables that `python -m sandbox env` prints."""
        return sandbox_variables(self.home, account_variables(self.cloud, self.stack))

    def operate(self, title: str, *operation: str) -> Run:
        """Run an operation of the engine; raise with its errors if it does not end well."""
        with self.screen.progress(title) as show:
            run = Run(show)
            code = self.stack.operate(operation, run, self.screen.say)
        for sentence in run.advice:
            self.screen.say(sentence)
        if code != 0:
            reasons = (
                "\n".join(dict.fromkeys([*run.violations, *run.errors])) or f"the engine ended with exit code {code}"
            )
            raise SandboxError(f"`pulumi {operation[0]} --stack {self.stack.name}` failed:\n{reasons}")
        return run


def get_ready(name: str, screen: Screen) -> Ready:
    """Install, start and select whatever is missing, and bring the stack back from a run that was killed."""
    known = stack_names()
    if name not in known:
        raise SandboxError(
            f"There is no stack file stacks/Pulumi.{name}.yaml; the stacks are: {', '.join(known) or 'there is none'}."
        )
    with screen.progress("Getting the Pulumi engine ready") as show:
        home = prepare(show)
    with screen.progress("Starting the sandbox's cloud"):
        running = cloud.start(home)
        # Every stack is there for a `pulumi` by hand, as it would be in a team's backend.
        for other in known:
            start_afresh_if_account_is_lost(Stack(other, home, environment(home)), running.cloud_id, screen.say)
        variables = account_variables(running, Stack(name, home, {}))
        stack = Stack(name, home, environment(home, variables))
    release_and_settle(stack, lambda: cloud.created_ids(running.endpoint_url), screen.say)
    return Ready(home, running, stack, screen)


def up(name: str, screen: Screen, policy_pack: str | None = None) -> Result:
    """Bring the stack up."""
    began = time.monotonic()
    ready = get_ready(name, screen)
    policies = ["--policy-pack", policy_pack] if policy_pack else []
    run = ready.operate(f"Bringing {name} up", "up", "--yes", "--skip-preview", *policies)
    return _result("up", ready, run, began)


def preview(name: str, screen: Screen) -> Result:
    """Ask the engine what `up` would do."""
    began = time.monotonic()
    ready = get_ready(name, screen)
    return _result("preview", ready, ready.operate(f"Previewing {name}", "preview"), began)


def down(name: str, screen: Screen) -> Result:
    """Take the stack down, protected resources too, and prove that nothing is left."""
    began = time.monotonic()
    ready = get_ready(name, screen)
    variables = ready.variables
    account = {"region": variables["AWS_REGION"], "allowedAccountIds": [variables["AWS_ACCESS_KEY_ID"][-12:]]}
    protected = let_go(ready.stack, Lifecycle(ready.cloud.endpoint_url, account))
    if protected:
        screen.say(
            f"{protected} resources were protected against deletion; a sandbox is thrown away, so their protection is "
            "lifted."
        )
    run = ready.operate(f"Taking {name} down", "destroy", "--yes", "--skip-preview")

    others = [other for other in stack_names() if Stack(other, ready.home, {}).resources()]
    result = _result("down", ready, run, began)
    if others:
        screen.say(f"The cloud goes on running: {', '.join(others)} still lives in it.")
        return result
    result.left_in_account = cloud.inventory(ready.cloud.endpoint_url)
    if result.left_in_account:
        left = ", ".join(f"{count} {kind}" for kind, count in sorted(result.left_in_account.items()))
        raise LeftBehind(f"The stack {name} is down, but the account still holds {left}.")
    cloud.stop(ready.home)
    return result


def status() -> dict[str, Any]:
    """What runs and what is up, without starting anything."""
    home = sandbox_home()
    running = cloud.running(home)
    stacks = {name: Stack(name, home, {}) for name in stack_names()}
    return {
        "format": 1,
        "home": str(home),
        "endpoint_url": running.endpoint_url if running else None,
        "stacks": {
            name: {
                "resources": sum(bool(resource.get("custom")) for resource in stack.resources()),
                "unfinished_operations": len(stack.pending()),
                "held_by_process": stack.holder(),
            }
            for name, stack in stacks.items()
        },
        "account": dict(Counter(cloud.inventory(running.endpoint_url))) if running else {},
    }


def _result(command: str, ready: Ready, run: Run, began: float) -> Result:
    resources = ready.stack.resources()
    outputs: dict[str, Any] = next(
        (item.get("outputs", {}) for item in resources if item["type"] == "pulumi:pulumi:Stack"), {}
    )
    return Result(
        command=command,
        stack=ready.stack.name,
        seconds=round(time.monotonic() - began, 1),
        endpoint_url=ready.cloud.endpoint_url,
        changes=dict(run.changes),
        resources=[
            {key: item.get(key) for key in ("urn", "type", "id", "parent", "custom") if item.get(key) is not None}
            for item in resources
        ],
        outputs=outputs,
    )
