"""`python -m policies`: the rules, and the waivers."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from policies.registry import RULES
from policies.waivers import PATH, load

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The rules of the platform, and what they say.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")]


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
