"""What keeps a stack from being deleted is taken off before `down`: an account of the sandbox is thrown away.

A person who takes a real stack down does both in two steps: first the stack file says `without_deletion_protection`, so
that AWS lets go, then the engine does.
"""

from typing import Any

from sandbox.aws.lifecycle import Lifecycle
from sandbox.stack import Stack

AT_AWS = "deletionProtection"


def let_go(stack: Stack, provider: Lifecycle) -> int:
    """Lift the engine's protection in the state and AWS's in the account; give how many resources had one."""
    held = [each for each in stack.resources() if each.get("protect") or _held_at_aws(each)]
    if held:
        stack.rewrite(lambda deployment: lift(deployment, provider))
    return len(held)


def lift(deployment: dict[str, Any], provider: Lifecycle) -> None:
    """Both protections, off in the deployment and in the account."""
    for each in deployment.get("resources") or []:
        each.pop("protect", None)
        if _held_at_aws(each):
            inputs = {**each["inputs"], AT_AWS: False}
            state = each.get("outputs") or {}
            provider.update(each["urn"], each["id"], each["inputs"], inputs, state, preview=False)
            each["inputs"] = inputs
            each["outputs"] = {**state, AT_AWS: False}


def _held_at_aws(resource: dict[str, Any]) -> bool:
    return resource["type"].startswith("aws:") and resource.get("inputs", {}).get(AT_AWS) is True
