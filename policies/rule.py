"""What a rule is, what it says, and the one list of all rules.

A rule is a pure function from a resource (with the graph around it) to an `Outcome`. Four outcomes mean something about
the resource; `ERROR` means the rule itself broke, and fails the run. What cannot be known is `UNKNOWN`, never `PASS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from graph.model import Graph, Resource


class Verdict(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    ADVISORY = "advisory"
    MANDATORY = "mandatory"


class Fix(StrEnum):
    AUTOMATIC = "automatic"
    COMPONENT_DEFAULT = "component default"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says of one resource."""

    verdict: Verdict
    sentence: str = ""
    """What is wrong, where, why it matters and the fix; "" where there is nothing to say."""
    property: str = ""
    """Path of the input at fault, such as `vpcConfig.endpointPublicAccess`."""


@dataclass(frozen=True)
class Rule:
    """A rule and what it is for."""

    id: str
    title: str
    severity: Severity
    level: Level
    fix: Fix
    gdpr: tuple[str, ...]
    """Paragraphs it serves, such as `32(1)(a)`."""
    ccpa: tuple[str, ...]
    """Sections of Civ. Code 1798 (`100(e)`), of 11 CCR (`R7101`) or audit components (`A2`) it serves."""
    types: tuple[str, ...]
    """Resource types it looks at; empty means every `aws:` resource."""
    needs_graph: bool
    """True where the verdict depends on other resources (a stack rule in the engine)."""
    check: Callable[[Resource, Graph], Outcome]


@dataclass(frozen=True)
class Finding:
    """One rule's outcome on one resource, after waivers."""

    rule: Rule
    resource: Resource
    outcome: Outcome
    waived_by: str = ""
    """Ticket of the waiver that lets a failure through; "" where none does."""

    @property
    def blocks(self) -> bool:
        """True where this finding alone must fail a run: an error, or a mandatory failure nobody waived."""
        if self.outcome.verdict is Verdict.ERROR:
            return True
        return self.outcome.verdict is Verdict.FAIL and self.rule.level is Level.MANDATORY and not self.waived_by
