"""The preview as one document. The terminal and `--json` both show this, so they cannot disagree.

The shape is public: `docs/preview-json.md` explains it, `preview.schema.json` is its JSON Schema. A field may be added
within a version; a field that changes its meaning or goes away raises `SCHEMA_VERSION`.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION: Literal["1"] = "1"


class Part(BaseModel):
    """Base of every part of the document: frozen and strict."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Place(Part):
    """A line of a file."""

    file: str
    """Path of the file, relative to the project's root where it lies inside it."""
    line: int = Field(ge=1)
    """Line, counted from 1."""


class StackPlace(Place):
    """A line of the stack file."""

    key: str
    """Key path below `groundwork:platform`, such as `stores.datasets`."""


class ResourceEntry(Part):
    """One resource or component the stack declares."""

    urn: str
    """The engine's name for it, the same as in `pulumi up`."""
    type: str
    """Type token, such as `aws:ec2/vpc:Vpc` or `groundwork:index:Network`."""
    name: str
    """Logical name."""
    parent: str
    """URN of the parent; empty for the stack itself."""
    component: bool
    """True for a component: a branch of the tree, nothing the cloud charges for."""
    layer: str
    """Layer it belongs to (`network`, `security`, `storage`, `compute`, `delivery`), or `stack`."""
    protected: bool
    """True where the engine refuses to delete it."""
    source: Place | None
    """The Python line that declares it."""
    stack_file: StackPlace | None
    """The line of the stack file it comes from, as far as that is known."""


class Counts(Part):
    """How much there is. Components are not counted as resources."""

    resources: int
    """Resources the provider would make."""
    components: int
    """Components they are grouped in."""
    by_layer: dict[str, int]
    """Resources by layer."""
    by_type: dict[str, int]
    """Resources by type token."""


class FindingEntry(Part):
    """A rule that did not pass on a resource."""

    rule: str
    """Id of the rule, such as `ENC-001`."""
    title: str
    """What the rule asks for."""
    verdict: Literal["fail", "unknown", "error"]
    """`fail`: broken. `unknown`: cannot be known before `up`. `error`: the rule itself broke."""
    severity: Literal["low", "medium", "high", "critical"]
    """How bad a failure is."""
    level: Literal["advisory", "mandatory"]
    """A mandatory failure refuses the stack; an advisory one is told."""
    sentence: str
    """What is wrong, why it matters, and the fix."""
    property: str
    """Path of the input at fault in camelCase; empty where no single input is."""
    gdpr: list[str]
    """Paragraphs of the GDPR the rule serves."""
    ccpa: list[str]
    """Sections of the CCPA and its regulations the rule serves."""
    urn: str
    """The resource."""
    type: str
    """Its type token."""
    name: str
    """Its logical name."""
    source: Place | None
    """The Python line that declares it."""
    stack_file: StackPlace | None
    """The line of the stack file it comes from, as far as that is known."""
    waived_by: str
    """Ticket of the waiver that lets it through; empty where none does."""
    blocks: bool
    """True where this finding alone refuses the stack."""


WaiverState = Literal["used", "unused", "expired", "too distant"]


class WaiverEntry(Part):
    """A waiver that concerns this stack."""

    rule: str
    """Id of the rule it waives."""
    scope: str
    """URN it covers, with `*` for any text."""
    ticket: str
    """The ticket that allows it."""
    owner: str
    """Who answers for it."""
    expires: str
    """Last day it holds, `YYYY-MM-DD`."""
    state: WaiverState
    """`used`: lets a failure through. `unused`: waives nothing. `expired` and `too distant`: lets nothing through."""
    days_left: int
    """Days until it expires; negative once it has."""


class PolicySummary(Part):
    """How the rules came out over the whole stack."""

    rules: int
    """Rules that were run."""
    verdicts: dict[str, int]
    """Pairs of rule and resource by verdict: `pass`, `fail`, `unknown`, `not applicable`, `error`."""
    blocking: int
    """Findings that refuse the stack."""
    waived: int
    """Failures a waiver lets through."""
    unjudged_types: list[str]
    """Types of resources of this stack that no rule looks at."""
    waiver_problems: list[str]
    """Waivers that cannot be read, have expired or end too far ahead. Any of them refuses the stack."""


class Preview(Part):
    """Everything `python -m preview` knows of a stack."""

    schema_version: Literal["1"]
    """Version of this shape."""
    project: str
    """Name of the Pulumi project."""
    stack: str
    """Name of the stack."""
    stack_file: str
    """Path of the stack file."""
    result: Literal["ok", "refused"]
    """`refused` where a finding or a waiver problem blocks; the command then ends with 1."""
    counts: Counts
    policies: PolicySummary
    findings: list[FindingEntry]
    """Everything that did not pass, worst first."""
    waivers: list[WaiverEntry]
    """Waivers that can cover a resource of this stack."""
    resources: list[ResourceEntry]
    """Every component and resource, sorted by URN."""
