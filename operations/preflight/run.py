"""Run the checks of a plan against an account, several at a time, and tell what they found in their own order."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from operations.preflight.account import Account
from operations.preflight.check import Check
from operations.preflight.checks import ACCOUNT, CHECKS
from operations.preflight.finding import CannotAsk, Finding, Grade
from operations.preflight.plan import Plan

AT_A_TIME = 6
"""Checks that ask at the same time: they wait for answers more than they work."""
LEFT_OUT = Finding(Grade.SKIP, "", "left out with --skip")
WRONG_ACCOUNT = Finding(Grade.SKIP, "", "not asked: another account would have answered")

Found = list[tuple[Check, Finding]]
Told = Callable[[Check], None]


def plan_of(path: Path, now: datetime | None = None) -> Plan:
    """The plan of a stack file. Takes no credentials or network."""
    from preview.run import captured
    from preview.stack_file import read_lines

    _, graph = captured(path)
    return Plan(graph, read_lines(path), now or datetime.now(UTC))


def preflight(plan: Plan, account: Account, skipped: Collection[str] = (), told: Told = lambda check: None) -> Found:
    """Every finding of every check. `told` hears of each check that is done, from any thread.

    Who asks is found out first, whatever is left out: without credentials nothing else can be asked (NoCredentials),
    and with those of another account every other answer would be about the wrong one.
    """
    who = list(_findings(ACCOUNT, plan, account))
    told(ACCOUNT)
    others = CHECKS[1:]
    if ACCOUNT.name in skipped:
        who = [LEFT_OUT]
    elif any(finding.grade is Grade.FAIL for finding in who):
        return [*_of(ACCOUNT, who), *((check, WRONG_ACCOUNT) for check in others)]

    def run(check: Check) -> list[Finding]:
        findings = [LEFT_OUT] if check.name in skipped else list(_findings(check, plan, account))
        told(check)
        return findings

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        found = pool.map(run, others)
        return [
            *_of(ACCOUNT, who),
            *(pair for check, each in zip(others, found, strict=True) for pair in _of(check, each)),
        ]


def _findings(check: Check, plan: Plan, account: Account) -> Iterator[Finding]:
    try:
        yield from check.find(plan, account)
    except CannotAsk as unanswered:
        yield unanswered.finding()


def _of(check: Check, findings: Sequence[Finding]) -> Found:
    return [(check, finding) for finding in findings]


def permissions(checks: Sequence[Check] = CHECKS) -> tuple[str, ...]:
    """All that the checks may ask, in IAM's words."""
    return tuple(sorted({each for check in checks for each in check.permissions}))
