"""account: do these credentials belong to the account the stack is for?"""

from collections.abc import Iterator

from operations.preflight.account import Account
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan

# AWS answers this call to everyone, whatever they may do otherwise.
PERMISSIONS = ("sts:GetCallerIdentity",)


def judge(plan: Plan, account_id: str, arn: str) -> Finding:
    place = plan.key("account_id")
    if account_id == plan.account_id:
        return Finding(Grade.OK, account_id, f"asked as {arn}", place)
    return Finding(
        Grade.FAIL,
        account_id,
        f"these credentials are of another account than the stack's, which is {plan.account_id}",
        place,
        f"aws sts get-caller-identity --profile PROFILE-OF-{plan.account_id}",
    )


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    caller = account.ask("sts", "GetCallerIdentity")
    yield judge(plan, caller["Account"], caller["Arn"])


CHECK = Check("account", "Are these credentials of the account the stack is for?", PERMISSIONS, find)
