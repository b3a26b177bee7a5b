"""Who may read and write stores: roles whose policies name them, and whom the policy of a store lets in."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from catalogue.store_flows import StoreAction, store_actions, store_policies
from graph.model import Resource, references
from policies.documents import Malformed, Statement, grants, statements
from policies.flows.model import UNKNOWN, Access, End
from policies.flows.places import ITSELF, Places, outside
from policies.values import ABSENT, Tri, all3, any3, at, hidden, items

ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENTS = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
    "aws:iam/policyAttachment:PolicyAttachment": "roles",
}
POLICY = "aws:iam/policy:Policy"
ROLE = "aws:iam/role:Role"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
ARN_SERVICES = {"kafka-cluster": "kafka", "rds-data": "rds"}
"""Services whose ARNs say another word than their actions."""
BOTH = frozenset({"reads", "writes"})


def accesses(places: Places) -> tuple[Access, ...]:
    """Everybody with the stores they may read or write, sorted; worked out once."""
    found: tuple[Access, ...] = places.scene.once("accesses", lambda: tuple(sorted(_accesses(places))))
    return found


def roles_named(places: Places, holder: Resource, path: str) -> tuple[str, ...]:
    """URNs of the roles that an input names, through an instance profile where it names one."""
    top = path.partition(".")[0]
    named = places.scene.named(holder, at(holder, path), top, (ROLE, PROFILE))
    profiles = [each for each in named if each.type == PROFILE]
    through = [role for each in profiles for role in places.scene.named(each, at(each, "role"), "role", (ROLE,))]
    return tuple(dict.fromkeys(each.urn for each in (*named, *through) if each.type == ROLE))


def may_all(places: Places, store: Resource, actions: tuple[str, ...]) -> Tri:
    """Whether one role of the stack may do all of these with a store."""
    held: dict[str, list[Any]] = {}
    for role, value in _policies(places):
        held.setdefault(role.urn, []).append(value)
    asked = [StoreAction(action, BOTH, store.type) for action in actions]
    return any3(
        all3(any3(_lets(value, action, store, places) for value in policies) for action in asked)
        for policies in held.values()
    )


def _lets(value: Any, action: StoreAction, store: Resource, places: Places) -> Tri:
    try:
        found = statements(value, "policy")
    except Malformed:
        return False
    if found is None:
        sources = tuple(references(value))
        return None if not sources or store.urn in sources else False
    return any3(all3((grants(one, action.action), _names(one, action, store, places))) for one in found)


def _names(statement: Statement, action: StoreAction, store: Resource, places: Places) -> Tri:
    if any(place.urn == store.urn for place in _places(statement, action, places)):
        return True
    return None if any(hidden(value) and not tuple(references(value)) for value in statement.resources) else False


def unread_policies(places: Places) -> tuple[str, ...]:
    """Policies of roles whose text the stack does not hold, so that what they reach is not known."""
    graph = places.scene.graph
    values = [at(each, "policyArn") for type_ in ATTACHMENTS for each in graph.of_type(type_)]
    values += [value for role in graph.of_type(ROLE) for value in items(at(role, "managedPolicyArns")) or ()]
    return tuple(sorted({value for value in values if isinstance(value, str)}))


def _accesses(places: Places) -> Iterator[Access]:
    granted: dict[tuple[str, End], set[str]] = {}
    for role, value in _policies(places):
        for place, words in _granted(value, places):
            granted.setdefault((role.urn, place), set()).update(words)
    for (urn, place), held in granted.items():
        role = places.scene.graph.by_urn[urn]
        who = at(role, "description")
        yield Access(role.name, who if isinstance(who, str) and who else UNKNOWN, place, tuple(sorted(held)), urn)
    yield from _let_in(places)


def _policies(places: Places) -> Iterator[tuple[Resource, Any]]:
    """Every role with every policy of its own that the stack holds."""
    scene = places.scene
    for policy in scene.graph.of_type(ROLE_POLICY):
        for role in scene.named(policy, at(policy, "role"), "role", (ROLE,)):
            yield role, at(policy, "policy")
    for role in scene.graph.of_type(ROLE):
        for block in items(at(role, "inlinePolicies")) or ():
            yield role, at(block, "policy")
    for type_, holds in ATTACHMENTS.items():
        for attachment in scene.graph.of_type(type_):
            held = scene.named(attachment, at(attachment, "policyArn"), "policyArn", (POLICY,))
            for value in _listed(at(attachment, holds)):
                for role in scene.named(attachment, value, holds, (ROLE,)):
                    yield from ((role, at(policy, "policy")) for policy in held)


def _granted(value: Any, places: Places) -> Iterator[tuple[End, frozenset[str]]]:
    """The places a policy lets its holder read or write. What is denied elsewhere is not taken off."""
    try:
        found = statements(value, "policy")
    except Malformed:
        return
    if found is None:
        # What it says is not known, what it was computed from is: it may let anything be done with that.
        for urn in dict.fromkeys(references(value)):
            if urn in places.stores:
                yield places.of(places.stores[urn].resource), BOTH
        return
    for one in found:
        for action in store_actions():
            if grants(one, action.action) is not False:
                yield from ((place, action.words) for place in _places(one, action, places))


def _places(statement: Statement, action: StoreAction, places: Places) -> Iterator[End]:
    fitting = [store.resource for store in places.stores.values() if action.is_of(store.resource.type)]
    if "NotResource" in statement.excludes:
        yield from (places.of(each) for each in fitting)
        return
    by_urn = places.scene.graph.by_urn
    for value in statement.resources:
        sources = [by_urn[urn] for urn in references(value) if urn in by_urn]
        through = {urn for each in sources for urn in places.stands_for(each)}
        if sources or not isinstance(value, str):
            yield from (places.of(each) for each in fitting if each.urn in through)
        elif (pattern := _resource_of(value, action)) is not None:
            named = [each for each in fitting if _covers(pattern, each, places)]
            yield from (places.of(each) for each in named)
            if not named and value.startswith("arn:"):
                yield outside(value)


def _resource_of(value: str, action: StoreAction) -> str | None:
    """What an ARN says after its account; None where it is of another service than the action."""
    if not value.startswith("arn:"):
        return value
    words = value.split(":", 5)
    service = action.action.partition(":")[0]
    fits = len(words) == 6 and fnmatchcase(ARN_SERVICES.get(service, service), words[2])
    return words[5] if fits else None


def _covers(pattern: str, store: Resource, places: Places) -> bool:
    """Whether what a policy writes, with its stars, names this store or what is in it."""
    names = [
        *places.scene.names_of(store),
        *filter(None, (_text(at(store, word)) for word in ("prefix", "identifier"))),
    ]
    if store.type.startswith("aws:s3/"):
        bucket = pattern.partition("/")[0]
        return bucket == "*" or any(fnmatchcase(name, bucket) for name in names)
    whole = (pattern, pattern.partition("/")[2], pattern.partition(":")[2].removesuffix(":*"))
    # A star between other words, such as that of all tables of one database, names nothing by itself.
    words = (word for word in re.split("[/:]", pattern) if word.strip("*"))
    return "*" in whole or any(fnmatchcase(name, tail) for name in names for tail in (*whole, *words))


def _listed(value: Any) -> tuple[Any, ...]:
    found = items(value)
    return (value,) if found is None else found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _let_in(places: Places) -> Iterator[Access]:
    """Whom the policies that hang on stores let in, roles of the stack apart: those have policies of their own."""
    for type_, (holds, path) in store_policies().items():
        for holder in places.scene.graph.of_type(type_):
            try:
                found = statements(at(holder, path), path) or ()
            except Malformed:
                continue
            for place in places.ends(holder, holds) if holds == ITSELF or at(holder, holds) is not ABSENT else ():
                yield from _strangers(found, place, places)


def _strangers(found: Iterable[Statement], place: End, places: Places) -> Iterator[Access]:
    if place.urn not in places.stores:
        return
    type_ = places.stores[place.urn].resource.type
    for one in found:
        words = {
            word
            for each in store_actions()
            if each.is_of(type_) and grants(one, each.action) is not False
            for word in each.words
        }
        who = [value for kind in ("*", "AWS", "Service", "Federated") for value in one.principals.get(kind, ())]
        under = ", under the conditions of the store's own policy" if one.conditions else ", by the store's own policy"
        for principal in dict.fromkeys(str(value) for value in who if not hidden(value)) if words else ():
            name = f"{'everybody' if principal == '*' else principal}{under}"
            yield Access(name, UNKNOWN, place, tuple(sorted(words)))
