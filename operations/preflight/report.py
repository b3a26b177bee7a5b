"""The outcome of a preflight as one document. The terminal and `--json` both show this, so they cannot disagree.

The shape is public and told in `docs/preflight.md`. A field may be added within a version; a field that changes its
meaning or goes away raises `SCHEMA_VERSION`.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan
from preview.document import StackPlace

SCHEMA_VERSION: Literal["1"] = "1"


class Part(BaseModel):
    """Base of every part of the report: frozen and strict."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class FindingEntry(Part):
    """One finding."""

    check: str
    """The check's name, the word for `--skip`."""
    grade: Grade
    """ok, warn, fail or skip."""
    subject: str
    """What it is about; empty where it is the whole check."""
    reason: str
    """A sentence, without its full stop."""
    stack_file: StackPlace | None
    """The line of the stack file that asks for it."""
    fix: str
    """The command that repairs it, or shows what there is; empty where nothing is to be repaired."""
    permission: str
    """The permission that is missing, such as `ec2:DescribeInstances`; of skips only."""


class Report(Part):
    """The outcome for one stack."""

    schema_version: Literal["1"]
    stack: str
    stack_file: str
    account_id: str
    """The account the stack is for."""
    region: str
    result: Literal["ok", "fail"]
    """`fail` where any finding is: `pulumi up` cannot work."""
    counts: dict[str, int]
    """Findings by grade."""
    findings: list[FindingEntry]
    """In the order of the checks."""


def report(plan: Plan, found: Sequence[tuple[Check, Finding]]) -> Report:
    """The document of all that was found."""
    counts = Counter(finding.grade for _, finding in found)
    return Report(
        schema_version=SCHEMA_VERSION,
        stack=plan.graph.stack,
        stack_file=plan.stack_file.path,
        account_id=plan.account_id,
        region=plan.region,
        result="fail" if counts[Grade.FAIL] else "ok",
        counts={grade.value: counts[grade] for grade in Grade},
        findings=[
            FindingEntry(
                check=check.name,
                grade=finding.grade,
                subject=finding.subject,
                reason=finding.reason,
                stack_file=finding.place,
                fix=finding.fix,
                permission=finding.permission,
            )
            for check, finding in found
        ],
    )
