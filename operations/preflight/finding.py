"""What a check says: a grade, the reason in a sentence, the place in the stack file, and the command that fixes it."""

from dataclasses import dataclass
from enum import StrEnum

from preview.document import StackPlace


class Grade(StrEnum):
    """How good or bad it is."""

    OK = "ok"
    WARN = "warn"
    """`pulumi up` works; something later may not, such as growing to the largest size."""
    FAIL = "fail"
    """`pulumi up` cannot work."""
    SKIP = "skip"
    """It is not known: a permission is missing, the account did not answer, or nobody wanted to know."""


@dataclass(frozen=True)
class Finding:
    """One thing a check found."""

    grade: Grade
    subject: str
    """What it is about: a pool, a quota, a role."""
    reason: str
    """A sentence, without its full stop."""
    place: StackPlace | None = None
    """The line of the stack file that asks for it."""
    fix: str = ""
    """The command that repairs it, or shows what there is; empty where nothing is to be repaired."""
    permission: str = ""
    """The permission that is missing, such as `ec2:DescribeInstances`; of skips only."""


class CannotAsk(Exception):
    """The account did not answer a question. The check that asked is skipped, never failed."""

    def __init__(self, reason: str, permission: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.permission = permission

    def finding(self) -> Finding:
        return Finding(Grade.SKIP, "", self.reason, permission=self.permission)
