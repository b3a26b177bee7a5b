"""What the user sees: progress while the engine works, then what there is and where to look."""

import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.text import Text
from rich.tree import Tree

SECONDS_BETWEEN_SIGNS_OF_LIFE = 20
VERBS = {
    "create": "made",
    "update": "changed",
    "replace": "replaced",
    "delete": "deleted",
    "discard": "deleted",
    "import": "taken in",
    "read": "read",
    "refresh": "looked at",
}


class Screen:
    """Human output goes to stderr, so that stdout is free for JSON and for `env`."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.console = Console(stderr=True, quiet=quiet, highlight=False)
        self._last, self._said_at = "", 0.0

    def say(self, sentence: str) -> None:
        """A sentence of its own. Never wrapped: it may hold a command that somebody wants to copy."""
        self.console.print(escape(sentence), soft_wrap=True)

    @contextmanager
    def progress(self, title: str) -> Iterator[Any]:
        """A moving line on a terminal; on anything else a line for each new step, and few of them."""
        if self.console.is_terminal:
            with self.console.status(escape(title)) as status:
                yield lambda text: status.update(escape(text))
        else:
            self.say(title)
            yield self._step

    def _step(self, text: str) -> None:
        step, now = text.partition(",")[0], time.monotonic()
        if step != self._last or now - self._said_at > SECONDS_BETWEEN_SIGNS_OF_LIFE:
            self._last, self._said_at = step, now
            self.say(text)


class Run:
    """The events of one operation of the engine, counted."""

    def __init__(self, show: Any) -> None:
        self.changes: Counter[str] = Counter()
        self.errors: list[str] = []
        self.violations: list[str] = []
        self.advice: list[str] = []
        self._show = show
        self._done: Counter[str] = Counter()

    def __call__(self, event: Mapping[str, Any]) -> None:
        if "summaryEvent" in event:
            self.changes.update(event["summaryEvent"].get("resourceChanges") or {})
        elif "resOutputsEvent" in event:
            self._count(event["resOutputsEvent"]["metadata"])
        elif "resOpFailedEvent" in event:
            self._count(event["resOpFailedEvent"]["metadata"], failed=True)
        elif "policyEvent" in event:
            said = event["policyEvent"]
            sentence = f"{said.get('policyName')}: {said.get('message', '').strip()}"
            if said.get("enforcementLevel") == "mandatory":
                self.violations.append(sentence)
            else:
                self.advice.append(sentence)
        elif "diagnosticEvent" in event and event["diagnosticEvent"].get("severity") == "error":
            about = event["diagnosticEvent"].get("urn", "").rpartition("::")[2]
            message = event["diagnosticEvent"].get("message", "").strip()
            if message:
                self.errors.append(f"{about}: {message}" if about else message)

    def _count(self, resource: Mapping[str, Any], *, failed: bool = False) -> None:
        operation = "failed" if failed else VERBS.get(resource["op"], "")
        if operation:
            self._done[operation] += 1
            counts = ", ".join(f"{count} {verb}" for verb, count in self._done.items())
            self._show(f"Working, {counts}: {resource['urn'].rpartition('::')[2]}")


def in_words(changes: Mapping[str, int], nothing: str) -> str:
    """The counts of an operation, such as `96 made, 1 deleted`; `nothing` where all is as it was."""
    counted = [
        f"{count} {VERBS.get(operation, operation)}"
        for operation, count in sorted(changes.items())
        if operation not in ("same", "refresh")
    ]
    return ", ".join(counted) or nothing


def resource_tree(stack: str, resources: Sequence[Mapping[str, Any]]) -> Tree:
    """The resources under their components, each with the id that the cloud gave it."""
    tree = Tree(f"[bold]{escape(stack)}[/bold]", guide_style="dim")
    nodes: dict[str, Tree] = {}
    shown = [resource for resource in resources if not resource["type"].startswith("pulumi:providers:")]
    for resource in shown:
        if resource["type"] == "pulumi:pulumi:Stack":
            nodes[resource["urn"]] = tree
    for resource in shown:
        if resource["urn"] in nodes:
            continue
        kind = resource["type"].rpartition(":")[2]
        # One line for each resource, however long an id is and however narrow the terminal.
        label = Text.assemble(
            (kind, "cyan"), f" {resource['urn'].rpartition('::')[2]}", no_wrap=True, overflow="ellipsis"
        )
        if resource.get("custom") and resource.get("id"):
            label.append(f"  {resource['id']}", "dim")
        nodes[resource["urn"]] = nodes.get(resource.get("parent", ""), tree).add(label)
    return tree


def where_to_look(stack: str, variables: Mapping[str, str], google: bool = False) -> str:
    """Commands that show the account with other tools than the engine; of Google Cloud there are none."""
    down = "Take it down: make down" + ("" if stack == "sandbox" else f" STACK={stack}")
    interpreter = shlex.quote(os.path.relpath(sys.executable))
    if google:
        return (
            "Of Google Cloud the sandbox keeps a record only: nothing runs, and no client of Google's can look at it.\n"
            f'  eval "$({interpreter} -m sandbox env {stack})"\n'
            f"  pulumi stack --stack {stack}     # what is on record\n"
            f"  pulumi preview --stack {stack}   # the engine by hand\n{down}"
        )
    python = "import boto3; print([v['VpcId'] for v in boto3.client('ec2').describe_vpcs()['Vpcs']])"
    return (
        f"The account is at AWS_ENDPOINT_URL={variables.get('AWS_ENDPOINT_URL', '')}. To look at it yourself:\n"
        f'  eval "$({interpreter} -m sandbox env {stack})"\n'
        f"  aws ec2 describe-vpcs        # if you have the AWS command line\n"
        f'  {interpreter} -c "{python}"\n'
        f"  pulumi preview --stack {stack}   # the engine by hand\n"
        f"{down}"
    )
