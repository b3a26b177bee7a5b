"""How a stack comes back from a run that was killed, and from an account that is lost."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.engine.plugin import wait_for_orphans
from sandbox.stack import Stack


def release_and_settle(stack: Stack, created: Callable[[], Mapping[str, str]], say: Callable[[str], None]) -> None:
    """Make the state true again: no lock of a dead run, and no operation whose end is not known.

    `created` gives the URN and id of everything that the cloud made: what was made while the engine died is taken into
    the state, what was not is taken out, so that nothing is made twice and nothing is left behind.
    """
    if stack.release():
        say(f"The last run on {stack.name} was killed: its lock was taken away.")
    if not stack.pending():
        return
    wait_for_orphans(stack.home)
    ids = created()
    taken_in: list[str] = []
    # `pulumi refresh --import-pending-creates` is made for this, and in 3.259 it drops what it should import.
    stack.rewrite(lambda deployment: taken_in.extend(settle(deployment, ids)))
    # What was taken in has no outputs yet, and of updates and deletions that were begun the cloud knows the end.
    stack.pulumi("refresh", "--stack", stack.name, "--yes", "--skip-preview")
    say(f"It left operations unfinished; made, and now taken into the state: {', '.join(taken_in) or 'nothing'}.")


def settle(deployment: dict[str, Any], ids: Mapping[str, str]) -> list[str]:
    """Take the pending operations out of the deployment, what the cloud made meanwhile into it, and give its names."""
    resources: list[dict[str, Any]] = deployment.setdefault("resources", [])
    taken_in = []
    for operation in deployment.pop("pending_operations", None) or []:
        begun = operation["resource"]
        made = ids.get(begun["urn"])
        known = [item for item in resources if item["urn"] == begun["urn"]]
        if operation["type"] != "creating" or made is None or made in [item.get("id") for item in known]:
            continue
        for replaced in known:  # the creation was the first half of a replacement, whose second half is still to come
            replaced["delete"] = True
        # Whatever it depends on was made before it: the end of the list is the right place.
        resources.append({**begun, "id": made, "outputs": begun.get("inputs", {})})
        taken_in.append(begun["urn"].rpartition("::")[2])
    return taken_in


def start_afresh_if_account_is_lost(stack: Stack, cloud_id: str, say: Callable[[str], None]) -> None:
    """Make the stack in the state folder; anew where its state speaks of an account that is no more.

    The id of the account that a state speaks of is kept beside it.
    """
    record = stack.home / "state" / f"{stack.name}.cloud"
    known = record.read_text().strip() if record.exists() else ""
    if stack.exists() and known != cloud_id and (stack.resources() or stack.pending()):
        stack.release()
        say(f"The sandbox's cloud has stopped since the last run and its account is lost: {stack.name} starts afresh.")
        stack.forget()
    if not stack.exists():
        stack.create()
    record.write_text(cloud_id + "\n")
