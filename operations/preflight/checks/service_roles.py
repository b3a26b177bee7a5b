"""service-roles: are the roles there that AWS's services work under?

A key policy that names a role which does not exist is refused. Other such roles are made by the service at the first
use, if whoever runs `pulumi up` may do that.
"""

from collections.abc import Iterator

from catalogue.accounts import ServiceLinkedRole, service_linked_roles
from graph.model import Resource
from operations.preflight import literals
from operations.preflight import resource_needs as needs
from operations.preflight.account import Account, NoSuch
from operations.preflight.check import Check
from operations.preflight.finding import Finding, Grade
from operations.preflight.plan import Plan

PERMISSIONS = ("iam:GetRole",)
MISSING = frozenset({"NoSuchEntity"})


def judge(plan: Plan, role: ServiceLinkedRole, user: Resource, exists: bool, named: bool) -> Finding:
    """A role by whether it exists, and whether a policy names it."""
    place = plan.place(user)
    if exists:
        return Finding(Grade.OK, role.role, "the role is there", place)
    fix = f"aws iam create-service-linked-role --aws-service-name {role.service}"
    if named:
        reason = f"there is no such role, and a policy that names it is refused; {plan.named(user)} does"
        return Finding(Grade.FAIL, role.role, reason, place, fix)
    reason = f"there is no such role; {role.service} makes it only if you may iam:CreateServiceLinkedRole"
    return Finding(Grade.WARN, role.role, reason, place, fix)


def users(plan: Plan) -> dict[str, Resource]:
    """What of a stack needs such roles: the first resource of each kind."""
    kinds = {
        "cluster": plan.graph.of_type(needs.CLUSTER),
        "node_group": tuple(group.resource for group in plan.node_groups),
        "spot": tuple(group.resource for group in plan.node_groups if group.usage_class == "spot"),
        "lustre": plan.graph.of_type(needs.LUSTRE),
    }
    return {kind: resources[0] for kind, resources in kinds.items() if resources}


def find(plan: Plan, account: Account) -> Iterator[Finding]:
    named, users_of = literals.service_roles(plan.graph), users(plan)
    for role in service_linked_roles():
        user = named.get(role.role, users_of.get(role.needed_for))
        if user is not None:
            yield judge(plan, role, user, _exists(account, role.role), role.role in named)


def _exists(account: Account, name: str) -> bool:
    try:
        account.ask("iam", "GetRole", MISSING, RoleName=name)
    except NoSuch:
        return False
    return True


CHECK = Check("service-roles", "Are the roles of AWS's services there?", PERMISSIONS, find)
