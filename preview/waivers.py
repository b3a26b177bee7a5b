"""Which waivers concern a stack, and how each stands."""

from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase

from policies.rule import Finding, Verdict
from policies.waivers import LONGEST, Waiver
from preview.document import WaiverEntry, WaiverState


def waiver_entries(
    waivers: Iterable[Waiver], stack: str, findings: Sequence[Finding], today: date
) -> list[WaiverEntry]:
    """The waivers that can cover a resource of this stack, in the order of the file."""
    failures = [(f.rule.id, f.resource.urn) for f in findings if f.outcome.verdict is Verdict.FAIL]
    return [
        WaiverEntry(
            rule=waiver.rule,
            scope=waiver.scope,
            ticket=waiver.ticket,
            owner=waiver.owner,
            expires=waiver.expires.isoformat(),
            state=_state(waiver, failures, today),
            days_left=(waiver.expires - today).days,
        )
        for waiver in waivers
        if concerns(waiver, stack)
    ]


def concerns(waiver: Waiver, stack: str) -> bool:
    """False only where the scope names another stack."""
    named, more, _ = waiver.scope.partition("::")
    return not more or fnmatchcase(f"urn:pulumi:{stack}", named)


def _state(waiver: Waiver, failures: Iterable[tuple[str, str]], today: date) -> WaiverState:
    if waiver.expires < today:
        return "expired"
    if waiver.expires > today + LONGEST:
        return "too distant"
    return "used" if any(waiver.covers(rule, urn, today) for rule, urn in failures) else "unused"
