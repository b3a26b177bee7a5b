"""How a stack comes back from a run that was killed, and from an account that is lost."""

from collections.abc import Callable, Mapping

from sandbox.stack import Stack


def release_and_settle(stack: Stack, created: Callable[[], Mapping[str, str]], say: Callable[[str], None]) -> None:
    """Make the state true again: no lock of a dead run, and no operation whose end is not known.

    `created` gives the URN and id of everything that the cloud made: what was made while the engine died is taken into
    the state, what was not is taken out, so that nothing is made twice and nothing is left behind.
    """
    if stack.release():
        say(f"The last run on {stack.name} was killed: its lock was taken away.")
    pending = stack.pending()
    if not pending:
        return
    ids = created()
    begun = [operation["resource"]["urn"] for operation in pending if operation["type"] == "creating"]
    made = [urn for urn in begun if urn in ids]
    arguments = ["refresh", "--stack", stack.name, "--yes", "--skip-preview", "--clear-pending-creates"]
    for urn in made:
        arguments += ["--import-pending-creates", urn, "--import-pending-creates", ids[urn]]
    stack.pulumi(*arguments)
    say(
        f"It left something unfinished ({len(pending)}): of what it was creating, {len(made)} had been made and was taken "
        f"into the state, {len(begun) - len(made)} had not and was taken out of it."
    )


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
