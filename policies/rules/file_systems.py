"""ENC and IAM of EFS: how a file system is mounted, and by whom. GDPR 5(1)(f), 32(1)(a), (b); CCPA 100(e), 150."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import Resource
from policies.documents import Statement, grants, statements
from policies.rule import Claim, Severity, rule
from policies.rules.identity import OWN
from policies.scene import Scene
from policies.values import Tri, all3, any3, at, hidden, not3, some

FILE_SYSTEM = "aws:efs/fileSystem:FileSystem"
POLICY = "aws:efs/fileSystemPolicy:FileSystemPolicy"
MOUNT = "elasticfilesystem:ClientMount"
# Condition keys, in small letters: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
ACCESS_POINT, MOUNT_TARGET = "elasticfilesystem:accesspointarn", "elasticfilesystem:accessedviamounttarget"


def _read(file_system: Resource, scene: Scene) -> tuple[Statement, ...] | None:
    """The statements of its policies: none where it has no policy, None where one cannot be read yet."""
    read = [
        statements(at(each, "policy"), "policy") for each in scene.companions(file_system, (POLICY,), "fileSystemId")
    ]
    return None if None in read else tuple(one for found in read for one in found or ())


def _everybody(one: Statement) -> bool:
    return "*" in one.principals or "NotPrincipal" in one.excludes


def _says(value: object, word: str) -> Tri:
    """Whether a value of a condition is this word; JSON's own true and false are words too."""
    return None if hidden(value) else str(value).lower() == word


def _denies_mounts(one: Statement, operator: str, key: str, value: str) -> Tri:
    """Whether it keeps everybody from mounting where this one condition holds."""
    if one.allows or one.excludes or not _everybody(one) or one.condition_keys != {key}:
        return False
    said = some(one.conditions.get(operator, {}).get(key, ()), lambda each: _says(each, value))
    return all3((grants(replace(one, allows=True), MOUNT), said))


@rule(
    "ENC-021",
    "File systems refuse to be mounted in clear text",
    types=(FILE_SYSTEM,),
    why="NFS sends files and names as they are, and whoever is on the way reads them",
    remedy="give it a policy that denies elasticfilesystem:Client* to everybody where aws:SecureTransport is false",
    severity=Severity.HIGH,
    gdpr=("5(1)(f)", "32(1)(a)"),
    ccpa=("150", "A2"),
    needs_graph=True,
)
def clear_text(file_system: Resource, scene: Scene) -> Iterator[Claim]:
    read = _read(file_system, scene)
    denied = None if read is None else any3(_denies_mounts(one, "Bool", "aws:securetransport", "false") for one in read)
    yield Claim(denied, "policy", "lets itself be mounted without TLS")


@rule(
    "IAM-011",
    "File systems are mounted from the network, through access points",
    types=(FILE_SYSTEM,),
    why="who mounts the whole of it acts as any user, root too, in every team's directory",
    remedy="allow mounts by elasticfilesystem:AccessedViaMountTarget or to named roles, and deny those without an "
    "elasticfilesystem:AccessPointArn",
    severity=Severity.HIGH,
    gdpr=("5(1)(f)", "32(1)(b)"),
    ccpa=("100(e)", "A3"),
    needs_graph=True,
)
def mounts(file_system: Resource, scene: Scene) -> Iterator[Claim]:
    read = _read(file_system, scene)
    if read is None:
        yield Claim(None, "policy", "")
        return
    yield Claim(bool(read), "policy", "has no policy: the network's word is enough to be anybody")
    for one in read:
        anonymous = all3((_everybody(one), not one.condition_keys & (OWN | {MOUNT_TARGET}), grants(one, MOUNT)))
        yield Claim(not3(anonymous), "policy", "lets everybody mount it, from anywhere")
    whole = any3(_denies_mounts(one, "Null", ACCESS_POINT, "true") for one in read)
    yield Claim(any3((whole, _through_points(read))), "policy", "lets itself be mounted past its access points")


def _through_points(read: Sequence[Statement]) -> Tri:
    """Whether every statement that lets somebody mount asks for an access point."""
    asks = (any3((not3(grants(one, MOUNT)), _asks(one))) for one in read)
    return all3((bool(read), *asks))


def _asks(one: Statement) -> Tri:
    said = one.condition(ACCESS_POINT)
    nulls = one.conditions.get("Null", {}).get(ACCESS_POINT, ())
    return bool(said) and not3(some(nulls, lambda each: _says(each, "true")))
