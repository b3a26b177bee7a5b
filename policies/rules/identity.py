"""IAM: who may do what. GDPR 32(1)(b), 5(1)(f); CCPA 100(e)."""

from collections.abc import Iterator
from typing import Any

from graph.model import Reference, Resource, Text
from policies.documents import Statement, everything, grants, statements
from policies.rule import Claim, Fix, Severity, rule
from policies.rules.common import BUCKET_POLICY, CLUSTER, ROLE
from policies.scene import Scene
from policies.values import Tri, all3, any3, at, equals, hidden, is_false, items, not3, within

GDPR = ("5(1)(f)", "32(1)(b)")
CCPA = ("100(e)", "A3")
IDENTITY_POLICIES = ("aws:iam/policy:Policy", "aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy")
RESOURCE_POLICIES = {
    **dict.fromkeys(BUCKET_POLICY, "policy"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
}
# What reads or changes data, a few calls per service: a grant of one of these on every resource is a grant of the data.
DATA_ACTIONS = (
    *("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"),
    *("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan", "secretsmanager:GetSecretValue"),
    *("bedrock:InvokeModel", "sagemaker:InvokeEndpoint", "sagemaker:CreateTrainingJob", "iam:PassRole"),
)


@rule(
    "IAM-001",
    "No identity may do everything, or touch all data",
    types=(*IDENTITY_POLICIES, ROLE),
    why="one stolen token would then be the whole account",
    remedy="name the actions, and the ARNs of the stores and keys they are for",
    severity=Severity.CRITICAL,
    gdpr=GDPR,
    ccpa=CCPA,
    fix=Fix.NONE,
)
def least_privilege(holder: Resource, scene: Scene) -> Iterator[Claim]:
    if holder.type == ROLE:
        documents = items(at(holder, "inlinePolicies"))
        values = None if documents is None else [at(each, "policy") for each in documents]
    else:
        values = [at(holder, "policy")]
    if values is None:
        yield Claim(None, "inlinePolicies", "")
    for value in values or ():
        read = statements(value, "policy")
        if read is None:
            yield Claim(None, "policy", "")
        for one in read or ():
            yield from _limited(one)


def _limited(one: Statement) -> Iterator[Claim]:
    if not one.allows:
        return
    anywhere = True if "NotResource" in one.excludes else everything(one.resources)
    yield Claim(not3(everything(one.actions)), "policy", "allows every action")
    yield Claim("NotAction" not in one.excludes, "policy", "allows everything but a list of actions")
    data = any3(grants(one, action) for action in DATA_ACTIONS)
    yield Claim(not3(all3((data, anywhere))), "policy", "allows reading or changing data on every resource")


# Conditions that tie a stranger, each in its own way.
TIES = frozenset({"sts:externalid", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid"})
GITHUB = "token.actions.githubusercontent.com"


@rule(
    "IAM-003",
    "Roles are assumed by named principals only",
    types=(ROLE,),
    why="a role that trusts everybody gives its access to everybody",
    remedy="name the service, role or provider; add sts:ExternalId across accounts and pin sub for OIDC",
    severity=Severity.CRITICAL,
    gdpr=GDPR,
    ccpa=CCPA,
    fix=Fix.NONE,
)
def trust(role: Resource, scene: Scene) -> Iterator[Claim]:
    path = "assumeRolePolicy"
    read = statements(at(role, path), path)
    if read is None:
        yield Claim(None, path, "")
        return
    yield Claim(bool(read), path, "has no trust policy")
    for one in read:
        if not one.allows:
            continue
        yield Claim("*" not in one.principals and "NotPrincipal" not in one.excludes, path, "trusts everybody")
        tied = bool(one.condition_keys & TIES)
        for principal in one.principals.get("AWS", ()):
            own = _of_account(principal, scene.context.account_id)
            yield Claim(any3((tied, own)), path, "trusts another account without an external id")
        for provider in one.principals.get("Federated", ()):
            yield Claim(_pinned(provider, one), path, "trusts every subject of an identity provider")


def _of_account(principal: Any, account: str) -> Tri:
    """Whether a principal is of the stack's own account; an output of the stack is."""
    if isinstance(principal, Reference):
        return True
    text = "".join(p for p in principal.parts if isinstance(p, str)) if isinstance(principal, Text) else principal
    if not isinstance(text, str):
        return None if hidden(principal) else False
    if not account:
        return None
    return text == account or f":{account}:" in text


def _pinned(provider: Any, one: Statement) -> Tri:
    if hidden(provider) and not isinstance(provider, Text):
        subjects = [v for keys in one.conditions.values() for k, vs in keys.items() if k.endswith(":sub") for v in vs]
    else:
        subjects = [
            v for keys in one.conditions.values() for k, vs in keys.items() if k.endswith((":sub", ":aud")) for v in vs
        ]
        if GITHUB in str(provider):
            subjects = [
                v for keys in one.conditions.values() for k, vs in keys.items() if k.endswith(":sub") for v in vs
            ]
    if not subjects:
        return False
    return all3(None if hidden(subject) else str(subject).strip("*:/") not in ("", "repo") for subject in subjects)


# These services say nothing about whom they act for when they assume a role:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
WITHOUT_SOURCE = frozenset({"ec2.amazonaws.com", "ec2.amazonaws.com.cn"})
SOURCES = frozenset(
    {
        *("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"),
        *("aws:principalaccount", "aws:principalorgid"),
    }
)


@rule(
    "IAM-004",
    "Services act for this account only",
    types=(ROLE, *RESOURCE_POLICIES),
    why="a stranger could otherwise have the service use the role or store on their behalf (confused deputy)",
    remedy="add the condition aws:SourceAccount or aws:SourceArn to the statement",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def confused_deputy(holder: Resource, scene: Scene) -> Iterator[Claim]:
    path = "assumeRolePolicy" if holder.type == ROLE else RESOURCE_POLICIES[holder.type]
    read = statements(at(holder, path), path)
    if read is None:
        yield Claim(None, path, "")
        return
    for one in read:
        services = one.principals.get("Service", ())
        if not one.allows or not services:
            continue
        exempt = all3(equals(service, *WITHOUT_SOURCE) for service in services) if holder.type == ROLE else False
        guarded = bool(one.condition_keys & SOURCES)
        yield Claim(any3((exempt, guarded)), path, "lets a service act for strangers")


LONGEST_SESSION_SECONDS = 4 * 3600


@rule(
    "IAM-005",
    "Sessions of a role end within four hours",
    types=(ROLE,),
    why="a stolen session works until it ends",
    remedy="set maxSessionDuration to 14400 seconds or less",
    severity=Severity.MEDIUM,
    gdpr=GDPR,
    ccpa=CCPA,
)
def sessions(role: Resource, scene: Scene) -> Iterator[Claim]:
    holds = within(at(role, "maxSessionDuration"), 900, LONGEST_SESSION_SECONDS, absent=True)  # default: an hour
    yield Claim(holds, "maxSessionDuration", "has sessions of more than four hours")


# A condition on one of these keeps a statement for everybody to the account's or organisation's own.
OWN = SOURCES | {"aws:principalarn", "aws:sourcevpc", "aws:sourcevpce", "s3:dataaccesspointaccount"}


@rule(
    "IAM-006",
    "No store lets everybody in",
    types=tuple(RESOURCE_POLICIES),
    why="the data would be one request away from anybody",
    remedy="name the principals, or tie the statement to your account or organisation by a condition",
    severity=Severity.CRITICAL,
    gdpr=GDPR,
    ccpa=("100(e)", "150"),
    fix=Fix.NONE,
)
def store_policy(holder: Resource, scene: Scene) -> Iterator[Claim]:
    path = RESOURCE_POLICIES[holder.type]
    read = statements(at(holder, path), path)
    if read is None:
        yield Claim(None, path, "")
        return
    yield Claim(True, path, "")
    for one in read:
        everybody = one.allows and ("*" in one.principals or "NotPrincipal" in one.excludes)
        yield Claim(not everybody or bool(one.condition_keys & OWN), path, "lets everybody in")


@rule(
    "IAM-007",
    "Access to the cluster is given by access entries, and to nobody by creation",
    types=(CLUSTER,),
    why="whoever created the cluster would stay its administrator, and nothing would show it",
    remedy="set accessConfig.authenticationMode to API and bootstrapClusterCreatorAdminPermissions to false",
    severity=Severity.HIGH,
    gdpr=GDPR,
    ccpa=CCPA,
)
def cluster_access(cluster: Resource, scene: Scene) -> Iterator[Claim]:
    mode = at(cluster, "accessConfig.authenticationMode")
    yield Claim(equals(mode, "API"), "accessConfig.authenticationMode", "still reads the aws-auth map")
    path = "accessConfig.bootstrapClusterCreatorAdminPermissions"
    yield Claim(is_false(at(cluster, path)), path, "makes its creator an administrator")
