"""keys: are the KMS keys that the stack takes for granted there and enabled?"""

from collections.abc import Iterator

from graph.model import Resource
from operations.preflight import literals
from operations.preflight.account import Account, NoSuch
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan

PERMISSIONS = ("kms:DescribeKey",)
MISSING = frozenset({"NotFoundException"})


def judge(plan: Plan, arn: str, user: Resource, state: str | None) -> Finding:
    """A key by its state: None where there is none."""
    place = plan.place(user)
    if state == "Enabled":
        return Finding(Grade.OK, arn, "enabled", place)
    if state is None:
        return Finding(
            Grade.FAIL,
            arn,
            f"there is no such key; {plan.named(user)} needs it",
            place,
            f"aws kms list-keys --region {plan.region}",
        )
    verb = "cancel-key-deletion" if state == "PendingDeletion" else "enable-key"
    fix = f"aws kms {verb} --key-id {arn} --region {plan.region}"
    return Finding(Grade.FAIL, arn, f"the key is {state}, not Enabled; {plan.named(user)} needs it", place, fix)


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    named = literals.whole(plan.graph, literals.KMS)
    if not named:
        yield Finding(Grade.OK, "keys", "the stack makes all the keys it uses")
    for arn, user in named.items():
        try:
            state = account.ask("kms", "DescribeKey", MISSING, KeyId=arn)["KeyMetadata"]["KeyState"]
        except NoSuch:
            state = None
        yield judge(plan, arn, user, state)


CHECK = Check("keys", "Are the KMS keys it names there and enabled?", PERMISSIONS, find)
