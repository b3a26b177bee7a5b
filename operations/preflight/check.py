"""What a check is: a name, what it may ask, and a function from a plan and an account to findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from operations.preflight.account import Account
from operations.preflight.finding import Finding
from operations.preflight.plan import Plan


@dataclass(frozen=True)
class Check:
    """One check. Its judging is pure and apart from its asking; `find` puts the two together."""

    name: str
    """The word for `--skip`."""
    title: str
    """What it answers, as a question."""
    permissions: tuple[str, ...]
    """All that it may ask of the account, in IAM's words."""
    find: Callable[[Plan, Account], Iterable[Finding]]
    """Yields findings as it goes: what was found before a question stays unanswered is kept."""
