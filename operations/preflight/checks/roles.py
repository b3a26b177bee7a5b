"""roles: are the IAM roles, users and policies that the stack takes for granted there?

Administrators of the cluster, permissions boundaries: EKS and IAM refuse what does not exist, in the middle of `up`.
"""

from collections.abc import Iterator

from graph.model import Resource
from operations.preflight import literals
from operations.preflight.account import Account, NoSuch
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan

PERMISSIONS = ("iam:GetRole", "iam:GetUser", "iam:GetPolicy")
ACCESS_ENTRY = "aws:eks/accessEntry:AccessEntry"
ADMINISTRATORS = ("cluster", "admin_role_arns")
MISSING = frozenset({"NoSuchEntity"})
MAKE = {
    "role": "aws iam create-role --role-name {name} --assume-role-policy-document file://trust.json",
    "user": "aws iam create-user --user-name {name}",
    "policy": "aws iam create-policy --policy-name {name} --policy-document file://policy.json",
}


def judge(plan: Plan, arn: str, user: Resource, found: str | None) -> Finding:
    """A name against the ARN the account has under it: None where it has none."""
    place = (plan.key(*ADMINISTRATORS) if user.type == ACCESS_ENTRY else None) or plan.place(user)
    match = literals.IAM.fullmatch(arn)
    kind, name = (match["kind"], match["name"].rpartition("/")[2]) if match else ("role", arn)
    if found == arn:
        return Finding(Grade.OK, arn, f"the {kind} is there", place)
    if found is None:
        fix = MAKE[kind].format(name=name)
        return Finding(Grade.FAIL, arn, f"there is no such {kind}; {plan.named(user)} needs it", place, fix)
    return Finding(Grade.FAIL, arn, f"the {kind} is there under another path: {found} is right", place)


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    named = literals.whole(plan.graph, literals.IAM)
    if not named:
        yield Finding(Grade.OK, "roles", "the stack makes all the roles it uses")
    for arn, user in named.items():
        match = literals.IAM.fullmatch(arn)
        if match and match["account"] == plan.account_id:
            yield judge(plan, arn, user, _found(account, arn, match["kind"], match["name"].rpartition("/")[2]))
        else:
            reason = "belongs to another account, which cannot be asked from here"
            yield Finding(Grade.SKIP, arn, reason, plan.place(user))


def _found(account: Account, arn: str, kind: str, name: str) -> str | None:
    try:
        if kind == "policy":
            return str(account.ask("iam", "GetPolicy", MISSING, PolicyArn=arn)["Policy"]["Arn"])
        if kind == "user":
            return str(account.ask("iam", "GetUser", MISSING, UserName=name)["User"]["Arn"])
        return str(account.ask("iam", "GetRole", MISSING, RoleName=name)["Role"]["Arn"])
    except NoSuch:
        return None


CHECK = Check("roles", "Are the IAM roles and policies it names there?", PERMISSIONS, find)
