"""Who reads and writes stores: the roles whose policies name them."""

from collections.abc import Iterator
from typing import Any

from graph.model import Resource, references
from policies.documents import Malformed, Statement, statements
from policies.values import at
from preview.records.ends import Places
from preview.records.model import UNKNOWN, Recipient

POLICIES = ("aws:iam/rolePolicy:RolePolicy",)
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
POLICY = "aws:iam/policy:Policy"
ROLE = "aws:iam/role:Role"
READING = ("Get", "BatchGet", "Query", "Scan", "Select", "Read", "Consume", "Connect", "connect", "*")
WRITING = ("Put", "BatchWrite", "Update", "Delete", "Write", "Create", "Upload", "Abort", "*")
BESIDE = ("GetBucketLocation", "GetBucketAcl", "GetAuthorizationToken")
"""Actions that begin like reading and give no data."""


def recipients_of(places: Places) -> tuple[Recipient, ...]:
    """Every role with the stores it reads or writes, sorted."""
    access: dict[tuple[str, str], set[str]] = {}
    for role, value in _policies(places):
        try:
            found = statements(value, "policy") or ()
        except Malformed:
            found = ()
        for one in found:
            for urn in _stores(one, places):
                access.setdefault((role.urn, urn), set()).update(_access(one))
    by_urn = places.scene.graph.by_urn
    return tuple(
        sorted(
            Recipient(
                by_urn[role].name,
                str(by_urn[role].inputs.get("description") or UNKNOWN),
                places.stores[urn].label,
                " and ".join(sorted(words)),
                urn,
            )
            for (role, urn), words in access.items()
            if words
        )
    )


def unread_policies(places: Places) -> tuple[str, ...]:
    """Names of the attached policies that this program does not hold, so that what they reach is not known."""
    names = {
        value
        for attachment in places.scene.graph.of_type(ATTACHMENT)
        if isinstance(value := attachment.inputs.get("policyArn"), str)
    }
    return tuple(sorted(names))


def _policies(places: Places) -> Iterator[tuple[Resource, Any]]:
    scene = places.scene
    for type_ in POLICIES:
        for policy in scene.graph.of_type(type_):
            for role in scene.named(policy, at(policy, "role"), "role", (ROLE,)):
                yield role, at(policy, "policy")
    for attachment in scene.graph.of_type(ATTACHMENT):
        held = scene.named(attachment, at(attachment, "policyArn"), "policyArn", (POLICY,))
        for role in scene.named(attachment, at(attachment, "role"), "role", (ROLE,)):
            for policy in held:
                yield role, at(policy, "policy")


def _stores(statement: Statement, places: Places) -> set[str]:
    if not statement.allows:
        return set()
    found: set[str] = set()
    for value in statement.resources:
        found.update(urn for urn in references(value) if urn in places.stores)
        if isinstance(value, str):
            found.update(urn for urn in places.stores if _covers(value, places.stores[urn].resource))
    return found


def _covers(pattern: str, store: Resource) -> bool:
    """Whether an ARN as text, such as that of a repository, names this store."""
    name = store.inputs.get("name") or store.inputs.get("bucket") or store.inputs.get("prefix")
    if not isinstance(name, str):
        return False
    tail = pattern.removesuffix(":*").removesuffix("/*")
    return tail.endswith((f"/{name}", f":{name}"))


def _access(statement: Statement) -> set[str]:
    words: set[str] = set()
    for action in statement.actions:
        verb = str(action).partition(":")[2] or str(action)
        if verb in BESIDE:
            continue
        if verb.startswith(READING):
            words.add("reads")
        if verb.startswith(WRITING):
            words.add("writes")
    return words
