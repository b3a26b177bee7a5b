"""`python -m policies`: the rules, the waivers, and the audit of a stack that exists."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from policies.context import ContextError, PolicyContext, context_of
from policies.registry import RULES
from policies.waivers import PATH, load

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The rules of the platform, and what they say.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")]
STACKS = Path(__file__).resolve().parent.parent / "stacks"


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)


@app.command()
def rules(as_json: AsJson = False) -> None:
    """List every rule with the paragraphs it serves."""
    if as_json:
        print(json.dumps([_rule_entry(rule) for rule in RULES], indent=2))
        return
    for rule in RULES:
        print(f"{rule.id}  {rule.severity:<8}  {rule.title}  (GDPR {', '.join(rule.gdpr)})")


def _rule_entry(rule: Any) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "level": rule.level,
        "fix": rule.fix,
        "gdpr": rule.gdpr,
        "ccpa": rule.ccpa,
        "types": rule.types,
        "needs_graph": rule.needs_graph,
    }


@app.command()
def waivers(path: Annotated[Path, typer.Option("--file", help="A file of waivers.")] = PATH) -> None:
    """List the waivers in force. Ends with 1 where one is malformed or out of time."""
    today = date.today()
    found = load(path)
    problems = found.problems(today)
    for waiver in found.waivers:
        left = (waiver.expires - today).days
        print(f"{waiver.rule}  {waiver.scope}  {waiver.ticket}  {waiver.owner}  expires {waiver.expires} ({left} days)")
    for sentence in problems:
        print(sentence, file=sys.stderr)
    if not found.waivers and not problems:
        print("There are no waivers.")
    if problems:
        raise typer.Exit(1)


@app.command()
def audit(
    state: Annotated[Path, typer.Option(help="What `pulumi stack export` or `pulumi preview --json` wrote.")],
    stack_file: Annotated[
        Path | None, typer.Option(help="The stack's file. Default: the one in stacks/ with the stack's name.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Judge a stack that exists, from its exported state. Ends with 1 where a mandatory rule is broken."""
    from graph.state import StateError
    from policies.audit import judge, lines, to_json
    from policies.state_file import graph_in

    try:
        graph = graph_in(state)
        file = stack_file or STACKS / f"Pulumi.{graph.stack}.yaml"
        judgement = judge(graph, _context(file, required=stack_file is not None), load(), date.today())
    except (StateError, ContextError) as error:
        _refuse(str(error))
    if as_json:
        print(json.dumps(to_json(judgement), indent=2))
    else:
        print("\n".join(lines(judgement)))
    if judgement.blocks:
        raise typer.Exit(1)


def _context(file: Path, *, required: bool) -> PolicyContext:
    if not file.exists():
        if required:
            raise ContextError(f"there is no stack file {file}; name the stack's own, such as stacks/Pulumi.prod.yaml")
        return PolicyContext()
    try:
        document = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    except (YAMLError, OSError, UnicodeDecodeError):
        raise ContextError(f"{file} cannot be read as YAML; a stack file is right") from None
    config = document.get("config") if isinstance(document, Mapping) else None
    platform = config.get("groundwork:platform") if isinstance(config, Mapping) else None
    if not isinstance(platform, Mapping):
        raise ContextError(f"{file} has no groundwork:platform under config; a stack file of this project is right")
    return context_of(platform, f"{file}: groundwork:platform")
