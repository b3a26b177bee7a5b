"""What a rule is and what it says.

A rule is a pure function from a resource (with the graph around it) to an `Outcome`. Four outcomes mean something about
the resource; `ERROR` means the rule itself broke, and fails the run. What cannot be known is `UNKNOWN`, never `PASS`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.model import Resource
from policies.documents import Malformed
from policies.scene import Scene
from policies.values import Tri


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
    """Resource types it looks at; empty means every `aws:` resource, and none of another cloud."""
    needs_graph: bool
    """True where the verdict depends on other resources (a stack rule in the engine)."""
    check: Callable[[Resource, Scene], Outcome]

    def looks_at(self, resource: Resource) -> bool:
        """Whether the rule has anything to say about resources of this type."""
        return resource.type in self.types if self.types else resource.type.startswith("aws:")


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


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that must hold of a resource: it does, it does not, or nobody can know yet."""

    holds: Tri
    property: str
    """Path of the input it is about."""
    wrong: str
    """What is wrong where it does not hold, such as "lets the whole internet in"."""
    doubt: str = ""
    """What is said where nobody can know, if `up` will not tell either; "" where it will."""


Claims = Callable[[Resource, Scene], Iterable[Claim]]
NOT_APPLICABLE = Outcome(Verdict.NOT_APPLICABLE)
PASSED = Outcome(Verdict.PASS)


def rule(
    id: str,
    title: str,
    *,
    types: tuple[str, ...],
    why: str,
    remedy: str,
    severity: Severity,
    gdpr: tuple[str, ...],
    ccpa: tuple[str, ...] = (),
    level: Level = Level.MANDATORY,
    fix: Fix = Fix.COMPONENT_DEFAULT,
    needs_graph: bool = False,
) -> Callable[[Claims], Rule]:
    """Makes a rule of a function that yields claims. Without a claim the rule does not apply.

    One claim that does not hold fails, whatever stands before or after it; one that cannot be known keeps the rule
    from passing. So the order of claims, and of the elements they are about, never matters.
    """

    def make(claims: Claims) -> Rule:
        def check(resource: Resource, scene: Scene) -> Outcome:
            return _conclude(resource, tuple(_guarded(claims, resource, scene)), why, remedy)

        return Rule(id, title, severity, level, fix, gdpr, ccpa, types, needs_graph, check)

    return make


def _guarded(claims: Claims, resource: Resource, scene: Scene) -> Iterator[Claim]:
    try:
        yield from claims(resource, scene)
    except Malformed as malformed:
        yield Claim(False, "", str(malformed))


def _conclude(resource: Resource, claims: tuple[Claim, ...], why: str, remedy: str) -> Outcome:
    if not claims:
        return NOT_APPLICABLE
    broken = [claim for claim in claims if claim.holds is False]
    if broken:
        wrong = list(dict.fromkeys(claim.wrong for claim in broken))
        sentence = f"{place_of(resource)} {' and '.join(wrong)}: {why}; {remedy}."
        return Outcome(Verdict.FAIL, sentence, broken[0].property)
    hidden = sorted({claim.property or "it" for claim in claims if claim.holds is None})
    if hidden:
        first = next(claim.property for claim in claims if claim.holds is None)
        if doubts := sorted({claim.doubt for claim in claims if claim.holds is None and claim.doubt}):
            return Outcome(Verdict.UNKNOWN, f"{place_of(resource)} {' and '.join(doubts)}: {why}; {remedy}.", first)
        sentence = (
            f"{place_of(resource)}: {', '.join(hidden)} cannot be known yet, and {why}; judge it again after `up`."
        )
        return Outcome(Verdict.UNKNOWN, sentence, first)
    return PASSED


def place_of(resource: Resource) -> str:
    """How a sentence names a resource: its name, its type, and the line that declares it where that is known."""
    line = f" at {resource.source}" if resource.source else ""
    return f"{resource.name!r} ({resource.type}){line}"
